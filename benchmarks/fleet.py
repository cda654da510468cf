"""Oslo with a larger fleet than it has: six buses, 300 stops at demand points, every place a pop-up site.

    python -m benchmarks.fleet [--stops 300] [--buses 6] [--seeds 5] [--fixed-crews] [--time-limit 120]

The stops are drawn by a seed among the demand points that a car reaches. They are no places anybody has looked at
or asked for, and no figure here says anything about Oslo: it is about the program. Minutes are the dataset's between
demand points and cells, both ways alike; kilometres follow the minutes as they do between its places. The rest is
the scenario ``oslo``.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.visits import MARK, plan_line, with_crews
from planner.dataset import load_dataset
from planner.domain.dataset import Dataset, Floats, Mode, Site, SiteKind
from planner.optimise.solve import solve_problem
from planner.problem import Problem, build_problem
from planner.scenario import load_scenario, parse_scenario

HOME = Path(__file__).parents[1]


def with_stops(dataset: Dataset, number: int, seed: int) -> Dataset:
    """The dataset with so many sites more, at demand points on car roads; the same seed gives the same ones."""
    car = dataset.minutes_points_cells[Mode.CAR]
    depot = dataset.site_index()["f1601"]
    reached = dataset.minutes_cells_sites[Mode.CAR][dataset.point_cell, depot] <= dataset.minutes_limit
    points = np.sort(np.random.default_rng(seed).choice(np.flatnonzero(reached), size=number, replace=False))
    at = dataset.point_cell[points]
    here = _finite(dataset, dataset.minutes_cells_sites[Mode.CAR][at])
    between = _finite(dataset, car[np.ix_(points, at)])
    minutes = np.block([[dataset.car_minutes_sites, here.T], [here, np.maximum(between, between.T)]])
    known = np.isfinite(dataset.car_minutes_sites) & (dataset.car_minutes_sites > 0)
    pace = float(np.median(dataset.car_km_sites[known] / dataset.car_minutes_sites[known]))
    km = minutes * pace
    km[: len(dataset.sites), : len(dataset.sites)] = dataset.car_km_sites
    return replace(
        dataset,
        sites=(*dataset.sites, *(_site(dataset, int(point), n) for n, point in enumerate(points))),
        minutes_cells_sites={
            mode: np.hstack([ways, dataset.minutes_points_cells[mode][points].T])
            for mode, ways in dataset.minutes_cells_sites.items()
        },
        car_minutes_sites=minutes,
        car_km_sites=km,
    )


def _finite(dataset: Dataset, stored: np.ndarray) -> Floats:
    """Minutes as numbers; inf beyond what the dataset keeps."""
    return np.where(stored > dataset.minutes_limit, np.inf, stored.astype(np.float64))


def _site(dataset: Dataset, point: int, number: int) -> Site:
    places = dataset.points
    where = (float(places.lat[point]), float(places.lon[point]))
    district = dataset.districts[int(places.district[point])].id
    text = ("", "", "")
    name = f"{MARK} stopp {number + 1}"
    kind, covered = SiteKind.ELECTION_DAY, bool(places.covered[point])
    return Site(f"z{number:03d}", f"{number:03d}", name, *text, *where, kind, "unknown", True, district, "", covered)


def generated(stops: int, buses: int, budget_nok: float, seed: int, *, fixed_crews: bool = False) -> Problem:
    """Oslo with a fleet of so many buses."""
    dataset = with_stops(load_dataset(HOME / "data" / "oslo"), stops, seed)
    plain = load_scenario(HOME / "scenarios" / "oslo.yaml").to_plain()
    bus = {**plain["vehicles"][0], "stops": [site.id for site in dataset.sites[-stops:]], "min_days": 0}
    plain |= {
        "name": f"{MARK}: Oslo med {buses} busser og {stops} stopp",
        "budget_nok": budget_nok,
        "vehicles": [{**bus, "id": f"buss-{n}", "name": f"Valgbuss {n}"} for n in range(1, buses + 1)],
    }
    return build_problem(dataset, parse_scenario(with_crews(plain, fixed=fixed_crews)))


def main() -> None:
    """Print a line a seed, then the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stops", type=int, default=300)
    parser.add_argument("--buses", type=int, default=6)
    parser.add_argument("--budget", type=float, default=3_000_000, help="NOK excl. VAT")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--gap", type=float, default=0.02)
    parser.add_argument("--time-limit", type=float, default=120.0, help="wall seconds")
    parser.add_argument("--fixed-crews", action="store_true", help="three persons everywhere, whatever the queues")
    given = parser.parse_args()
    rows = []
    for seed in range(given.seeds):
        problem = generated(given.stops, given.buses, given.budget, seed, fixed_crews=given.fixed_crews)
        started = time.process_time()
        plan = solve_problem(problem, gap=given.gap, time_limit=given.time_limit, seed=seed)
        rows.append((time.process_time() - started, plan.objective.gap if plan.objective else 1.0))
        print(f"seed {seed}: {plan_line(plan, rows[-1][0])}", flush=True)
    seconds, gap = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"median: {seconds:.1f} s CPU, gap {gap:.2%}")


if __name__ == "__main__":
    main()
