"""What a rule of law is: an id, a title, a provision and a type; and how it makes findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Opening, Phase, Plan, Station
from planner.domain.plan import StationKind as Kind
from planner.law.wording import count, long_date

if TYPE_CHECKING:
    from planner.modelling import Model
    from planner.problem import Problem


class RuleType(StrEnum):
    """How a rule binds, with the letters of the rule table."""

    HARD = "H"
    WARNING = "W"
    CHECKLIST = "C"
    DEADLINE = "D"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of law.

    Attributes:
        id: as in the rule table (``P7``); a check that is no provision has a word for id.
        title: short, Norwegian.
        citation: the provision (vl, vf) and the guide's section (V).
    """

    id: str
    title: str
    citation: str
    type: RuleType

    def finding(
        self,
        sentence: str,
        subjects: tuple[str, ...] = (),
        *,
        measured: float | None = None,
        limit: float | None = None,
        unit: str = "",
        severity: Severity = Severity.HARD,
    ) -> Finding:
        """A finding of this rule, with its id and provision filled in."""
        return Finding(self.id, severity, sentence, subjects, measured, limit, unit, self.citation)

    def cannot_judge(self, sentence: str, subjects: tuple[str, ...], *, missing: float, unit: str) -> Finding:
        """One finding for everything that lacks the data the rule needs; never a pass."""
        return self.finding(sentence, subjects, measured=missing, limit=0, unit=unit, severity=Severity.CANNOT_JUDGE)


Check = Callable[[Plan, "Problem"], Iterator[Finding]]
Build = Callable[["Model"], None]


def openings_in(station: Station, phase: Phase) -> tuple[Opening, ...]:
    """Openings of a station in one phase, in time order."""
    chosen = (opening for opening in station.opening if opening.phase == phase)
    return tuple(sorted(chosen, key=lambda opening: (opening.date, opening.start_minute)))


def is_premises(station: Station) -> bool:
    """False for a home-voting team, which has no premises that voters enter (V 5.5)."""
    return station.kind is not Kind.HOME_TEAM


def late(rule: Rule, day: date | None, deadline: date, *, what: str, remedy: str) -> Iterator[Finding]:
    """A warning where something was done after its deadline; nothing before it is done.

    Args:
        what: the sentence up to the date: ``Valglokalene ble registrert``.
    """
    if day is not None and day > deadline:
        days = (day - deadline).days
        yield rule.finding(
            f"{what} {long_date(day)}, {count(days, 'dag', 'dager')} etter fristen {long_date(deadline)}. {remedy}",
            (day.isoformat(),),
            measured=days,
            limit=0,
            unit="dager etter fristen",
            severity=Severity.WARNING,
        )
