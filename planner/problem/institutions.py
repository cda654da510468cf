"""The list of institutions against the dataset: a station's id says which place it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.domain.dataset import Dataset
from planner.domain.errors import Problem as Trouble
from planner.domain.plan import STOP_SUFFIX
from planner.problem.home import HOME_TEAM
from planner.problem.visits import TEAM
from planner.scenario import HERE, Scenario, readable


def institution_troubles(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    """Ids that the dataset gives to a site, too: a visit there would be taken for a station at that site."""
    sites = set(dataset.site_index())
    for item in readable(scenario.institutions or ()):
        if item.id.removesuffix(STOP_SUFFIX) in sites:
            remedy = "gi institusjonen en id som ikke står i datasettets sites.csv"
            yield Trouble("id-en er et sted i datasettet", HERE, f"institutions.{item.name}", item.id, remedy)


def team_start_troubles(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    """An unknown place for visiting teams to start from."""
    teams = scenario.visits
    if teams is not None and teams.start is not None and teams.start not in dataset.site_index():
        yield Trouble("ukjent sted", HERE, "visits.start", teams.start, "bruk en id fra datasettets sites.csv")


def team_id_troubles(_dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    """Ids that the plan needs for teams."""
    for item in readable(scenario.institutions or ()):
        yield from _ours("institutions", item.id)
    for vehicle in readable(scenario.vehicles):
        yield from _ours("vehicles", vehicle.id)


def _ours(place: str, known: str) -> Iterator[Trouble]:
    if re.fullmatch(rf"({TEAM}|{HOME_TEAM})-\d+", known):
        yield Trouble("id-en er et lags", HERE, place, known, "gi den en annen; planen bruker den selv")
