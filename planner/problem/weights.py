"""Who counts and how they travel: shares, needed dates, districts, weights, minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from planner.domain.dataset import BEYOND, Dataset, Floats, Mode, Places
from planner.law.calendar import Calendar, DayType, day_type
from planner.scenario import Scenario


def admissible_dates(calendar: Calendar) -> tuple[date, ...]:
    """The dates of the ordinary period on which stations may open; never a Sunday or a public holiday."""
    return tuple(d for d in calendar.ordinary_dates() if day_type(d) in (DayType.WEEKDAY, DayType.SATURDAY))


def mixed_minutes(dataset: Dataset, scenario: Scenario, matrices: dict[Mode, np.ndarray] | None = None) -> Floats:
    """(cells × sites) mean minutes over the mode mix; a mode that takes longer than T counts T."""
    limit = scenario.travel.unreached_minutes
    shares = {Mode.WALK: scenario.travel.walk, Mode.BIKE: scenario.travel.bike, Mode.CAR: scenario.travel.car}
    source = dataset.minutes_cells_sites if matrices is None else matrices
    total = np.zeros(next(iter(source.values())).shape)
    for mode, share in shares.items():
        if share:
            stored = source[mode].astype(np.float64)
            stored[source[mode] == BEYOND] = limit
            total += share * np.minimum(stored, limit)
    return np.round(total, 4)


def levels_of(scenario: Scenario, dates: Sequence[date]) -> tuple[Floats, np.ndarray, list[str]]:
    """Class shares and needed dates; a class with no admissible date is left out, visibly."""
    notes = []
    count = {str(kind): sum(day_type(d) is kind for d in dates) for kind in DayType}
    shares = np.array([c.share if count[c.days] else 0.0 for c in scenario.availability])
    for c in scenario.availability:
        if not count[c.days] and c.share:
            notes.append(f"Klassen «{c.name}» har ingen dato i perioden; andelen {c.share:.0%} er spredt på de andre.")
    needed = np.array(
        [[min(level.dates[c.id], max(count[c.days], 1)) for level in scenario.presence] for c in scenario.availability]
    )
    return shares / shares.sum(), needed, notes


def low_turnout_districts(dataset: Dataset, scenario: Scenario) -> tuple[int, ...]:
    """Lowest turnout first, the fewest districts that together hold at least the asked share of the electorate."""
    estimate = scenario.demand.eligible
    placed = [i for i, d in enumerate(dataset.districts) if not d.turnout_is_municipal]
    placed.sort(key=lambda i: (dataset.districts[i].turnout, dataset.districts[i].id))
    target = scenario.demand.low_turnout_share * sum(d.electorate[estimate] for d in dataset.districts)
    chosen, held = [], 0.0
    for i in placed:
        if held >= target:
            break
        chosen.append(i)
        held += dataset.districts[i].electorate[estimate]
    return tuple(sorted(chosen))


def counted_districts(dataset: Dataset, scenario: Scenario, low: Sequence[int]) -> frozenset[int]:
    """Indices of the districts whose voters count."""
    districts = scenario.demand.districts
    if districts == "all":
        return frozenset(range(len(dataset.districts)))
    if districts == "low_turnout":
        return frozenset(low)
    return frozenset(i for i, d in enumerate(dataset.districts) if d.id in districts)


def weights_of(dataset: Dataset, places: Places, scenario: Scenario, counted: frozenset[int]) -> Floats:
    """(places,) ω: expected non-voters or all eligible, 0 in districts that do not count."""
    weights = places.eligible[scenario.demand.eligible].copy()
    if scenario.demand.weight == "expected_non_voters":
        weights *= 1 - dataset.turnout_of(places)
    weights[~np.isin(places.district, sorted(counted))] = 0.0
    return weights
