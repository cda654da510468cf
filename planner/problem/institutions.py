"""The list of institutions against the dataset: a station's id says which place it is."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.dataset import Dataset
from planner.domain.errors import Problem as Trouble
from planner.domain.plan import STOP_SUFFIX
from planner.scenario import HERE, Scenario, readable


def institution_troubles(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    """Ids that the dataset gives to a site, too: a visit there would be taken for a station at that site."""
    sites = set(dataset.site_index())
    for item in readable(scenario.institutions or ()):
        if item.id.removesuffix(STOP_SUFFIX) in sites:
            remedy = "gi institusjonen en id som ikke står i datasettets sites.csv"
            yield Trouble("id-en er et sted i datasettet", HERE, f"institutions.{item.name}", item.id, remedy)
