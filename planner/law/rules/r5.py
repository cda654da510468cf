"""R5: changes after the announcement go to Valgdirektoratet and to those affected (vf 6-1, V 2.2.2).

Judged from the plan alone: its version holds when an earlier version was announced and a digest of the
places and times that were announced then. No number of days is given ("as soon as possible"), so only
missing notices are found. Before the version is announced, the notices are on its checklist.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Plan, PlanStatus
from planner.law.rule import Rule, RuleType
from planner.law.wording import long_date
from planner.seals import changes_announced

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("R5", "Endring etter kunngjøring", "vf 6-1, V 2.2.2", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all
    """One finding on an announced version with other places or times than before and no notices."""
    version = plan.version
    if version.status is not PlanStatus.ANNOUNCED or version.parent_announced_on is None:
        return
    if version.change_notified_on is None and changes_announced(plan):
        yield RULE.finding(
            f"Steder eller tider er endret etter kunngjøringen {long_date(version.parent_announced_on)}, men planen "
            "sier ikke når endringene ble meldt. Meld dem til Valgdirektoratet, kunngjør dem på egnet måte for dem de "
            "berører, og før datoen («valgplan version PLAN.json --notify DATO»).",
            (f"versjon-{version.number}",),
            measured=0,
            limit=1,
            unit="endringsmeldinger (1 = gitt)",
        )
