"""What ``valgplan plan`` prints: one screen that says what was planned, how sure, and whether it is lawful."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planner.constraints.requirement import decimal, nok
from planner.domain.findings import Finding, Severity
from planner.domain.plan import ObjectiveResult, Plan, SolveStatus, Station, StationKind
from planner.evaluate.access import mode_mix
from planner.evaluate.distance import DistancePicture, DistrictDistance
from planner.exporters.hours import clock_text, date_text, join_words
from planner.law.wording import count
from planner.problem import Problem

WIDTH = 110
BARE_SHARE = 0.2
"""Below this share of voters on the street network a district counts as without streets in the data."""
KINDS = {
    StationKind.FIXED: ("fast sted", "faste steder"),
    StationKind.POPUP: ("midlertidig sted", "midlertidige steder"),
    StationKind.MOBILE_STOP: ("busstopp", "busstopp"),
    StationKind.INSTITUTION: ("institusjon", "institusjoner"),
    StationKind.PRISON: ("fengsel", "fengsler"),
    StationKind.HOME_TEAM: ("ambulerende lag", "ambulerende lag"),
}
SEVERITIES = {
    Severity.HARD: "BRUDD",
    Severity.WARNING: "ADVARSEL",
    Severity.INFO: "OPPLYSNING",
    Severity.CANNOT_JUDGE: "KAN IKKE VURDERES",
}
MARKS = {"network": "fra gatenettet", "partly": "delvis tilnærmet", "approximate": "tilnærmet (luftlinje med omvei)"}


def summary_lines(plan: Plan, problem: Problem, picture: DistancePicture, messages: Sequence[str]) -> Iterator[str]:
    """The whole summary, line by line."""
    scenario = problem.scenario
    yield f"{scenario.name} (valgdag {scenario.election})"
    yield ""
    yield from _reach_lines(plan, problem)
    yield ""
    yield from _district_lines(plan, picture, problem)
    yield ""
    yield "Er avstand problemet?"
    for message in messages:
        yield from textwrap.wrap(message, WIDTH, initial_indent="  – ", subsequent_indent="    ")
    yield ""
    yield from _station_lines(plan)
    yield ""
    yield from _money_lines(plan, problem)
    yield from finding_lines(plan.findings)
    yield ""
    yield from _trust_lines(plan, problem)


def _reach_lines(plan: Plan, problem: Problem) -> Iterator[str]:
    pair, objective = plan.accessibility, plan.objective
    if pair is None or objective is None:
        return
    whom = "forventede ikke-velgere" if problem.scenario.demand.weight == "expected_non_voters" else "stemmeberettigede"
    where = "" if problem.scenario.demand.districts == "all" else " i bydelene som teller"
    before, after = pair.before, pair.after
    yield (
        f"Reisetid for {whom}{where}, i gjennomsnitt: {decimal(before.mean_minutes)} → {decimal(after.mean_minutes)} "
        f"minutter (alle ruter, {mode_mix(problem)})"
    )
    shares = (
        f"{limit} min {_percent(before.share_within[limit])} → {_percent(s)}" for limit, s in after.share_within.items()
    )
    yield f"  andel innen {', '.join(shares)}"
    yield f"  mål på etterspørselspunkter: {objective_text(objective)}"


def objective_text(objective: ObjectiveResult) -> str:
    """Value, bound, gap and honest status of a goal."""
    proven = "bevist optimal" if objective.status is SolveStatus.OPTIMAL else "ikke bevist optimal"
    return (
        f"{decimal(objective.value, 2)} {objective.unit}; ingen plan i scenariets katalog er bedre enn "
        f"{decimal(objective.lower_bound, 2)} (gap {decimal(100 * objective.gap, 2)} %, {proven}, "
        f"{objective.seconds:.0f} s)"
    )


def _percent(share: float) -> str:
    return f"{decimal(100 * share, 0)} %"


def _district_lines(plan: Plan, picture: DistancePicture, problem: Problem) -> Iterator[str]:
    """The table of districts, lowest turnout first."""
    yield f"{'':<20}{'':>10}{'ikke-':>9}  i dag til fots  {'minutter, alle måter':>24}"
    yield f"{'bydel':<20}{'frammøte %':>10}{'velgere':>9}{'min':>8}{'≤15 min':>9}{'i dag':>8}{'plan':>8}{'endring':>8}"
    for row in (*picture.districts, picture.total):
        turnout = decimal(100 * row.turnout) + ("*" if row.turnout_is_municipal else " ")
        line = (
            f"{row.name:<20}{turnout:>10}{row.weight:>9.0f}{decimal(row.walk_minutes):>8}{_percent(row.share_near):>9}"
        )
        minutes = _before_after(plan, row, problem)
        if minutes is not None:
            before, after = minutes
            line += f"{decimal(before):>8}{decimal(after):>8}{_change(after - before):>8}"
        yield line + ("  lavt frammøte" if row.low_turnout else "")
    source = problem.dataset.turnout_source.rstrip(".")
    yield from textwrap.wrap(f"frammøte: {source}; * = kommunens, bydelens finnes ikke", WIDTH)


def _before_after(plan: Plan, row: DistrictDistance, problem: Problem) -> tuple[float, float] | None:
    """Mean minutes of a district, or of the municipality where all of it counts."""
    pair = plan.accessibility
    if pair is None:
        return None
    if row.name in pair.before.by_district:
        return pair.before.by_district[row.name].mean_minutes, pair.after.by_district[row.name].mean_minutes
    if problem.scenario.demand.districts == "all":
        return pair.before.mean_minutes, pair.after.mean_minutes
    return None


def _change(minutes: float) -> str:
    text = decimal(abs(minutes))
    return text if text == "0,0" else ("+" if minutes > 0 else "−") + text


def _station_lines(plan: Plan) -> Iterator[str]:
    """Counts, then one line for everything that is not as today."""
    counts = Counter(station.kind for station in plan.stations)
    yield "Åpne steder: " + ", ".join(count(counts[kind], *words) for kind, words in KINDS.items() if counts[kind])
    for kind in (StationKind.POPUP, StationKind.MOBILE_STOP):
        yield from (f"  {s.id:<8} {s.name}: {_hours(s)}" for s in plan.stations if s.kind is kind)


def _hours(station: Station) -> str:
    """When a station is open, in short; every date stands in the plan and on the map."""
    days = sorted({opening.date for opening in station.opening})
    spans = sorted({(opening.start, opening.end) for opening in station.opening})
    times = join_words([f"{clock_text(start)}–{clock_text(end)}" for start, end in spans])
    visits = "" if len(station.opening) == len(days) else f"{len(station.opening)} besøk på "
    return f"{visits}{count(len(days), 'dato', 'datoer')} {date_text(days[0])}–{date_text(days[-1])}, kl. {times}"


def _money_lines(plan: Plan, problem: Problem) -> Iterator[str]:
    """The total and what it goes to."""
    if plan.cost is None:
        return
    yield f"Kostnad: {nok(plan.cost.total)} av {nok(problem.budget_nok)} ekskl. mva. (prislista er ubekreftede forvalg)"
    groups: dict[str, float] = {}
    for line in plan.cost.lines:
        vehicle = next((v.name for v in problem.scenario.vehicles if v.name in line.what), None)
        group = vehicle or (line.what if line.nok == 0 else "faste og midlertidige steder")
        groups[group] = groups.get(group, 0.0) + line.nok
    yield from (f"  {group}: {nok(amount)}" for group, amount in groups.items())


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Whether the plan is lawful: counts, then every finding."""
    counts = Counter(finding.severity for finding in findings)
    hard = counts[Severity.HARD]
    verdict = f"{hard} brudd på harde regler" if hard else "ingen brudd på harde regler"
    warnings = count(counts[Severity.WARNING], "advarsel", "advarsler")
    yield f"Lovlighet: {verdict}; {warnings}, {counts[Severity.CANNOT_JUDGE]} kan ikke vurderes ennå"
    for finding in findings:
        text = f"{SEVERITIES[finding.severity]} {finding.rule} ({finding.citation}): {finding.sentence}"
        yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")


def _errors(marks: Mapping[str, Any]) -> str:
    """Mean errors of walking minutes where the build measured them."""
    walk = marks.get("errors", {}).get("walk", {})
    known = [f"{decimal(walk[key])} min der den er {word}" for key, word in MARKS.items() if walk.get(key)]
    return f" Middelfeil til fots: {', '.join(known)}." if known else ""


def _uncovered(problem: Problem) -> str:
    """Districts where hardly any voter lives where the streets are in the data."""
    cells, voters = problem.dataset.cells, problem.dataset.cells.eligible[problem.scenario.demand.eligible]
    names = []
    for index, district in enumerate(problem.dataset.districts):
        here = cells.district == index
        if voters[here].sum() > 0 and voters[here & cells.covered].sum() < BARE_SHARE * voters[here].sum():
            names.append(district.name)
    return f" Så godt som uten gatenett i dataene: {', '.join(names)}." if names else ""


def _trust_lines(plan: Plan, problem: Problem) -> Iterator[str]:
    """What is approximate or assumed."""
    marks: Mapping[str, Any] = problem.dataset.figures.get("marks", {})
    nearest = marks.get("nearest", {})
    if nearest:
        shares = ", ".join(f"{_percent(nearest[key])} {word}" for key, word in MARKS.items() if key in nearest)
        text = (
            f"Reisetid til dagens nærmeste sted, andel av innbyggerne: {shares}.{_errors(marks)}{_uncovered(problem)}"
        )
        yield from textwrap.wrap(text, WIDTH)
    unverified = sum(not assumption.verified for assumption in plan.assumptions)
    yield f"Resultatet hviler på {unverified} ubekreftede antakelser; alle står i plan.json (assumptions)."
    unplaced = problem.dataset.unplaced_eligible.get(problem.scenario.demand.eligible, 0.0)
    if unplaced:
        yield f"{unplaced:.0f} stemmeberettigede hører ikke til noe sted i kildene og er ikke med."
