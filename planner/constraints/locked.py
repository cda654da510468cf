"""``locked``: today's stations stay as they are, forced places open, forbidden places do not.

    Σ_p x_p ≥ 1   over the patterns of every forced place
    w_s ≥ 1       at every forced stop

Locked stations are no variables at all; forbidden places are not in the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.constraints.requirement import constraint
from planner.domain.findings import Finding
from planner.domain.plan import STOP_SUFFIX, Phase, Plan
from planner.evaluate.access import site_id_of, station_site, station_slots
from planner.law.wording import count
from planner.modelling import Model
from planner.problem import Problem, merged_slots

CONSTRAINT = constraint("locked", "Låste, påkrevde og forbudte steder", "stations")


def build(model: Model) -> None:
    """One row per forced place that is not open anyway."""
    problem = model.problem
    for site_id in problem.scenario.stations.forced:
        column = problem.site_index[site_id]
        if not (problem.locked and column in problem.existing_sites):
            terms = [(1.0, model.runs[p]) for p, s in enumerate(problem.patterns) if s.site == column]
            model.row(f"locked[{site_id}]", terms, ">=", 1.0)
    for site_id in problem.scenario.stations.forced_stops:
        chosen = model.chosen.get(problem.site_index[site_id])
        terms = [] if chosen is None else [(1.0, chosen)]
        model.row(f"locked[{site_id}{STOP_SUFFIX}]", terms, ">=", 1.0)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Locked openings are all there; forced places are open, forbidden are not."""
    premises = {
        site_id_of(s.id): s
        for s in plan.stations
        if any(o.vehicle is None and o.phase is Phase.ORDINARY for o in s.opening)
        and station_site(problem, s) is not None
    }
    if problem.locked:
        for schedule in problem.existing:
            site = problem.dataset.sites[schedule.site]
            kept = merged_slots(station_slots(premises[site.id])) if site.id in premises else ()
            missing = [slot for slot in schedule.slots if not any(_covers(k, slot) for k in kept)]
            if missing:
                yield CONSTRAINT.finding(
                    f"{site.name} ({site.id}) er låst med dagens sted og åpningstider, men {len(missing)} av "
                    f"{count(len(schedule.slots), 'åpning', 'åpninger')} er borte, flyttet eller kortere. "
                    "Sett dem tilbake, eller velg «existing: free».",
                    (site.id,),
                    measured=len(schedule.slots) - len(missing),
                    limit=len(schedule.slots),
                    unit="åpninger",
                )
    for site_id in problem.scenario.stations.forced:
        if site_id not in premises:
            sentence = f"Stedet {site_id} er påkrevd (stations.forced), men er ikke åpent i planen."
            yield CONSTRAINT.finding(sentence, (site_id,), measured=0, limit=1, unit="åpne steder")
    stops = {site_id_of(s.id) for s in plan.stations if any(o.vehicle is not None for o in s.opening)}
    for site_id in problem.scenario.stations.forced_stops:
        if site_id not in stops:
            sentence = f"Ved {site_id} skal et kjøretøy ha stopp (stations.forced_stops), men planen har ingen der."
            yield CONSTRAINT.finding(sentence, (f"{site_id}{STOP_SUFFIX}",), measured=0, limit=1, unit="stopp")
    for station in plan.stations:
        if site_id_of(station.id) in problem.scenario.stations.forbidden:
            sentence = f"Stedet {station.id} er forbudt (stations.forbidden), men er åpent i planen."
            yield CONSTRAINT.finding(sentence, (station.id,), measured=1, limit=0, unit="åpne steder")


def _covers(outer: tuple[object, int, int], inner: tuple[object, int, int]) -> bool:
    return outer[0] == inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2]


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    stations = problem.scenario.stations
    lists = (("åpne", "forced", stations.forced), ("stopp for et kjøretøy", "forced_stops", stations.forced_stops))
    return " ".join(
        f"Disse stedene skal være {what}: {', '.join(ids)} (stations.{field})." for what, field, ids in lists if ids
    )


def relaxed(problem: Problem, slack: float) -> str:
    """The least change, in words."""
    return (
        "Fjern påkrevde steder fra stations.forced og forced_stops, eller gi dem et åpningsmønster eller et kjøretøy "
        "de kan bruke."
    )
