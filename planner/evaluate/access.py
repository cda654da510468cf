"""Minutes to the quickest station that suits, per place, class and presence level.

Every voter goes to the quickest station that suits; the measures follow the
definitions of the model:

    mean  = Σ ω a ρ t / Σ ω a ρ
    EDE   = T + ln(Σ ω a ρ e^{κ(t−T)} / Σ ω a ρ) / κ,   κ = ε Σ ω a ρ t⁰ / Σ ω a ρ (t⁰)²

===========  ==================================================================
ω            weight of a place (expected non-voters by default), persons
a, ρ         shares of availability classes and of presence levels
t, t⁰        minutes to the quickest station that suits, in the plan and today
T, ε         minutes of a voter without any such station; inequality aversion
===========  ==================================================================

Kolm–Pollak: Sheriff and Maguire (2020), Horton et al. (2024) for facility location.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.dataset import BEYOND, Floats, Mode
from planner.domain.plan import STOP_SUFFIX as STOP_SUFFIX
from planner.domain.plan import Accessibility, AccessMeasures, Plan, Station
from planner.problem import Problem, Schedule, Slot, class_dates
from planner.problem.nearest import nearest_cell as nearest_cell

SAME_PLACE_DEGREES = 0.0005
"""A station this near its site's coordinates (about 30 to 55 m) counts as standing at the site."""


@dataclass(frozen=True, eq=False)
class OpenStation:
    """A station as voters meet it.

    Attributes:
        points, cells: minutes from every demand point and every cell (mode mix).
        dates: (K,) number of different dates it counts for each class.
        snap_m: metres to the nearest populated cell where that stands in, None at a site of the dataset.
    """

    id: str
    points: Floats
    cells: Floats
    dates: tuple[int, ...]
    snap_m: float | None = None


def site_id_of(station_id: str) -> str:
    """The site of a station; a place used as pop-up and as bus stop is two stations."""
    return station_id.removesuffix(STOP_SUFFIX)


def station_site(problem: Problem, station: Station) -> int | None:
    """Column of the site a station stands at, None for a place of its own."""
    column = problem.site_index.get(site_id_of(station.id))
    if column is None or station.lat is None or station.lon is None:
        return column
    site = problem.dataset.sites[column]
    near = abs(station.lat - site.lat) <= SAME_PLACE_DEGREES and abs(station.lon - site.lon) <= 2 * SAME_PLACE_DEGREES
    return column if near else None


def station_slots(station: Station) -> tuple[Slot, ...]:
    """A station's openings as slots."""
    return tuple(Slot(o.date, o.start_minute, o.end_minute) for o in station.opening)


def open_stations(plan: Plan, problem: Problem) -> tuple[OpenStation, ...]:
    """Every public station of a plan that has a place; institutions, prisons and home teams serve their own.

    Only dates of the ordinary period count: those are the dates that presence levels speak of.
    """
    found = []
    ordinary = set(problem.dates)
    for station in plan.stations:
        if not station.open_to_all or station.lat is None or station.lon is None:
            continue
        slots = [slot for slot in station_slots(station) if slot.day in ordinary]
        dates = class_dates(slots, problem.classes, problem.scenario.presence_min_minutes)
        column = station_site(problem, station)
        if column is not None:
            minutes = problem.minutes[:, column], problem.cell_minutes[:, column]
            found.append(OpenStation(station.id, *minutes, dates))
        else:
            cell, metres = nearest_cell(problem.dataset, station.lat, station.lon)
            found.append(OpenStation(station.id, *snapped_minutes(problem, cell), dates, snap_m=metres))
    return tuple(found)


def scheduled_stations(problem: Problem, schedules: Iterable[Schedule]) -> tuple[OpenStation, ...]:
    """Stations that run given schedules (today's, for *before*)."""
    return tuple(
        OpenStation(
            problem.dataset.sites[s.site].id, problem.minutes[:, s.site], problem.cell_minutes[:, s.site], s.class_dates
        )
        for s in schedules
    )


def snapped_minutes(problem: Problem, cell: int) -> tuple[Floats, Floats]:
    """Minutes to a place that is no site: those to its nearest populated cell (approximate)."""
    dataset = problem.dataset
    travel, limit = problem.scenario.travel, problem.scenario.travel.unreached_minutes
    points = np.zeros(len(dataset.points))
    for mode, share in ((Mode.WALK, travel.walk), (Mode.BIKE, travel.bike), (Mode.CAR, travel.car)):
        stored = dataset.minutes_points_cells[mode][:, cell]
        points += share * np.where(stored == BEYOND, limit, np.minimum(stored, limit))
    return points, points[dataset.cell_point]


def suits(problem: Problem, dates: Sequence[int]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """(K, R): whether a station with these dates per class is open often enough."""
    enough: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = np.asarray(dates)[:, None] >= problem.needed_dates
    return enough


def segment_minutes(problem: Problem, stations: Sequence[OpenStation], *, cells: bool) -> Floats:
    """(places, K, R) minutes to the quickest station that suits, T where there is none."""
    limit = float(problem.scenario.travel.unreached_minutes)
    weights = problem.cell_weights if cells else problem.weights
    minutes = np.full((len(weights), *problem.needed_dates.shape), limit)
    enough = [suits(problem, station.dates) for station in stations]
    for k, r in np.ndindex(*problem.needed_dates.shape):
        columns = [s.cells if cells else s.points for s, ok in zip(stations, enough, strict=True) if ok[k, r]]
        if columns:
            minutes[:, k, r] = np.minimum(np.min(columns, axis=0), limit)
    return minutes


def segment_shares(problem: Problem) -> Floats:
    """(K, R) share of voters per class and presence level; sums to 1."""
    shares: Floats = problem.class_share[:, None] * problem.level_share[None, :]
    return shares


def place_minutes(problem: Problem, minutes: Floats) -> Floats:
    """(places,) mean minutes over a place's segments."""
    means: Floats = (minutes * segment_shares(problem)).sum(axis=(1, 2))
    return means


def mean_minutes(problem: Problem, minutes: Floats, weights: Floats) -> float:
    """Weighted mean minutes over all segments."""
    return float((place_minutes(problem, minutes) * weights).sum() / weights.sum())


def kappa(problem: Problem, today: Floats, weights: Floats) -> float | None:
    """κ of the Kolm–Pollak equivalent, None where every way is 0 minutes today."""
    shares = segment_shares(problem) * weights[:, None, None]
    squares = float((shares * today**2).sum())
    return problem.scenario.aversion * float((shares * today).sum()) / squares if squares > 0 else None


def minutes_today(problem: Problem, *, cells: bool) -> Floats:
    """(places, K, R) minutes with today's stations."""
    return segment_minutes(problem, scheduled_stations(problem, problem.existing), cells=cells)


def fixed_kappa(problem: Problem) -> float | None:
    """The one κ of a dataset and a scenario: from demand points, on which plans are made and bounded.

    The same for before, after and every comparison; it knows neither plan nor budget.
    """
    return kappa(problem, minutes_today(problem, cells=False), problem.weights)


def ede_minutes(problem: Problem, minutes: Floats, weights: Floats, factor: float | None) -> float | None:
    """Kolm–Pollak equally-distributed equivalent minutes."""
    if factor is None:
        return None
    shares = segment_shares(problem) * weights[:, None, None]
    # Any constant may stand for T; with the longest way of anyone nothing underflows however large κ is.
    longest = float(minutes[shares > 0].max())
    mean_exp = float((shares * np.expm1(factor * (minutes - longest))).sum() / shares.sum())
    return longest + float(np.log1p(mean_exp)) / factor


def mode_mix(problem: Problem) -> str:
    """The mode mix in Norwegian words."""
    travel = problem.scenario.travel
    return f"{travel.walk:.0%} til fots, {travel.bike:.0%} sykkel, {travel.car:.0%} bil".replace("%", " %")


def quickest_station(problem: Problem, stations: Sequence[OpenStation]) -> tuple[str, ...]:
    """Per demand point the station most of its voters go to: that of its largest segment with a station, "" if none."""
    shares = segment_shares(problem)
    chosen = [""] * len(problem.dataset.points)
    for k, r in sorted(np.ndindex(*shares.shape), key=lambda kr: shares[kr]):
        suited = [s for s in stations if suits(problem, s.dates)[k, r]]
        if suited:
            nearest = np.argmin([s.points for s in suited], axis=0)
            chosen = [suited[column].id for column in nearest]
    return tuple(chosen)


def accessibility(problem: Problem, minutes: Floats, factor: float | None) -> Accessibility:
    """Measures on cells: the whole municipality and each district; no groups, the data have none."""
    weights = problem.cell_weights
    total = _measures(problem, minutes, weights, np.ones(len(weights), dtype=bool), factor)
    by_district = {}
    everyone = _all_district_weights(problem)
    for index, district in enumerate(problem.dataset.districts):
        here = problem.dataset.cells.district == index
        if everyone[here].sum() > 0:
            by_district[district.name] = _measures(problem, minutes, everyone, here, factor)
    return Accessibility(
        total.mean_minutes, total.ede_minutes, total.max_minutes, total.share_within, by_district, by_group={}
    )


def _all_district_weights(problem: Problem) -> Floats:
    """Weights of every district, also of those that the scenario's goal leaves out: their figures are shown too."""
    cells = problem.dataset.cells
    weights = cells.eligible[problem.scenario.demand.eligible].copy()
    if problem.scenario.demand.weight == "expected_non_voters":
        weights *= 1 - problem.dataset.turnout_of(cells)
    return weights


def _measures(
    problem: Problem, minutes: Floats, weights: Floats, here: np.ndarray, factor: float | None
) -> AccessMeasures:
    inside, persons = minutes[here], weights[here]
    shares = segment_shares(problem) * persons[:, None, None]
    within = {
        str(x): round(float((shares * (inside <= x)).sum() / shares.sum()), 4) for x in problem.scenario.within_minutes
    }
    settled = problem.dataset.cells.eligible[problem.scenario.demand.eligible][here]
    counted = inside[(settled >= problem.scenario.max_minutes_persons) & (persons > 0)]
    ede = ede_minutes(problem, inside, persons, factor)
    return AccessMeasures(
        mean_minutes=round(mean_minutes(problem, inside, persons), 4),
        ede_minutes=None if ede is None else round(ede, 4),
        max_minutes=round(float(counted[:, :, 0].min(axis=1).max()), 4) if len(counted) else 0.0,
        share_within=within,
        weight=round(float(persons.sum()), 1),
    )
