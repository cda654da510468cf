"""What an audit says: findings, checklist items and assumptions.

A :class:`Finding` is the one currency between the audit, the faces and the
exporters. Missing data is ``cannot_judge``, never a pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

_STRICT: dict[str, Any] = {"extra": "forbid"}


class Severity(StrEnum):
    """How bad a finding is; ``HARD`` makes a plan unlawful or impossible."""

    HARD = "hard"
    WARNING = "warning"
    INFO = "info"
    CANNOT_JUDGE = "cannot_judge"


@dataclass(frozen=True, slots=True)
class Override:
    """Why a hard rule is set aside, in the planner's own words."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement of one rule or constraint about a plan.

    Attributes:
        rule: id of the rule or constraint (``P7``, ``budget``).
        severity: see :class:`Severity`.
        subjects: ids of the stations, vehicles or dates it is about.
        measured: what was measured, in ``unit``; None where nothing can be.
        limit: what it was measured against, in ``unit``.
        unit: unit of both numbers.
        sentence: the finding in Norwegian, readable on its own.
        citation: the provision, or the scenario field it comes from.
        override: the reason given where a hard rule is set aside.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    rule: str
    severity: Severity
    sentence: str
    subjects: tuple[str, ...] = ()
    measured: float | None = None
    limit: float | None = None
    unit: str = ""
    citation: str = ""
    override: Override | None = None


class ItemStatus(StrEnum):
    """Where a checklist item stands."""

    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """Something a person has to do that no program can judge.

    Attributes:
        subjects: what it has to be done for, one by one (see :mod:`planner.domain.checklist`); empty = it is one thing.
        settled: the subjects for which it is done or does not apply; all of them once the item is not open.
        done_on: when it was marked as done.
        reason: why it does not apply.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    rule: str
    text: str
    due: date | None = None
    status: ItemStatus = ItemStatus.OPEN
    who: str = ""
    subjects: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    done_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number or reading that the result rests on, shown with every result.

    Attributes:
        verified: False where no source at hand confirms it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    text: str
    value: str
    unit: str = ""
    source: str = ""
    verified: bool = False
