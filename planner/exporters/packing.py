"""Packing lists, shipping plan and queues as one workbook: what each station is sent and takes, what leaves when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.plan import Plan, Station
from planner.domain.supply import ALL_STATIONS, ShippingDay, ShippingMethod, StationStock
from planner.evaluate.small_numbers import HIDDEN_NOTE, or_hidden
from planner.evaluate.stock import item_name, stock_totals
from planner.exporters.context import ExportContext
from planner.exporters.packinglist.equipment import equipment_sheet
from planner.exporters.packinglist.sealing import sealing_sheet
from planner.exporters.queue_sheet import queue_sheet
from planner.exporters.set_aside import set_aside_sheet
from planner.exporters.voter_numbers import COVER, EMERGENCY, OTHER, OWN, TOTAL, VoterNumbers
from planner.exporters.workbooks import Column, Sheet, Value, workbook_bytes
from planner.law.wording import WEEKDAYS

NAME = "packing"
SUFFIX = ".xlsx"
SENTENCE = (
    "Pakkelister per sted, forsendelser per dag, kø og bemanning per åpning og hva de bygger på, som regneark uten "
    "formler (.xlsx)."
)
METHODS = {
    ShippingMethod.MAIL: "ordinær brevpost",
    ShippingMethod.EXPRESS: "avtalen med Posten/Bring (ikke ordinær brevpost)",
}
PARTS = ("votes.", "stock.", "shipping.", "capacity.", "law.ballot_sets", "law.daily_shipping_", "law.last_week")
"""Beginnings of the ids of the assumptions that these numbers rest on."""
PER_STATION = (OWN, OTHER, COVER, EMERGENCY)
NO_STOCK = "Antall er ikke regnet ut for denne planen. Hvorfor står under «Forutsetninger» (votes.expected_total)."
NO_SHIPPING = "Planen sier ikke når stemmene sendes. Lag planen på nytt."
ROUGH = "Ventede tall er forventninger, ikke tellinger; «Pakkes» er med margin, minstemengder og hele pakker."
WITHIN = "Konvoluttene med én stemmeseddel per liste og en blank fylles i tillegg til stemmesedlene på lista."


def export(plan: Plan, context: ExportContext) -> bytes:
    """Per station, packing list, equipment, dispatches, sealing, queues, assumptions, what is set aside."""
    stations = {station.id: station for station in plan.stations}
    stock = tuple(sorted(plan.stock, key=lambda s: s.station))
    shown = VoterNumbers(plan)
    sheets = (
        *(_per_station(stock, stations, shown), _packing(stock, stations, shown)),
        *(equipment_sheet(plan, context.problem), _shipping(plan, stations, shown), sealing_sheet(plan)),
        *(queue_sheet(plan, stations, shown), _assumptions(plan), set_aside_sheet(plan)),
    )
    return workbook_bytes(sheets, title=f"Pakkelister og forsendelser {context.municipality_name}".strip())


def _name(station_id: str, stations: dict[str, Station]) -> str:
    return stations[station_id].name if station_id in stations else ""


def _per_station(stock: tuple[StationStock, ...], stations: dict[str, Station], shown: VoterNumbers) -> Sheet:
    """One row per station: expected votes, then pieces of everything."""
    totals = stock_totals(stock)
    columns = (
        Column("Sted-id", 10), Column("Sted", 34), Column("Ventet: egne (stemmer)"),
        Column("Ventet: andre kommuner (stemmer)"), Column("Av egne i omslagskonvolutt (stemmer)", 20),
        Column("Av egne i beredskapskonvolutt (stemmer)", 22),
        *(Column(f"Pakkes: {item_name(kind, number)} (stk)", 25) for kind, number in totals),
    )  # fmt: skip
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            *(s.station, _name(s.station, stations), *(or_hidden(shown.votes(s.station, f)) for f in PER_STATION)),
            *(s.item(kind, number).pieces for kind, number in totals),
        )
        for s in stock
    )
    last: tuple[Value, ...] = ()
    if stock:
        summed = (or_hidden(shown.votes(TOTAL, f)) for f in PER_STATION)
        last = ("", "I alt", *summed, *(item.pieces for item in totals.values()))
    return Sheet("Per sted", columns, rows, last, _notes(stock, shown))


def _notes(stock: tuple[StationStock, ...], shown: VoterNumbers) -> tuple[str, ...]:
    if not stock:
        return (NO_STOCK,)
    return (ROUGH, WITHIN, HIDDEN_NOTE) if shown.some_hidden else (ROUGH, WITHIN)


def _packing(stock: tuple[StationStock, ...], stations: dict[str, Station], shown: VoterNumbers) -> Sheet:
    """One row per station and thing; totals per thing below."""
    columns = (
        Column("Sted-id", 10), Column("Sted", 34), Column("Adresse", 34), Column("Hva", 44),
        Column("Ventet brukt (stk)"), Column("Pakkes (stk)"), Column("Pakker (antall)"),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (
            *(s.station, _name(s.station, stations), _address(s.station, stations)),
            *(item_name(item.kind, item.set), or_hidden(shown.used(s.station, item)), item.pieces, item.packs),
        )
        for s in stock
        for item in s.items
    ]
    rows += [
        ("", "I alt", "", item_name(*key), or_hidden(shown.used(TOTAL, item)), item.pieces, item.packs)
        for key, item in stock_totals(stock).items()
    ]
    return Sheet("Pakkeliste", columns, tuple(rows), notes=_notes(stock, shown))


def _address(station_id: str, stations: dict[str, Station]) -> str:
    return stations[station_id].address if station_id in stations else ""


def _shipping(plan: Plan, stations: dict[str, Station], shown: VoterNumbers) -> Sheet:
    """One row per dispatch."""
    columns = (
        Column("Dato", 12), Column("Ukedag", 10), Column("Fra", 34), Column("Måte", 44), Column("Hentes (klokkeslett)"),
        Column("Framme senest (dato)", 14), Column("Framme senest (klokkeslett)", 16), Column("Ventet (stemmer)"),
    )  # fmt: skip
    dispatches = sorted(plan.shipping or (), key=lambda d: (d.date, d.sent_minute, d.from_station))
    rows = tuple(
        (
            *(d.date, WEEKDAYS[d.date.weekday()], _from(d.from_station, stations), METHODS[d.method], d.sent),
            *(d.arrives_by.date(), f"{d.arrives_by:%H:%M}", votes),
        )
        for d, votes in zip(dispatches, _dispatched(dispatches, shown), strict=True)
    )
    known = [d for d in dispatches if d.votes is not None]
    _, total = shown.dispatched(known)
    last: tuple[Value, ...] = ("I alt", "", "", "", "", "", "", or_hidden(total)) if known else ()
    notes = (
        "Det som kommer inn etter hentingen, går med neste forsendelse (vf 7-3, V 3.2.2.2; vår lesning).",
        "Bruk forsendelseskonvolutt.",
    )
    return Sheet("Forsendelser", columns, rows, last, (NO_SHIPPING,) if plan.shipping is None else notes)


def _dispatched(dispatches: Sequence[ShippingDay], shown: VoterNumbers) -> Iterator[Value]:
    """Votes of each dispatch as they can be shown beside their sum; None where nothing is known."""
    votes = iter(shown.dispatched([d for d in dispatches if d.votes is not None])[0])
    for dispatch in dispatches:
        yield None if dispatch.votes is None else or_hidden(next(votes))


def _from(station_id: str, stations: dict[str, Station]) -> str:
    return "alle steder" if station_id == ALL_STATIONS else _name(station_id, stations) or station_id


def _assumptions(plan: Plan) -> Sheet:
    """What the numbers rest on, and whether it is confirmed."""
    columns = (
        Column("Id", 32), Column("Forutsetning", 70), Column("Verdi", 18), Column("Enhet", 16), Column("Kilde", 50),
        Column("Bekreftet (ja/nei)", 12),
    )  # fmt: skip
    return Sheet("Forutsetninger", columns, tuple(_assumption_rows(plan)))


def _assumption_rows(plan: Plan) -> Iterator[tuple[Value, ...]]:
    for item in plan.assumptions:
        if item.id.startswith(PARTS):
            yield item.id, item.text, item.value, item.unit, item.source, "ja" if item.verified else "nei"
