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
    """One rule of law, or one requirement of the scenario.

    Attributes:
        id: as in the rule table (``P7``); a check that is no provision has a word for id.
        title: short, Norwegian.
        citation: the provision (vl, vf) and the guide's section (V), or the field of the scenario.
        overridable: whether a planner may set it aside with a reason. A provision may not be.
    """

    id: str
    title: str
    citation: str
    type: RuleType
    overridable: bool = False

    @property
    def refusal(self) -> str:
        """Why it may not be set aside, Norwegian; empty where it may."""
        if self.overridable:
            return ""
        if self.type is not RuleType.HARD:
            return "regelen gir bare råd og advarsler, så det er ingenting å fravike"
        if self.citation.startswith("scenariet"):
            return f"kravet sier hva som er praktisk mulig; endre planen eller innstillingen ({self.citation})"
        return f"kommunen kan ikke fravike {self.citation}; rett planen"

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
Sentence = Callable[["Problem"], str]
"""What is asked, in words (for impossible scenarios)."""
Relaxed = Callable[["Problem", float], str]
"""The least change that would do, in words."""
Refusal = Callable[[Plan, Finding], str]
"""Why one finding of a rule that may be set aside may not, Norwegian; empty where it may."""

POLLING_PLACES = frozenset({Kind.FIXED, Kind.POPUP, Kind.MOBILE_STOP})


def openings_in(station: Station, phase: Phase) -> tuple[Opening, ...]:
    """Openings of a station in one phase, in time order."""
    chosen = (opening for opening in station.opening if opening.phase == phase)
    return tuple(sorted(chosen, key=lambda opening: (opening.date, opening.start_minute)))


def is_premises(station: Station) -> bool:
    """False for a home-voting team, which has no premises that voters enter (V 5.5)."""
    return station.kind is not Kind.HOME_TEAM


def is_polling_place(station: Station) -> bool:
    """True for premises and buses that any voter comes to; not institutions, prisons and home teams."""
    return station.kind in POLLING_PLACES


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
