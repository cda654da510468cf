"""Expected numbers of voters as exports can show them, decided once for all exports of a plan.

Packing lists, queues, contingency sheet, report and workbook show the same votes cut in different ways, and a
reader may have all of them. So what is left out is weighed over everything at once, in votes of own voters:

    all stations = Σ stations        the places a plan adds = Σ those        a station = Σ its openings

Where a station's own votes are left out, so is everything in proportion to them: votes for other municipalities,
in omslagskonvolutt, in beredskapskonvolutt. Sums of these over stations have other weights than the sum of own
votes and would be a second equation, so they are left out then as well; those for other municipalities are the
same share everywhere and tell nothing more. Multiplying a number that stands by a share among the assumptions
gives the assumption, and nothing that anybody knows about persons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from planner.domain.plan import Plan
from planner.domain.small_groups import LEAST_GROUP
from planner.domain.supply import ShippingDay, StationStock, StockItem, StockKind
from planner.evaluate.effects import ADDED as ADDED_KINDS
from planner.evaluate.small_numbers import without_small

OWN, OTHER, COVER, EMERGENCY = "own", "other", "cover", "emergency"
IN_COVERS, ON_FORMS, ALL_LISTS = "in_covers", "on_forms", "all_lists"
DERIVED = (OTHER, COVER, EMERGENCY, IN_COVERS, ON_FORMS, ALL_LISTS)
VOTERS = {
    StockKind.ORDINARY_BALLOTS: OWN,
    StockKind.PARTY_BALLOTS: OTHER,
    StockKind.BALLOT_ENVELOPES: ON_FORMS,
    StockKind.COVER_ENVELOPES: IN_COVERS,
    StockKind.EMERGENCY_ENVELOPES: EMERGENCY,
    StockKind.IDENTITY_FORMS: ON_FORMS,
    StockKind.ALL_LISTS_ENVELOPES: ALL_LISTS,
    StockKind.SHIPPING_ENVELOPES: OTHER,
}
"""Whom the expected use of a thing counts; one shipping envelope holds at least one vote for another municipality."""
TOTAL, ADDED = "", "+"
"""Stand for a station: all of them, those that the plan adds to today's."""
Key = tuple[str, ...]
Numbers = dict[Key, float]
Sums = dict[Key, Sequence[Key]]


class VoterNumbers:
    """What can be shown of a plan's expected votes."""

    def __init__(self, plan: Plan) -> None:
        """Decide for all exports."""
        self._own, self._sums = _own_votes(plan)
        shown = without_small(self._own, self._sums)
        self._left_out = {s.station for s in plan.stock if shown[OWN, s.station] is None}
        derived, derived_sums = _derived(plan.stock)
        also = {(field, station) for station in self._left_out for field in DERIVED}
        if self._left_out:
            also |= {(field, TOTAL) for field in DERIVED if field != OTHER or shown[OWN, TOTAL] is None}
        self._shown = shown | without_small(derived, derived_sums, also=also & derived.keys())

    @property
    def some_hidden(self) -> bool:
        """Whether anything is left out."""
        return None in self._shown.values()

    def votes(self, station: str, field: str) -> float | None:
        """A number of a station (:data:`TOTAL` of all, :data:`ADDED` of added ones); None is left out.

        Raises:
            KeyError: the plan has none.
        """
        found = self._shown[field, station]
        return None if found is None else round(found, self._decimals(station, field))

    def used(self, station: str, item: StockItem) -> float | None:
        """Expected use of a thing; None is left out."""
        field = VOTERS[item.kind]
        return None if self._shown[field, station] is None else round(item.expected, self._decimals(station, field))

    def _decimals(self, station: str, field: str) -> int | None:
        """One; none of a sum of rounded shares, which would tell in its last digit what is left out."""
        return None if self._left_out and station == TOTAL and field != OWN else 1

    def opening_is_left_out(self, station: str, day: date, start: str) -> bool:
        """Whether the votes of an opening are left out, and what is in proportion to them."""
        return self._shown[_opening(station, day, start)] is None

    def of_station(self, station: str) -> tuple[Numbers, Sums, set[Key]]:
        """Own votes of a station and its openings, how they add up, and which of them are left out everywhere."""
        total: Key = (OWN, station)
        if total not in self._own:
            return {}, {}, set()
        keys = (total, *self._sums.get(total, ()))
        numbers = {key: self._own[key] for key in keys}
        return numbers, {total: keys[1:]} if keys[1:] else {}, {key for key in keys if self._shown[key] is None}

    def dispatched(self, dispatches: Sequence[ShippingDay]) -> tuple[list[int | None], int | None]:
        """Votes of each dispatch, and of all; None is left out.

        Whole votes: the few for other municipalities, times twenty, must not count a day's own voters.

        Args:
            dispatches: whose votes are known.
        """
        numbers: dict[int, float] = {n: d.votes or 0.0 for n, d in enumerate(dispatches)}
        whole = len(numbers)
        also = {n for n, d in enumerate(dispatches) if d.from_station in self._left_out}
        if self.some_hidden:
            # Where few vote, what is rounded to nobody may be of the few.
            also |= {n for n, number in numbers.items() if number < LEAST_GROUP}
        if self._shown.get((OWN, TOTAL), 0.0) is None:
            also = {*numbers, whole}
        sums = {whole: range(whole)} if dispatches else {}
        shown = without_small({**numbers, whole: sum(numbers.values())}, sums, also=also)
        *parts, total = (None if number is None else round(number) for number in shown.values())
        return parts, total


def _opening(station: str, day: date, start: str) -> Key:
    return "opening", station, day.isoformat(), start


def _own_votes(plan: Plan) -> tuple[Numbers, Sums]:
    """Own votes: per opening, per station, of the added ones, of all."""
    own = {s.station: s.own for s in plan.stock}
    more = {s.station: 1 + s.other / s.own for s in plan.stock if s.own > 0}
    numbers: Numbers = {(OWN, station): votes for station, votes in own.items()}
    sums: Sums = {}
    for capacity in plan.capacity.stations if plan.capacity else ():
        openings = {
            _opening(capacity.station, need.date, need.start): need.votes / more.get(capacity.station, 1.0)
            for need in capacity.openings
        }
        numbers = openings | numbers
        numbers.setdefault((OWN, capacity.station), sum(openings.values()))
        if openings:
            sums[OWN, capacity.station] = list(openings)
    added = [s.id for s in plan.stations if s.kind in ADDED_KINDS and s.id in own]
    for name, stations in ((ADDED, added), (TOTAL, list(own))):
        if stations:
            numbers[OWN, name] = sum(own[station] for station in stations)
            sums[OWN, name] = [(OWN, station) for station in stations]
    return numbers, sums


def _derived(stock: Sequence[StationStock]) -> tuple[Numbers, Sums]:
    """What is in proportion to own votes: per station, and of all."""
    numbers: Numbers = {}
    sums: Sums = {}
    for station in stock:
        numbers |= {(field, station.station): number for field, number in _fields(station).items()}
        sums[IN_COVERS, station.station] = [(field, station.station) for field in (COVER, OTHER)]
        sums[ON_FORMS, station.station] = [(field, station.station) for field in (IN_COVERS, EMERGENCY)]
    for field in DERIVED if stock else ():
        parts = [(field, station.station) for station in stock]
        numbers[field, TOTAL] = sum(numbers[part] for part in parts)
        sums[field, TOTAL] = parts
    return numbers, sums


def _fields(station: StationStock) -> dict[str, float]:
    """Numbers of one station by field; what a packing list lacks counts nobody."""
    in_covers = station.cover + station.other
    return {
        OTHER: station.other,
        COVER: station.cover,
        EMERGENCY: station.emergency,
        IN_COVERS: in_covers,
        ON_FORMS: in_covers + station.emergency,
        ALL_LISTS: _expected(station.items, StockKind.ALL_LISTS_ENVELOPES),
    }


def _expected(items: Iterable[StockItem], kind: StockKind) -> float:
    return sum(item.expected for item in items if item.kind is kind)
