"""The sheet «Forsegling»: each day's last line, filled in by hand by the two who close the station."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.plan import Plan, Station
from planner.domain.spans import open_spans
from planner.domain.supply import ShippingDay, ShippingMethod
from planner.exporters.hours import clock_text
from planner.exporters.workbooks import Column, Sheet, Value
from planner.law.wording import WEEKDAYS

COLUMNS = (
    Column("Sted", 30), Column("Dato", 12), Column("Ukedag", 10), Column("Stenger (klokkeslett)", 12),
    Column("Sending den dagen", 22), Column("Forseglet kl. (fylles ut)", 12), Column("Plombe nr. (fylles ut)", 16),
    Column("Forseglet av, 1 (signatur)", 22), Column("Forseglet av, 2 (signatur)", 22),
    Column("Lagringssted (fylles ut)", 22), Column("Inn på lager kl. (fylles ut)", 12),
    Column("Ut av lager kl. (fylles ut)", 12),
)  # fmt: skip
METHODS = {ShippingMethod.MAIL: "brevpost", ShippingMethod.EXPRESS: "avtalen, ikke brevpost"}
NOTES = (
    "To personer forsegler sammen og signerer begge, hver dag stedet har vært åpent. «Ut av lager» føres neste gang "
    "materiellet hentes, også for å sendes.",
    "Regelteksten om lagring og transport er ikke for hånden (M1, UBEKREFTET): følg kommunens egne rutiner der de sier "
    "mer. Sending: se arket «Forsendelser».",
)
TALL = 2
"""Lines of room to write in."""


def sealing_sheet(plan: Plan) -> Sheet:
    """One row per station and open date; each station begins a new sheet of paper."""
    stations = sorted(plan.stations, key=lambda s: s.id)
    rows: list[tuple[Value, ...]] = []
    starts = []
    for station in stations:
        starts.append(len(rows))
        rows += _rows(station, plan.shipping or ())
    return Sheet("Forsegling", COLUMNS, tuple(rows), notes=NOTES, new_pages=tuple(starts), least_lines=TALL)


def _rows(station: Station, dispatches: Sequence[ShippingDay]) -> Iterator[tuple[Value, ...]]:
    for day, hours in sorted(open_spans(station.opening).items()):
        sent = [
            f"kl. {clock_text(d.sent)}, {METHODS[d.method]}"
            for d in sorted(dispatches, key=lambda d: (d.sent_minute, d.from_station))
            if d.date == day and d.takes_from(station.id)
        ]
        blank = ("",) * 7
        yield f"{station.name} ({station.id})", day, WEEKDAYS[day.weekday()], hours[-1][1], "; ".join(sent), *blank
