"""``team_day``: what one visiting team can do in one day.

In the model, per dates g that are alike for all visits:

    Σ_i m_i · v_ig ≤ teams · |g| · longest day

=====  =========================================================================================
m_i    minutes of a team that a visit takes at least, with half its drives (``least_visits``)
=====  =========================================================================================

The check recomputes each day of each team in a plan: one place at a time, time for overrun, take-down,
drive and set-up between visits, a break in a day that needs one, no longer out than may be, drives as
written that fit, and no place that is none of the list's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise

from planner.constraints.requirement import constraint, decimal
from planner.domain.clock import minute_of
from planner.domain.findings import Finding, Severity
from planner.domain.plan import Leg, Plan
from planner.evaluate.least_visits import least_visits
from planner.evaluate.team_days import Outing, Rules, day_rules, node_ids, outings, teams_of
from planner.law.wording import count, long_date, named
from planner.modelling import Model
from planner.problem import Problem, VisitWork

CONSTRAINT = constraint("team_day", "Besøkslagets dag", "visits", overridable=False)


def build(model: Model) -> None:
    """One row per dates that are alike."""
    problem, work = model.problem, model.problem.visits
    if work is None:
        return
    minutes, longest = least_visits(problem).minutes, day_rules(problem).longest
    for g, group in enumerate(work.groups):
        terms = [(minutes[key.need], v) for key, v in model.served.items() if key.group == g]
        if terms:
            room = float(longest * len(group))
            model.row(f"team_day[{group[0].isoformat()}]", terms, "<=", len(work.teams) * room, slack=room)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Every day of every team, from the stations' openings and the legs."""
    work = problem.visits
    if work is None:
        return
    rules, nodes = day_rules(problem), node_ids(problem, work)
    for outing in outings(plan, problem):
        unknown = [station for station, _ in outing.visits if station.id not in work.node]
        if unknown:
            yield _unlisted(outing, [station.id for station in unknown])
            continue
        yield from _too_tight(outing, work, rules)
        yield from _too_long(outing, rules)
        yield from _no_break(outing, work, rules)
        yield from _legs(outing, work, rules, nodes)


def _unlisted(outing: Outing, ids: list[str]) -> Finding:
    return CONSTRAINT.finding(
        f"Dagen til {outing.team} {long_date(outing.day)} kan ikke vurderes: {', '.join(ids)} står ikke på lista over "
        "institusjoner og fengsler, så kjøretida er ikke kjent. Før stedet inn i lista, eller bruk et kjøretøy.",
        (outing.team, *ids),
        severity=Severity.CANNOT_JUDGE,
    )


def _spare(outing: Outing, work: VisitWork, rules: Rules) -> list[int]:
    """Minutes between visits beyond overrun, take-down, drive and set-up; then those before the first and after all."""
    found = []
    for (here, one), (there, other) in pairwise(outing.visits):
        drive = int(work.drive_minutes[work.node[here.id], work.node[there.id]])
        needed = 0 if here.id == there.id else rules.after + drive + rules.before
        found.append(other.start_minute - one.end_minute - needed)
    (first, opening), (last, closing) = outing.visits[0], outing.visits[-1]
    first_drive = int(work.drive_minutes[0, work.node[first.id]])
    last_drive = int(work.drive_minutes[work.node[last.id], 0])
    found.append(opening.start_minute - rules.before - first_drive - outing.out)
    found.append(outing.back - closing.end_minute - rules.after - last_drive)
    return found


def _too_tight(outing: Outing, work: VisitWork, rules: Rules) -> Iterator[Finding]:
    for number, spare in enumerate(_spare(outing, work, rules)[:-2]):
        if spare < 0:
            here, there = outing.visits[number][0], outing.visits[number + 1][0]
            yield CONSTRAINT.finding(
                f"{outing.team} rekker ikke fra {named(here)} til {named(there)} {long_date(outing.day)}: det mangler "
                f"{count(-spare, 'minutt', 'minutter')} til buffer, nedrigging, kjøring og rigging.",
                (outing.team, here.id, there.id),
                measured=-spare,
                limit=0,
                unit="minutter for lite",
            )


def _too_long(outing: Outing, rules: Rules) -> Iterator[Finding]:
    hours, limit = (outing.back - outing.out) / 60, rules.longest / 60
    if outing.back - outing.out > rules.longest:
        yield CONSTRAINT.finding(
            f"{outing.team} er ute {decimal(hours)} timer {long_date(outing.day)}, over grensen på {decimal(limit)} "
            "timer. Flytt et besøk til en annen dag eller et annet lag.",
            (outing.team,),
            measured=round(hours, 4),
            limit=limit,
            unit="timer",
        )


def _no_break(outing: Outing, work: VisitWork, rules: Rules) -> Iterator[Finding]:
    longest = max(_spare(outing, work, rules))
    if outing.back - outing.out > rules.break_after and longest < rules.pause:
        yield CONSTRAINT.finding(
            f"{outing.team} er ute over {decimal(rules.break_after / 60)} timer {long_date(outing.day)} uten en pause "
            f"på {rules.pause} minutter mellom besøkene. Legg inn en pause, eller flytt et besøk.",
            (outing.team,),
            measured=max(0, longest),
            limit=rules.pause,
            unit="minutter",
        )


def _legs(outing: Outing, work: VisitWork, rules: Rules, nodes: Mapping[str, int]) -> Iterator[Finding]:
    """The written drives against the openings: complete, long enough, and on time."""
    if not outing.legs:
        yield CONSTRAINT.finding(
            f"Kjøreplanen for {outing.team} {long_date(outing.day)} mangler; åpningstidene er vurdert med tettest "
            "mulige kjøring.",
            (outing.team,),
            severity=Severity.WARNING,
        )
        return
    stops = [visit for n, visit in enumerate(outing.visits) if n == 0 or visit[0].id != outing.visits[n - 1][0].id]
    path = [0, *(work.node[station.id] for station, _ in stops), 0]
    if [(nodes.get(leg.from_), nodes.get(leg.to)) for leg in outing.legs] != list(pairwise(path)):
        yield CONSTRAINT.finding(
            f"Kjøreplanen for {outing.team} {long_date(outing.day)} går ikke mellom de stedene åpningstidene sier. "
            "Lag den på nytt.",
            (outing.team,),
        )
        return
    ends = [minute_of("00:00"), *_last_ends(outing)]
    for number, (leg, here, there) in enumerate(zip(outing.legs, path[:-1], path[1:], strict=True)):
        needs = int(work.drive_minutes[here, there])
        takes = minute_of(leg.arrive) - minute_of(leg.depart)
        late = number < len(stops) and minute_of(leg.arrive) > stops[number][1].start_minute - rules.before
        early = number > 0 and minute_of(leg.depart) < ends[number] + rules.after
        if takes < needs or late or early:
            yield _bad_leg(outing, leg, takes, needs)


def _last_ends(outing: Outing) -> list[int]:
    """When the last opening at each stop of the day ends."""
    found: list[tuple[str, int]] = []
    for station, opening in outing.visits:
        if found and found[-1][0] == station.id:
            found.pop()
        found.append((station.id, opening.end_minute))
    return [end for _, end in found]


def _bad_leg(outing: Outing, leg: Leg, takes: int, needs: int) -> Finding:
    return CONSTRAINT.finding(
        f"Kjøreturen {leg.from_}–{leg.to} for {outing.team} {long_date(outing.day)} ({leg.depart}–{leg.arrive}) går "
        f"ikke opp: den trenger {count(needs, 'minutt', 'minutter')}, og buffer, nedrigging og rigging må få plass.",
        (outing.team, leg.from_, leg.to),
        measured=takes,
        limit=needs,
        unit="minutter",
    )


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    teams = len(problem.visits.teams) if problem.visits else 0
    hours = decimal(day_rules(problem).longest / 60)
    return f"{count(teams, 'besøkslag', 'besøkslag')} er ute høyst {hours} timer om dagen hver (visits)."


def relaxed(problem: Problem, slack: float) -> str:
    """The least change, in words."""
    teams, more = teams_of(problem).teams, max(1, math.ceil(slack - 1e-6))
    return f"Øk antall besøkslag (visits.teams) fra {teams} til minst {teams + more}, eller gi dem lengre dager."
