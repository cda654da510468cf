"""The dataset as the scenario knows it: facts about premises before those of the dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from planner.domain.dataset import Dataset, Site, Unavailable
from planner.domain.errors import Problem as Trouble
from planner.problem.edits import banned_whole, crew_at
from planner.scenario import HERE, PremisesFacts, Scenario, readable

SAME = (
    "accessible", "accessible_checked_on", "accessible_checked_by", "mobile_coverage", "booking", "owner", "power",
    "parking_permit", "keys",
)  # fmt: skip
"""Facts that the dataset has by the same names."""


def with_facts(dataset: Dataset, scenario: Scenario) -> Dataset:
    """Sites and times of a dataset with what the scenario says of them; done twice it is as done once."""
    if not scenario.premises:
        return dataset
    facts = {item.site: item for item in scenario.premises}
    sites = tuple(_known(site, facts[site.id]) if site.id in facts else site for site in dataset.sites)
    taken = (one for item in scenario.premises for one in _taken(item))
    return replace(dataset, sites=sites, unavailable=tuple(dict.fromkeys((*dataset.unavailable, *taken))))


def premises_troubles(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    """Places that are unknown, or described twice."""
    known, times = dataset.site_index(), Counter[str]()
    for number, item in enumerate(readable(scenario.premises)):
        place = f"premises.{number}.site"
        times[item.site] += 1
        if item.site not in known:
            yield Trouble("ukjent sted", HERE, place, item.site, "bruk en id fra datasettets sites.csv")
        elif times[item.site] == 2:
            yield Trouble("stedet står to ganger", HERE, place, item.site, "skriv alt om stedet på ett sted")


def room_troubles(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    """Places that may be chosen and have no room for those who shall be present."""
    locked = {site.id for site in dataset.sites if site.hours} if scenario.stations.existing == "locked" else set()
    for number, item in enumerate(scenario.premises):
        if item.most_crew is None or item.site in locked or banned_whole(scenario, item.site, stop=False):
            continue
        if item.most_crew < (crew := crew_at(scenario, item.site)):
            remedy = "sett en mindre bemanning der (pins med crew), eller forby stedet (forbid)"
            message = f"det er ikke plass til bemanningen, som er {crew}"
            yield Trouble(message, HERE, f"premises.{number}.most_crew", str(item.most_crew), remedy)


def _known(site: Site, facts: PremisesFacts) -> Site:
    said: dict[str, Any] = {name: getattr(facts, name) for name in SAME}
    return replace(site, **{name: value for name, value in said.items() if value not in (None, "")})


def _taken(facts: PremisesFacts) -> Iterator[Unavailable]:
    for one in facts.unavailable:
        start, _, end = (one.block or "00:00-24:00").partition("-")
        week = frozenset(range(7))
        yield Unavailable(facts.site, one.date, one.until or one.date, week, start, end, one.reason, verified=True)
