"""Expected numbers of voters in the packing workbook, those of small groups left out with what would reveal them.

Per station: own, for other municipalities, in omslagskonvolutt, in beredskapskonvolutt; and what is packed
for them, which is the same numbers or sums of them. Totals over stations are tied to all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from planner.domain.supply import StationStock, StockItem, StockKind
from planner.exporters.small_numbers import HIDDEN, without_small
from planner.exporters.workbooks import Value

OWN, OTHER, COVER, EMERGENCY = "own", "other", "cover", "emergency"
IN_COVERS, ON_FORMS, ALL_LISTS = "in_covers", "on_forms", "all_lists"
FIELDS = (OWN, OTHER, COVER, EMERGENCY, IN_COVERS, ON_FORMS, ALL_LISTS)
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
TOTAL = ""
Key = tuple[str, str]


class ShownVoters:
    """What can be shown of a packing list's expected numbers."""

    def __init__(self, stock: Sequence[StationStock]) -> None:
        """Decide once, for all sheets."""
        numbers: dict[Key, float] = {}
        sums: dict[Key, Sequence[Key]] = {}
        for station in stock:
            numbers |= {(station.station, field): number for field, number in _numbers(station).items()}
            sums[station.station, IN_COVERS] = [(station.station, field) for field in (COVER, OTHER)]
            sums[station.station, ON_FORMS] = [(station.station, field) for field in (IN_COVERS, EMERGENCY)]
        for field in FIELDS:
            parts = [(station.station, field) for station in stock]
            if parts:
                numbers[TOTAL, field] = sum(numbers[part] for part in parts)
                sums[TOTAL, field] = parts
        self._shown: Mapping[Key, float | None] = without_small(numbers, sums)

    @property
    def some_hidden(self) -> bool:
        """Whether anything is left out."""
        return None in self._shown.values()

    def votes(self, station: str, field: str, number: float) -> Value:
        """A number of a station, or of all (:data:`TOTAL`), as it can be shown."""
        return HIDDEN if self._shown[station, field] is None else number

    def used(self, station: str, item: StockItem) -> Value:
        """Expected use of a thing as it can be shown."""
        return self.votes(station, VOTERS[item.kind], item.expected)


def _numbers(station: StationStock) -> dict[str, float]:
    """Numbers of one station by field; what a packing list lacks counts nobody."""
    in_covers = station.cover + station.other
    return {
        OWN: station.own,
        OTHER: station.other,
        COVER: station.cover,
        EMERGENCY: station.emergency,
        IN_COVERS: in_covers,
        ON_FORMS: in_covers + station.emergency,
        ALL_LISTS: _expected(station.items, StockKind.ALL_LISTS_ENVELOPES),
    }


def _expected(items: Iterable[StockItem], kind: StockKind) -> float:
    return sum(item.expected for item in items if item.kind is kind)
