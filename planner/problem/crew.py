"""The list of people and what places ask of them, against the dataset."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.dataset import Dataset
from planner.domain.errors import Problem as Trouble
from planner.scenario import HERE, Scenario, readable

KNOWN = "bruk id-en til et sted, et kjøretøy eller en institusjon"


def crew_troubles(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    """Homes and needs that name what does not exist."""
    places = {
        *dataset.site_index(),
        *(vehicle.id for vehicle in readable(scenario.vehicles)),
        *(item.id for item in readable(scenario.institutions or ())),
    }
    districts = {district.id for district in dataset.districts}
    for number, person in enumerate(readable(scenario.crew or ())):
        if person.home and person.home not in places | districts:
            yield Trouble("ukjent sted, kjøretøy eller bydel", HERE, f"crew.{number}.home", person.home, KNOWN)
    for number, need in enumerate(readable(scenario.roster.needs)):
        if need.at not in places:
            yield Trouble("ukjent sted eller kjøretøy", HERE, f"roster.needs.{number}.at", need.at, KNOWN)
    if scenario.crew is None and scenario.roster.needs:
        remedy = "legg til lista over personer (crew), eller ta bort roster.needs"
        yield Trouble("språk og bevis kan bare følges når personene er kjent", HERE, "roster.needs", remedy=remedy)
