"""Joining dataset, scenario and calendar into one problem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from planner.domain.dataset import Dataset, SiteKind
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.law.calendar import DayType, day_type, election_calendar
from planner.problem.early import early_hours, early_nok, early_pool_troubles, early_troubles
from planner.problem.fleets import fleets_of, vehicles_without_stop
from planner.problem.institutions import institution_troubles
from planner.problem.patterns import candidate_patterns, existing_schedules
from planner.problem.types import Problem
from planner.problem.weights import counted_districts, levels_of, low_turnout_districts, mixed_minutes, weights_of
from planner.scenario import Scenario


def build_problem(dataset: Dataset, scenario: Scenario) -> Problem:
    """Join dataset, scenario and calendar.

    Raises:
        InputError: unknown sites or districts, contradictions, vehicles without a stop … all at once.
    """
    calendar = election_calendar(scenario.election, two_days=scenario.two_election_days)
    troubles = [*_unknown_names(dataset, scenario), *early_troubles(dataset, scenario, calendar)]
    troubles += institution_troubles(dataset, scenario)
    if troubles:
        raise InputError(troubles)
    dates = tuple(d for d in calendar.ordinary_dates() if day_type(d) in (DayType.WEEKDAY, DayType.SATURDAY))
    class_share, needed, notes = levels_of(scenario, dates)
    existing = tuple(existing_schedules(dataset, scenario, dates))
    low = low_turnout_districts(dataset, scenario)
    cell_minutes = mixed_minutes(dataset, scenario)
    counted = counted_districts(dataset, scenario, low)
    weights, cell_weights = (
        weights_of(dataset, places, scenario, counted) for places in (dataset.points, dataset.cells)
    )
    if not weights.sum() > 0:
        raise InputError(Trouble("ingen velgere å planlegge for: alle vekter er 0", "scenario", "demand"))
    early = early_hours(dataset, scenario, calendar)
    today = {schedule.site for schedule in existing}
    problem = Problem(
        dataset=dataset,
        scenario=scenario,
        calendar=calendar,
        dates=dates,
        class_share=class_share,
        level_share=np.array([level.share for level in scenario.presence]),
        needed_dates=needed,
        weights=weights,
        cell_weights=cell_weights,
        minutes=cell_minutes[dataset.point_cell],
        cell_minutes=cell_minutes,
        existing=existing,
        patterns=tuple(candidate_patterns(dataset, scenario, dates, existing)),
        fleets=fleets_of(dataset, scenario),
        low_turnout=low,
        before_nok=sum(schedule.nok for schedule in existing),
        notes=tuple(notes),
        early=early,
        early_nok=sum(early_nok(scenario, hours, today=hours.site in today) for hours in early),
    )
    if troubles := list(early_pool_troubles(early, problem.pool_persons)):
        raise InputError(troubles)
    return problem


def _unknown_names(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    known = set(dataset.site_index())
    remedy = "bruk en id fra datasettets sites.csv"
    lists: list[tuple[str, Sequence[str]]] = [
        ("stations.forced", scenario.stations.forced),
        ("stations.forbidden", scenario.stations.forbidden),
        ("votes.envelope_stations", scenario.votes.envelope_stations),
    ]
    if scenario.stations.popup_sites != "all":
        lists.append(("stations.popup_sites", tuple(scenario.stations.popup_sites)))
    for vehicle in scenario.vehicles:
        lists.append((f"vehicles.{vehicle.id}.depot", (vehicle.depot,)))
        if vehicle.stops != "all":
            lists.append((f"vehicles.{vehicle.id}.stops", vehicle.stops))
    for place, ids in lists:
        for site_id in ids:
            if site_id not in known:
                yield Trouble("ukjent sted", "scenario", place, site_id, remedy)
    for site_id in sorted(set(scenario.stations.forced) & set(scenario.stations.forbidden)):
        yield Trouble("stedet er både påkrevd og forbudt", "scenario", "stations", site_id, "velg én av dem")
    if scenario.stations.existing == "locked":
        today = {site.id for site in dataset.sites if site.kind is SiteKind.ADVANCE and site.hours}
        for site_id in sorted(today & set(scenario.stations.forbidden)):
            remedy = "fjern det fra stations.forbidden, eller velg «existing: free»"
            yield Trouble("dagens sted er både låst og forbudt", "scenario", "stations.forbidden", site_id, remedy)
    yield from vehicles_without_stop(dataset, scenario)
    districts = scenario.demand.districts
    if not isinstance(districts, str):
        known_districts = {d.id for d in dataset.districts}
        for district in districts:
            if district not in known_districts:
                yield Trouble("ukjent bydel", "scenario", "demand.districts", district, "bruk id fra districts.csv")
    if scenario.demand.eligible not in dataset.cells.eligible:
        yield Trouble("anslaget finnes ikke i datasettet", "scenario", "demand.eligible", scenario.demand.eligible)
    if scenario.travel.unreached_minutes > dataset.minutes_limit:
        value = str(scenario.travel.unreached_minutes)
        remedy = f"datasettet kjenner reisetider til {dataset.minutes_limit} minutter"
        yield Trouble("for stort", "scenario", "travel.unreached_minutes", value, remedy)
