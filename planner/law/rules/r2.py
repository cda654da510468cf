"""R2: the opening hours are reported to Valgdirektoratet by 30 June, which announces them (vf 7-1, vl 6-1, V 2.2.1).

As with R1 a warning where the date was missed, and nothing before the plan is announced. Changes after
the announcement are R5.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.law.rule import Rule, RuleType, late

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("R2", "Kunngjøring av åpningstidene", "vf 7-1, vl 6-1, V 2.2.1", RuleType.DEADLINE)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """A warning with the dates where the times were first announced after the deadline."""
    version = plan.version
    first = version.parent_announced_on or version.announced_on
    yield from late(
        RULE,
        first,
        problem.calendar.opening_hours_deadline.value,
        what="Åpningstidene ble kunngjort",
        remedy="Kontroller at de står på valglokaler.no, og kunngjør dem også på annen måte.",
    )
