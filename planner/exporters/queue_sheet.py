"""The sheet «Kø og bemanning»: per opening the voters expected, and the persons and booths that take."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.capacity import StationCapacity
from planner.domain.plan import Plan, Station
from planner.domain.small_groups import is_small
from planner.evaluate.small_numbers import HIDDEN
from planner.exporters.voter_numbers import VoterNumbers
from planner.exporters.workbooks import PERCENT, TENTHS, Column, Sheet, Value
from planner.law.wording import WEEKDAYS

TITLE = "Kø og bemanning"
NOT_KNOWN = "Køene er ikke regnet ut for denne planen. Hvorfor står under «Forutsetninger» (votes.expected_total)."
NOTES = (
    "Velgerne regnes til det raskeste stedet; ingen er flyttet til et annet fordi det er kø. «Trengs» er det færreste "
    "som holder ventetida i den travleste timen innenfor grensa (capacity.mean_wait_minutes), uten avløsning.",
    "På steder med egen bemanning er planens tall scenariets, ikke det som faktisk er satt opp: sammenlign «Trengs» "
    "med vaktlista.",
    "Køen på stedet gjelder den travleste åpningen, med planens personer og avlukker. Tom ventetid i likevekt: køen "
    "vokser så lenge den travleste timen varer.",
)
COLUMNS = (
    Column("Sted-id", 10), Column("Sted", 34), Column("Dato", 12), Column("Ukedag", 10),
    Column("Åpner (klokkeslett)"), Column("Stenger (klokkeslett)"), Column("Ventet (stemmer)"),
    Column("Travleste time (velgere)"), Column("Personer i planen (antall)"), Column("Avlukker i planen (antall)"),
    Column("Trengs: bord (antall)"), Column("Trengs: personer (antall)"), Column("Trengs: avlukker (antall)"),
    Column("Vurdering (over, holder, ukjent)", 16), Column("Kø på stedet: ventetid i likevekt (min)", 16, TENTHS),
    Column("Kø på stedet: ventetid til bord, simulert (min)", 16, TENTHS),
    Column("Kø på stedet: ventetid til avlukke, simulert (min)", 16, TENTHS),
    Column("Kø på stedet: lang ventetid, simulert (andel)", 16, PERCENT),
    Column("Kø på stedet: ferdig etter stengetid, 19 av 20 dager (min)", 18, TENTHS),
)  # fmt: skip


def queue_sheet(plan: Plan, stations: dict[str, Station], shown: VoterNumbers) -> Sheet:
    """One row per opening, stations by id."""
    if plan.capacity is None:
        return Sheet(TITLE, COLUMNS, (), notes=(NOT_KNOWN,))
    ordered = sorted(plan.capacity.stations, key=lambda s: s.station)
    rows = tuple(row for capacity in ordered for row in _rows(capacity, stations.get(capacity.station), shown))
    return Sheet(TITLE, COLUMNS, rows, notes=NOTES)


def _rows(capacity: StationCapacity, station: Station | None, shown: VoterNumbers) -> Iterator[tuple[Value, ...]]:
    name, booths = ("", None) if station is None else (station.name, station.booths)
    verdict = "ukjent" if capacity.over is None else "over" if capacity.over else "holder"
    queue = capacity.queue
    for need in capacity.openings:
        hidden = shown.opening_is_left_out(capacity.station, need.date, need.start)
        few = hidden or is_small(need.per_hour)
        busiest = queue is not None and (queue.date, queue.start) == (need.date, need.start)
        figures: tuple[Value, ...] = (None,) * 5
        if busiest and few:
            # How long voters wait tells how many they are.
            figures = (HIDDEN,) * 5
        elif busiest and queue is not None:
            figures = (
                *(queue.wait_minutes, queue.simulated_wait_minutes, queue.simulated_booth_minutes),
                *(queue.simulated_long_share, queue.overrun_minutes),
            )
        yield (
            *(capacity.station, name, need.date, WEEKDAYS[need.date.weekday()], need.start, need.end),
            *(HIDDEN if hidden else need.votes, HIDDEN if few else need.per_hour, need.persons, booths),
            *(need.tables_needed, need.persons_needed, need.booths_needed, verdict, *figures),
        )
