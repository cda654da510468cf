"""The plan: what opens where and when, who is reached, at what cost.

Field names are those of ``plan.json`` (schema: ``valgplan schema plan``). Everything
is frozen; a changed plan is made with :func:`dataclasses.replace`. Clock times
are ``HH:MM`` in Europe/Oslo, money is NOK excl. VAT, shares are fractions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812 - fields named «date» would hide the type
from enum import StrEnum
from typing import Any, ClassVar

from planner.domain.capacity import Capacity
from planner.domain.clock import minute_of
from planner.domain.findings import Assumption, ChecklistItem, Finding
from planner.domain.supply import ShippingDay, StationStock

SCHEMA_VERSION = "1"
STOP_SUFFIX = "-b"
"""Suffix of a bus stop's id where the place is premises too."""
MAX_LAT, MAX_LON = 90, 180
"""Degrees WGS84; beyond them a coordinate is none."""


def _alias(name: str) -> str:
    """JSON name of a field: a trailing underscore only avoids a Python keyword."""
    return name.rstrip("_")


_STRICT: dict[str, Any] = {"extra": "forbid", "alias_generator": _alias, "populate_by_name": True}


class StationKind(StrEnum):
    """What a station is."""

    FIXED = "fixed"
    POPUP = "popup"
    MOBILE_STOP = "mobile_stop"
    INSTITUTION = "institution"
    PRISON = "prison"
    HOME_TEAM = "home_team"


OWN_VOTERS = frozenset({StationKind.INSTITUTION, StationKind.PRISON, StationKind.HOME_TEAM})
"""Kinds of stations that are not open to all: never public in EVA, and no premises that somebody sets up."""


class Phase(StrEnum):
    """Tidligstemming or the ordinary advance-voting period."""

    EARLY = "early"
    ORDINARY = "ordinary"


class Role(StrEnum):
    """What a person does on a shift."""

    LEADER = "leader"
    DEPUTY = "deputy"
    WORKER = "worker"
    RELIEF = "relief"
    DRIVER = "driver"


class SolveStatus(StrEnum):
    """``OPTIMAL`` only when proven: gap at most 1e-6."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


class PlanStatus(StrEnum):
    """How far the board has come with a plan."""

    DRAFT = "draft"
    DECIDED = "decided"
    REGISTERED = "registered"
    ANNOUNCED = "announced"


@dataclass(frozen=True, slots=True)
class Opening:
    """One stretch of time in which a station receives votes.

    Attributes:
        vehicle: id of the vehicle that stands there, None for premises.
        crew: persons present, the driver not counted.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    date: Date
    start: str
    end: str
    phase: Phase = Phase.ORDINARY
    vehicle: str | None = None
    crew: int = 0

    def __post_init__(self) -> None:
        if minute_of(self.start) >= minute_of(self.end):
            raise ValueError(f"åpningstiden {self.date} slutter ({self.end}) før den begynner ({self.start})")

    @property
    def start_minute(self) -> int:
        """Minutes after midnight at which it opens."""
        return minute_of(self.start)

    @property
    def end_minute(self) -> int:
        """Minutes after midnight at which it closes."""
        return minute_of(self.end)

    @property
    def hours(self) -> float:
        """Length in hours."""
        return (self.end_minute - self.start_minute) / 60


@dataclass(frozen=True, slots=True)
class Station:
    """A place with at least one opening. ``lat``, ``lon`` are None for a home team, and may be where a list has none.

    Attributes:
        accessible: whether voters can enter without help; None where nobody has checked.
        public: whether it is announced to all voters.
        booths: screened booths in use at the same time; None where nobody has said.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    name: str
    kind: StationKind
    lat: float | None
    lon: float | None
    address: str
    accessible: bool | None
    public: bool
    opening: tuple[Opening, ...]
    booths: int | None = None

    def __post_init__(self) -> None:
        if self.lat is None or self.lon is None:
            if self.kind not in OWN_VOTERS:
                raise ValueError(
                    f"stedet {self.id} mangler koordinater; bare ambulerende lag (home_team), institusjoner og "
                    "fengsler kan det"
                )
        elif not (abs(self.lat) <= MAX_LAT and abs(self.lon) <= MAX_LON):
            raise ValueError(f"stedet {self.id} har umulige koordinater ({self.lat}, {self.lon}); grader WGS84")
        if self.booths is not None and self.booths < 0:
            raise ValueError(f"stedet {self.id} kan ikke ha {self.booths} valgavlukker")

    @property
    def open_to_all(self) -> bool:
        """Whether any voter may come; institutions, prisons and home teams serve their own, however marked."""
        return self.public and self.kind not in OWN_VOTERS


@dataclass(frozen=True, slots=True)
class Leg:
    """One drive between two stations or a depot."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    from_: str
    to: str
    depart: str
    arrive: str
    minutes: float
    km: float

    def __post_init__(self) -> None:
        minute_of(self.depart)
        minute_of(self.arrive)


@dataclass(frozen=True, slots=True)
class VehicleDay:
    """All drives of one vehicle on one date, in time order."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    date: Date
    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True)
class VehiclePlan:
    """The days of one vehicle."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    days: tuple[VehicleDay, ...]


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One person's shift; ``person`` is an anonymous position if no names are given."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    date: Date
    station: str
    start: str
    end: str
    role: Role
    person: str


@dataclass(frozen=True, slots=True)
class GapParts:
    """Where a goal's gap comes from, as shares of its value; they add up to the gap.

    Attributes:
        siting: between the bound and what stage 1 found.
        tours: between that and the plan with its tours: driving, visits that found no room.
        later_goals: what the goals after this one were allowed to cost it.
        capacity: what was given up for enough persons where voters queue; None in plans of earlier versions.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    siting: float
    tours: float
    later_goals: float
    capacity: float | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveResult:
    """Value, bound and status of one goal; always minimised.

    Attributes:
        value: recomputed by the audit from the finished plan.
        lower_bound: no plan of the scenario's catalogue is better; where ``bound_staffed``, none whose queues get
            the persons that they take.
        gap: (value − lower_bound) / value, 0 where both are 0.
        gap_parts: None where a plan has been changed since.
        certified_bound: what ``certificate.json`` beside the plan proves without a solver; None where none was made.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    name: str
    value: float
    unit: str
    lower_bound: float
    gap: float
    status: SolveStatus
    seconds: float
    gap_parts: GapParts | None = None
    certified_bound: float | None = None
    bound_staffed: bool = False


@dataclass(frozen=True, slots=True)
class AccessMeasures:
    """How near voters are, over one group of cells.

    Attributes:
        mean_minutes: weighted mean minutes to the quickest usable station.
        ede_minutes: Kolm–Pollak equally-distributed equivalent; None where it is not defined.
        max_minutes: longest way of any cell at the lowest presence level of any class.
        share_within: share of weight within X minutes, keyed by X as text.
        weight: sum of weights (expected non-voters by default); None for the total.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    mean_minutes: float
    ede_minutes: float | None
    max_minutes: float
    share_within: dict[str, float]
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Accessibility:
    """Access over the whole municipality, per district and per group (on cells)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    mean_minutes: float
    ede_minutes: float | None
    max_minutes: float
    share_within: dict[str, float]
    by_district: dict[str, AccessMeasures]
    by_group: dict[str, AccessMeasures]


@dataclass(frozen=True, slots=True)
class AccessibilityPair:
    """Before (today's stations) and after (the plan), weighted alike."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    before: Accessibility
    after: Accessibility


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of the cost; quantity × nok_per_unit = nok."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    what: str
    quantity: float
    unit: str
    nok_per_unit: float
    nok: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What is charged to the budget; the lines sum to the total."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    total: float
    lines: tuple[CostLine, ...]


@dataclass(frozen=True, slots=True)
class ProvenanceEntry:
    """One raw source behind a dataset."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    source: str
    licence: str
    vintage: str
    used_for: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class DatasetReference:
    """Which dataset a plan was made on."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    name: str
    version: str
    path: str
    sha256: str
    provenance: tuple[ProvenanceEntry, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """Where a plan stands in the board's process; what it may say: :mod:`planner.versions`.

    Attributes:
        content_sha256: seal of what was decided (:func:`planner.seals.content_sha256`).
        change_notified_on: when both notices of a change were given, to Valgdirektoratet and to those affected.
        parent_sha256: of the parent's file, byte by byte, as it was when this version was made.
        parent_content_sha256: the parent's seal; holds also after its status or checklist has moved on.
        parent_registered_on: when the places were first registered, in any version before this one.
        parent_announced_on: when the times were first announced, in any version before this one.
        parent_announced_sha256: places and times of the last announced version before this one
            (:func:`planner.seals.times_sha256`).
        place_ids: the four digits in EVA of every station of this version and those before it, also of stations
            that have left; given when a plan is decided and kept from then on, so that none is used anew.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    number: int = 1
    status: PlanStatus = PlanStatus.DRAFT
    decided_on: Date | None = None
    case_number: str | None = None
    registered_on: Date | None = None
    announced_on: Date | None = None
    parent_sha256: str | None = None
    content_sha256: str | None = None
    change_notified_on: Date | None = None
    parent_content_sha256: str | None = None
    parent_registered_on: Date | None = None
    parent_announced_on: Date | None = None
    parent_announced_sha256: str | None = None
    place_ids: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A finished plan, as written to ``plan.json``.

    Attributes:
        scenario: the whole resolved scenario as plain JSON values.
        shipping: dispatches of votes for other municipalities; None where the file does not say.
        stock: expected votes and packing list per station; empty where no number of votes is known.
        capacity: queues, and persons and booths needed; None where no number of votes is known.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    scenario: dict[str, Any]
    dataset: DatasetReference
    stations: tuple[Station, ...]
    vehicles: tuple[VehiclePlan, ...] = ()
    roster: tuple[RosterEntry, ...] = ()
    shipping: tuple[ShippingDay, ...] | None = None
    stock: tuple[StationStock, ...] = ()
    capacity: Capacity | None = None
    objective: ObjectiveResult | None = None
    objectives: tuple[ObjectiveResult, ...] = ()
    accessibility: AccessibilityPair | None = None
    cost: Cost | None = None
    findings: tuple[Finding, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    version: Version = field(default_factory=Version)
    schema_version: str = SCHEMA_VERSION
