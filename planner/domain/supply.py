"""What a plan says of votes on the move: dispatches to other municipalities, and stock per station."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - fields named «date» would hide the type
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from planner.domain.clock import minute_of

_STRICT: dict[str, Any] = {"extra": "forbid"}
ALL_STATIONS = "all"
"""``from_station`` of a dispatch that takes the votes of every station."""


class ShippingMethod(StrEnum):
    """Ordinary mail, or express by the agreement with Posten/Bring."""

    MAIL = "mail"
    EXPRESS = "express"


@dataclass(frozen=True, slots=True)
class ShippingDay:
    """One dispatch of votes for other municipalities.

    It takes everything that its stations received before it left and that none before it took.

    Attributes:
        from_station: id of a station, or ``all``.
        sent: clock time at which it leaves, ``HH:MM`` Europe/Oslo.
        arrives_by: when it is in at the other valgstyrer at the latest, with offset.
        votes: expected number of votes in it; None where nothing is known to expect.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    date: Date
    from_station: str
    method: ShippingMethod
    sent: str
    arrives_by: datetime
    votes: float | None = None

    def __post_init__(self) -> None:
        minute_of(self.sent)
        if self.arrives_by.tzinfo is None:
            raise ValueError(f"tidspunktet {self.arrives_by} mangler tidssone, for eksempel +02:00")

    @property
    def sent_minute(self) -> int:
        """Minutes after midnight at which it leaves."""
        return minute_of(self.sent)

    def takes_from(self, station_id: str) -> bool:
        """Whether it takes a station's votes."""
        return self.from_station in (ALL_STATIONS, station_id)


class StockKind(StrEnum):
    """What is packed; ballots are counted per set, never per list (V 2.9)."""

    ORDINARY_BALLOTS = "ordinary_ballots"
    PARTY_BALLOTS = "party_ballots"
    BALLOT_ENVELOPES = "ballot_envelopes"
    COVER_ENVELOPES = "cover_envelopes"
    EMERGENCY_ENVELOPES = "emergency_envelopes"
    IDENTITY_FORMS = "identity_forms"
    ALL_LISTS_ENVELOPES = "all_lists_envelopes"
    SHIPPING_ENVELOPES = "shipping_envelopes"


@dataclass(frozen=True, slots=True)
class StockItem:
    """One line of a station's packing list.

    Attributes:
        set: 1, 2 … for ballots, 0 for what belongs to no set.
        expected: pieces expected to be used, without margin.
        pieces: what is sent: margin and minimum added, whole packs.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    kind: StockKind
    set: int
    expected: float
    pieces: int
    packs: int


@dataclass(frozen=True, slots=True)
class StationStock:
    """Expected votes of one station and what is packed for it.

    Attributes:
        own: expected votes of the municipality's own voters.
        other: expected votes for other municipalities.
        cover, emergency: of the own, those in omslagskonvolutt and in beredskapskonvolutt.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    station: str
    own: float
    other: float
    cover: float
    emergency: float
    items: tuple[StockItem, ...]

    def item(self, kind: StockKind, set_: int = 0) -> StockItem:
        """One line.

        Raises:
            KeyError: the station has none of the kind.
        """
        for item in self.items:
            if (item.kind, item.set) == (kind, set_):
                return item
        raise KeyError(kind)
