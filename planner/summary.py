"""What ``valgplan plan`` prints: one screen that says what was planned, how sure, and whether it is lawful."""

from __future__ import annotations

import statistics
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from planner.constraints.registry import uses
from planner.constraints.requirement import Use, decimal, nok
from planner.domain.findings import Finding, ItemStatus, Severity
from planner.domain.plan import ObjectiveResult, Phase, Plan, SolveStatus, Station, StationKind
from planner.domain.supply import ShippingMethod
from planner.evaluate.access import mode_mix
from planner.evaluate.cost import EARLY, OWN_VOTERS, TEAMS
from planner.evaluate.distance import DistancePicture, DistrictDistance
from planner.evaluate.kept import announced, changed
from planner.evaluate.stock import item_name, stock_totals, whole
from planner.evaluate.trust import trust_sentences
from planner.exporters.hours import clock_text, date_text, join_words
from planner.law.rule import openings_in
from planner.law.wording import count, date_runs, long_date
from planner.objectives.registry import goals_of
from planner.objectives.words import bounded_plans, figure_text
from planner.problem import Problem

WIDTH = 110
NEXT_DATES = 2
"""So many of the checklist's due dates are named."""
KINDS = {
    StationKind.FIXED: ("fast sted", "faste steder"),
    StationKind.POPUP: ("midlertidig sted", "midlertidige steder"),
    StationKind.MOBILE_STOP: ("mobilt stopp", "mobile stopp"),
    StationKind.INSTITUTION: ("institusjon", "institusjoner"),
    StationKind.PRISON: ("fengsel", "fengsler"),
    StationKind.HOME_TEAM: ("ambulerende lag", "ambulerende lag"),
}
APART = (EARLY, *OWN_VOTERS.values(), TEAMS)
"""Groups of cost lines that are no ordinary stations."""
SEVERITIES = {
    Severity.HARD: "BRUDD",
    Severity.WARNING: "ADVARSEL",
    Severity.INFO: "OPPLYSNING",
    Severity.CANNOT_JUDGE: "KAN IKKE VURDERES",
}


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
    yield from _supply_lines(plan)
    yield from _queue_lines(plan, problem)
    yield ""
    yield from _money_lines(plan, problem)
    yield from tight_lines(plan, problem)
    yield from finding_lines(plan.findings)
    yield ""
    yield from checklist_lines(plan)
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
    yield from _goal_lines(plan, problem)


def kept_lines(plan: Plan, problem: Problem) -> Iterator[str]:
    """What of the announced is kept, and what is not, per place."""
    lost, everything = changed(plan, problem), announced(problem)
    yield f"Kunngjort: {len(everything) - len(lost)} av {count(len(everything), 'åpning', 'åpninger')} er beholdt"
    names = {site.id: site.name for site in problem.dataset.sites}
    for (site_id, stop), found in groupby(lost, key=lambda item: (item.site_id, item.stop)):
        slots = [item.slot for item in found]
        days = date_runs((slot.day for slot in slots), problem.dates)
        what = count(len(slots), "besøk" if stop else "åpning", "besøk" if stop else "åpninger")
        yield f"  {names.get(site_id, site_id)} ({site_id}): {what} endret eller borte, {days}"


def _goal_lines(plan: Plan, problem: Problem) -> Iterator[str]:
    """What was minimised, in order; each line ends with how good it is proven to be."""
    results = plan.objectives or tuple(filter(None, (plan.objective,)))
    goals = goals_of(problem)
    for number, (goal, result) in enumerate(zip(goals, results, strict=False)):
        order = f" {number + 1}" if len(goals) > 1 else ""
        where = "" if result.unit in ("kr", "åpninger") else " (på etterspørselspunkter)"
        yield f"  mål{order}: {goal.title}{where}: {objective_text(result)}"
    if len(goals) > 1:
        worst = "; ".join(f"mål {n + 1}: {decimal(100 * g.setting.tolerance)} %" for n, g in enumerate(goals[:-1]))
        yield f"  hvert mål er søkt med målene før høyst så mye dårligere: {worst}"


def objective_text(objective: ObjectiveResult) -> str:
    """Value, bound, gap and honest status of a goal."""
    proven = "bevist optimal" if objective.status is SolveStatus.OPTIMAL else "ikke bevist optimal"
    return (
        f"{figure_text(objective.value, objective.unit)}; ingen {bounded_plans(objective)} er bedre enn "
        f"{figure_text(objective.lower_bound, objective.unit)} (gap {decimal(100 * objective.gap, 2)} %"
        f"{_gap_text(objective)}, {proven}{_certified_text(objective)}, "
        f"{objective.seconds:.0f} s)"
    )


def _certified_text(objective: ObjectiveResult) -> str:
    """What can be checked without a solver."""
    bound = objective.certified_bound
    return "" if bound is None else f"; sertifikatet beviser {figure_text(bound, objective.unit)}"


def _gap_text(objective: ObjectiveResult) -> str:
    """Where the gap comes from, as far as it shows."""
    parts = objective.gap_parts
    if parts is None or round(objective.gap, 4) == 0:
        return ""
    named = (
        *(("plassering", parts.siting), ("kjøring", parts.tours)),
        *(("nok folk til køene", parts.capacity or 0.0), ("senere mål", parts.later_goals)),
    )
    return f", derav {join_words([f'{word} {decimal(100 * part, 2)} %' for word, part in named if round(part, 4)])}"


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
    """Counts, then one line for everything that is not as today, and tidligstemming."""
    ordinary = [station for station in plan.stations if openings_in(station, Phase.ORDINARY)]
    counts = Counter(station.kind for station in ordinary)
    yield "Åpne steder: " + ", ".join(count(counts[kind], *words) for kind, words in KINDS.items() if counts[kind])
    for kind in KINDS:
        if kind is not StationKind.FIXED:
            yield from (f"  {s.id:<8} {s.name}: {_hours(s, Phase.ORDINARY)}" for s in ordinary if s.kind is kind)
    early = [station for station in plan.stations if openings_in(station, Phase.EARLY)]
    yield "Tidligstemming: etter avtale" + (", og med faste tider:" if early else "; ingen faste tider")
    yield from (f"  {s.id:<8} {s.name}: {_hours(s, Phase.EARLY)}" for s in early)


def _hours(station: Station, phase: Phase) -> str:
    """When a station is open, in short; every date stands in the plan and on the map."""
    openings = openings_in(station, phase)
    days = sorted({opening.date for opening in openings})
    spans = sorted({(opening.start, opening.end) for opening in openings})
    times = join_words([f"{clock_text(start)}–{clock_text(end)}" for start, end in spans])
    visits = "" if len(openings) == len(days) else f"{len(openings)} besøk på "
    when = date_text(days[0]) if len(days) == 1 else f"{date_text(days[0])}–{date_text(days[-1])}"
    return f"{visits}{count(len(days), 'dato', 'datoer')} {when}, kl. {times}"


def _supply_lines(plan: Plan) -> Iterator[str]:
    """Expected votes, what is packed, when votes for other municipalities leave."""
    if plan.stock:
        own = sorted(station.own for station in plan.stock)
        other = sum(station.other for station in plan.stock)
        yield (
            f"Ventede forhåndsstemmer: {whole(sum(own))} fra egne velgere, per sted {whole(own[0])}–{whole(own[-1])} "
            f"(median {whole(statistics.median(own))}); {whole(other)} til andre kommuner (forventninger, ubekreftet)"
        )
        packed = (f"{whole(item.pieces)} {item_name(*key)}" for key, item in stock_totals(plan.stock).items())
        yield from textwrap.wrap(f"Pakkes: {'; '.join(packed)}", WIDTH, initial_indent="  ", subsequent_indent="    ")
    else:
        yield "Ventede forhåndsstemmer: ukjent (votes.expected_total); beholdning per sted er ikke regnet ut"
    if plan.shipping:
        express = sum(dispatch.method is ShippingMethod.EXPRESS for dispatch in plan.shipping)
        first, last = (date_text(plan.shipping[n].date) for n in (0, -1))
        yield (
            f"Stemmer til andre kommuner: {count(len(plan.shipping), 'forsendelse', 'forsendelser')} {first}–{last}, "
            f"{express} av dem ikke med ordinær brevpost"
        )


def _queue_lines(plan: Plan, problem: Problem) -> Iterator[str]:
    """How many stations are over the limit, and what enough persons would take."""
    capacity = plan.capacity
    if capacity is None:
        return
    judged = [station for station in capacity.stations if station.over is not None]
    own = [station for station in capacity.stations if station.own_crew and station.openings]
    limit = f"{problem.scenario.capacity.mean_wait_minutes:g}"
    if judged:
        over = sum(bool(station.over) for station in judged)
        yield from textwrap.wrap(
            f"Kø i den travleste timen: {over} av {count(len(judged), 'sted', 'steder')} som planen bemanner, er over "
            f"{limit} min ventetid i middel, når velgerne går til det raskeste stedet (ubekreftede forvalg)",
            WIDTH,
            subsequent_indent="    ",
        )
        if capacity.extra_person_hours:
            yield (
                f"  nok folk der: {whole(capacity.extra_person_hours)} persontimer mer, {nok(capacity.extra_nok)}; "
                f"høyst {capacity.most_persons} på jobb samtidig av poolens {problem.pool_persons}"
            )
    if own:
        needs = [max(need.persons_needed for need in station.openings) for station in own]
        text = (
            f"{count(len(own), 'sted', 'steder')} med egen bemanning trenger {min(needs)}–{max(needs)} personer i sin "
            f"travleste time, {whole(capacity.own_crew_person_hours)} persontimer i alt; om de har det, er ikke kjent"
        )
        yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")


def _money_lines(plan: Plan, problem: Problem) -> Iterator[str]:
    """The total and what it goes to."""
    if plan.cost is None:
        return
    yield f"Kostnad: {nok(plan.cost.total)} av {nok(problem.budget_nok)} ekskl. mva. (prislista er ubekreftede forvalg)"
    groups: dict[str, float] = {}
    for line in plan.cost.lines:
        vehicle = next((v.name for v in problem.scenario.vehicles if v.name in line.what), None)
        apart = next((name for name in APART if line.what.endswith(name)), None)
        group = vehicle or (line.what if line.nok == 0 else apart or "faste og midlertidige steder")
        groups[group] = groups.get(group, 0.0) + line.nok
    yield from (f"  {group}: {nok(amount)}" for group, amount in groups.items())


def tight_lines(plan: Plan, problem: Problem) -> Iterator[str]:
    """Limits with next to no room left: what would have to change before much more can be had."""
    tight = [use_text(use) for use in uses(plan, problem) if use.tight]
    text = f"Stramt: {'; '.join(tight)}" if tight else "Stramt: ingenting; det er rom under alle grensene"
    yield from textwrap.wrap(text, WIDTH, subsequent_indent="    ")


def use_text(use: Use) -> str:
    """``bemanningspoolen (…) 30 av 30 personer``."""
    of = "minst" if use.at_least else "av"
    if use.unit == "kr":
        return f"{use.what} {nok(use.measured)} {of} {nok(use.limit)}"
    measured, limit = (decimal(n, 0 if float(n).is_integer() else 1) for n in (use.measured, use.limit))
    return f"{use.what} {measured} {of} {limit} {use.unit}"


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


def checklist_lines(plan: Plan) -> Iterator[str]:
    """How much a person has to do, and what is due first."""
    left = [item for item in plan.checklist if item.status is ItemStatus.OPEN]
    done = sum(item.status is ItemStatus.DONE for item in plan.checklist)
    yield f"Sjekkliste: {count(len(left), 'punkt', 'punkter')} gjenstår, {done} gjort (valgplan checklist PLAN.json)"
    dated = sorted({item.due for item in left if item.due is not None})
    for day in dated[:NEXT_DATES]:
        rules = [item.rule for item in left if item.due == day]
        text = f"innen {long_date(day)}: {count(len(rules), 'punkt', 'punkter')} ({', '.join(rules)})"
        yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")


def _trust_lines(plan: Plan, problem: Problem) -> Iterator[str]:
    """What is approximate or assumed."""
    for sentence in trust_sentences(problem):
        yield from textwrap.wrap(sentence, WIDTH)
    unverified = sum(not assumption.verified for assumption in plan.assumptions)
    yield f"Resultatet hviler på {unverified} ubekreftede antakelser; alle står i plan.json (assumptions)."
