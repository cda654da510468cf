"""R1: the premises are registered in EVA by 31 May (vf 4-1(1) g and h, V 2.2.1).

A deadline of the board, not a fault of the plan: a plan that is not yet registered has the item on
its checklist, and one that was registered too late keeps a warning. A version that follows one that was
registered in time is a change, which R5 is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.law.rule import Rule, RuleType, late

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("R1", "Registrering av valglokalene", "vf 4-1(1) g, h, V 2.2.1", RuleType.DEADLINE)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """A warning with the dates where the places were first registered after the deadline."""
    version = plan.version
    first = version.parent_registered_on or version.registered_on
    yield from late(
        RULE,
        first,
        problem.calendar.registration_deadline.value,
        what="Valglokalene ble registrert i EVA",
        remedy="Orienter Valgdirektoratet, og kontroller at stedene er kommet med på valglokaler.no.",
    )
