"""O2: the voter chooses alone and unseen, so every team has a screened booth (vl 6-9, V 2.10).

Also in a bus or a tent, and also in tidligstemming. The law gives no number of booths: one per
team that receives votes at the same time is our reading. A team is as many workers as must receive a
vote together (S2's number); a station with fewer has one team all the same. In institutions,
prisons and homes a booth is possible, not required (V 5.2): the workers see to it that nobody looks.

In the model, for each class of station whose known booths are fewer than its teams: as S2's rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.law.parameters import law_parameters
from planner.law.rule import Rule, RuleType, is_polling_place
from planner.law.wording import count, join, named

if TYPE_CHECKING:
    from planner.modelling import Model
    from planner.problem import Problem

RULE = Rule("O2", "Skjermet valgavlukke for hvert lag", "vl 6-9, V 2.10", RuleType.HARD)
PER_TEAM = "per_team"


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One hard finding per station with too few; one for all whose booths nobody has counted."""
    unknown = []
    for station in plan.stations:
        if not is_polling_place(station) or not station.opening:
            continue
        teams = max(teams_of(problem, opening.crew) for opening in station.opening)
        if station.booths is None:
            unknown.append(station.id)
        elif station.booths < teams:
            yield RULE.finding(
                f"{named(station)} har {count(station.booths, 'valgavlukke', 'valgavlukker')} til "
                f"{count(teams, 'lag', 'lag')} som tar imot stemmer. Sett opp minst {teams}, skjermet for innsyn, "
                "eller ha færre på jobb samtidig (ett per lag er vår lesning; loven gir ikke noe tall).",
                (station.id,),
                measured=station.booths,
                limit=teams,
                unit="valgavlukker",
            )
    if unknown:
        yield RULE.cannot_judge(
            f"Det er ikke kjent hvor mange skjermede valgavlukker {count(len(unknown), 'sted', 'steder')} har. "
            "Før tallet inn i planen (booths).",
            tuple(unknown),
            missing=len(unknown),
            unit="steder uten svar",
        )


def build(model: Model) -> None:
    """Rows ``O2[premises]`` and ``O2[<vehicle>]``, where a setting is too small; see the module."""
    problem = model.problem
    few = [(1.0, run) for run, p in zip(model.runs, problem.patterns, strict=True) if _few_at(problem, p.site)]
    today = sum(_few_at(problem, schedule.site) for schedule in problem.standing)
    if few or today:
        model.row("O2[premises]", few, "<=", -today)
    for f, fleet in enumerate(problem.fleets):
        if _too_few(problem, fleet.sample.booths, fleet.sample.crew):
            tours = [(1.0, tour) for key, tour in model.tours.items() if key.fleet == f]
            model.row(f"O2[{fleet.sample.id}]", tours, "<=", 0.0)


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    return f"Hvert lag har et skjermet valgavlukke (O2: {RULE.citation}); nå: {join(_settings(problem))}."


def relaxed(problem: Problem, _slack: float) -> str:
    """The least change, in words."""
    return f"Sett opp flere valgavlukker: {join(_settings(problem))}."


def teams_of(problem: Problem, crew: int) -> int:
    """Teams that can receive votes at the same time, at least one."""
    return max(1, crew // law_parameters().number("min_workers_present", problem.calendar.election))


def booths_of(problem: Problem, setting: int | str | None, crew: int) -> int | None:
    """Booths by a setting of the scenario; None where it says that they are not known."""
    return setting if setting is None or isinstance(setting, int) else teams_of(problem, crew)


def _too_few(problem: Problem, setting: int | str | None, crew: int) -> bool:
    booths = booths_of(problem, setting, crew)
    return booths is not None and booths < teams_of(problem, crew)


def _few_at(problem: Problem, site: int) -> bool:
    """Whether premises at a site have too few for those who are present there."""
    return _too_few(problem, problem.booths_setting(site), problem.crew_of(site))


def _settings(problem: Problem) -> list[str]:
    """Settings that are too small, with their values and what is needed."""
    stations = problem.scenario.stations
    parts = [("stations", stations.booths, stations.crew)]
    crews = {item.site: problem.crew_of(problem.site_index[item.site]) for item in problem.scenario.premises}
    parts += [(f"premises.{p.site}", p.booths, crews[p.site]) for p in problem.scenario.premises]
    parts += [(f"vehicles.{v.id}", v.booths, v.crew) for v in problem.scenario.vehicles]
    return [
        f"{name}.booths er {setting}, trengs {teams_of(problem, crew)}"
        for name, setting, crew in parts
        if _too_few(problem, setting, crew)
    ]
