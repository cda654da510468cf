"""The version block of the plan file, no provision: what it says can be so, and the decided content is untouched.

A block that cannot be so (announced before registered, decided without a case number) is a warning: the plan
itself is as lawful as before, but no step can be taken from it. A content that is not the decided one is hard:
what is registered and announced is then something the board never decided. A decided plan without a seal, such
as one not made by ``valgplan version``, cannot be judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Plan
from planner.law.rule import Rule, RuleType
from planner.seals import is_final, is_sealed_and_changed
from planner.versions import WORDS, inconsistencies

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("version", "Planens versjon henger sammen", "plan.json: version", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One warning per thing that cannot be so; one hard finding where the decided content is changed."""
    version = plan.version
    subjects = (f"versjon-{version.number}",)
    for sentence in inconsistencies(version, problem.calendar.election):
        yield RULE.finding(
            f"{sentence}. Rett «version» i plan.json.",
            subjects,
            measured=1,
            limit=0,
            unit="feil",
            severity=Severity.WARNING,
        )
    if not is_final(version):
        return
    if version.content_sha256 is None:
        yield RULE.cannot_judge(
            f"Planen er {WORDS[version.status]}, men har ikke noe segl (content_sha256), så det kan ikke vurderes om "
            "den er endret etter vedtaket. Finn fila som ble ført med «valgplan version», eller lag planen på nytt "
            "og før vedtaket der.",
            subjects,
            missing=1,
            unit="segl som mangler",
        )
    elif is_sealed_and_changed(plan):
        yield RULE.finding(
            f"Planen er {WORDS[version.status]}, men innholdet, vedtaksdatoen eller saksnummeret er endret etter "
            f"vedtaket (sak {version.case_number}). Hent tilbake den vedtatte fila; skal planen endres, "
            "lag en ny versjon («valgplan plan … --parent»).",
            subjects,
            measured=1,
            limit=0,
            unit="endret innhold (1 = ja)",
        )
