"""E2: where the connection is known to be unstable, the board itself may decide envelopes (vl 7-5(4), V 3.2.2.3).

The decision cannot be delegated. Good coverage must be known: what nobody has measured counts
as not good and is told apart. Tidligstemmer are in envelopes anyway (P4), and home teams have
no place to measure: neither is judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Phase, Plan, Station
from planner.evaluate.places import GOOD_COVERAGE, POOR_COVERAGE, coverage
from planner.law.rule import Rule, RuleType, is_premises, openings_in
from planner.law.wording import count

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("E2", "Konvolutter der forbindelsen er ustabil", "vl 7-5(4), V 3.2.2.3", RuleType.WARNING)
POOR_UNIT, UNKNOWN_UNIT = "steder med dårlig dekning", "steder med ukjent dekning"


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One warning for poor coverage, one for unknown."""
    judged = [s for s in plan.stations if is_premises(s) and openings_in(s, Phase.ORDINARY)]
    poor = [station for station in judged if coverage(problem, station) == POOR_COVERAGE]
    unknown = [s for s in judged if coverage(problem, s) not in (POOR_COVERAGE, GOOD_COVERAGE)]
    if poor:
        yield _warning(
            f"{count(len(poor), 'sted', 'steder')} har dårlig mobildekning. Valgstyret selv må ta stilling til om det "
            "skal brukes konvolutter der i stedet for urne; vedtaket kan ikke delegeres. Eller skaff en annen "
            "forbindelse.",
            poor,
            POOR_UNIT,
        )
    if unknown:
        yield _warning(
            f"Mobildekningen på {count(len(unknown), 'sted', 'steder')} er ukjent. Mål den, og før svaret inn i "
            "scenariet (mobile_coverage under premises) eller i datasettet (mobile_coverage i sites.csv); der den ikke "
            "er god, må valgstyret selv ta stilling til konvolutter.",
            unknown,
            UNKNOWN_UNIT,
        )


def _warning(sentence: str, stations: Sequence[Station], unit: str) -> Finding:
    subjects = tuple(station.id for station in stations)
    return RULE.finding(sentence, subjects, measured=len(subjects), limit=0, unit=unit, severity=Severity.WARNING)
