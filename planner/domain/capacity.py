"""What a plan says of queues: voters expected, tables, persons and booths that take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - fields named «date» would hide the type
from typing import Any, ClassVar

_STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class OpeningNeed:
    """What one stretch of open time takes; openings that touch and have the same crew are one.

    Attributes:
        votes: expected in it, those for other municipalities included.
        per_hour: voters in its busiest hour.
        persons: present by the plan.
        tables_needed, persons_needed, booths_needed: least that keep the mean wait within the limit.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    date: Date
    start: str
    end: str
    votes: float
    per_hour: float
    persons: int
    tables_needed: int
    persons_needed: int
    booths_needed: int


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """A station's queues in the busiest hour of its busiest opening, with a number of tables and booths.

    Attributes:
        date, start: the opening.
        booths: None where nobody has counted them.
        traffic: tables that would be busy all the time (erlang).
        wait_minutes: mean wait for a table in steady state (Erlang C); None where the queue would only grow.
        long_wait_share: chance of a long wait for a table in steady state.
        simulated_wait_minutes, simulated_booth_minutes: mean wait in each queue, simulated.
        simulated_long_share: share with a long wait in the two queues together, simulated.
        overrun_minutes: after closing until the last voter has left, not exceeded on 95 % of simulated days.
        late_share: share of them on which that takes longer than the vehicle's buffer; None for premises.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    date: Date
    start: str
    tables: int
    booths: int | None
    traffic: float
    wait_minutes: float | None
    long_wait_share: float
    simulated_wait_minutes: float
    simulated_booth_minutes: float
    simulated_long_share: float
    overrun_minutes: float
    late_share: float | None = None


@dataclass(frozen=True, slots=True)
class StationCapacity:
    """One station open to all.

    Attributes:
        own_crew: a station of today with a crew of its own, whose size nobody has said; ``persons`` and
            ``booths`` of the plan are then the scenario's numbers, not the truth.
        over: whether voters wait too long; None where that cannot be judged.
        queue: as the plan has it; None where the crew is not known, or nothing is open in the ordinary period.
        queue_if_staffed: with what is needed, at a stop that is over, to judge its buffer; else None.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    station: str
    own_crew: bool
    over: bool | None
    openings: tuple[OpeningNeed, ...]
    queue: QueueFigures | None = None
    queue_if_staffed: QueueFigures | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """Queues of a whole plan, and what enough persons would take; NOK excl. VAT.

    Attributes:
        extra_person_hours, extra_nok: on top of the plan's crews, at the stations that the plan pays for.
        most_persons: then at work at the same time, of those who are charged to the pool.
        own_crew_person_hours, own_crew_nok: needed in all at stations with crews of their own, by the price list.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    stations: tuple[StationCapacity, ...]
    extra_person_hours: float
    extra_nok: float
    own_crew_person_hours: float
    own_crew_nok: float
    most_persons: int | None = None
