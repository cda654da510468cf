"""The whole planner on generated municipalities: seconds, gap and status, five seeds, medians.

    python -m benchmarks.planning [--case small|large] [--seeds 5] [--time-limit 60]

Points, sites and stops lie uniformly in a square of 30 km; minutes = metres / 500, whole;
weights are whole numbers from 1 to 399. Synthetic: these are figures about the program,
never about a place.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planner.domain.dataset import Dataset, District, Mode, Places, Site, SiteKind
from planner.domain.findings import Severity
from planner.domain.plan import ProvenanceEntry
from planner.optimise.solve import solve_problem
from planner.problem import Problem, build_problem
from planner.scenario import load_scenario

SQUARE_M, METRES_PER_MINUTE = 30_000.0, 500.0
LIMIT_MINUTES = 90
SCENARIO = Path(__file__).parents[1] / "scenarios" / "oslo-fri.yaml"
ORIGIN = (59.9, 10.7)
DEGREES_PER_M = (1 / 111_195.0, 1 / 55_700.0)


@dataclass(frozen=True)
class Size:
    """How large a generated municipality is."""

    points: int
    premises: int
    stops: int
    vehicles: int
    budget_nok: float


CASES = {
    "small": Size(points=600, premises=60, stops=120, vehicles=2, budget_nok=3_000_000),
    "large": Size(points=15_000, premises=350, stops=120, vehicles=2, budget_nok=12_000_000),
}


def generated(size: Size, seed: int) -> Problem:
    """A problem of a size; the same seed gives the same problem."""
    random = np.random.default_rng(seed)
    points = random.uniform(0, SQUARE_M, (size.points, 2))
    sites = random.uniform(0, SQUARE_M, (size.premises + size.stops, 2))
    weights = random.integers(1, 400, size.points).astype(np.float64)
    places = _places(points, weights)
    between = _minutes(sites, sites).astype(np.float64)
    dataset = Dataset(
        name="generated",
        version="1",
        path=Path("generated"),
        sha256="0" * 64,
        municipality_id="0000",
        municipality_name="Prøve",
        minutes_limit=LIMIT_MINUTES,
        cells=places,
        points=places,
        point_cell=np.arange(size.points),
        cell_point=np.arange(size.points),
        sites=tuple(_site(number, size, where) for number, where in enumerate(sites)),
        districts=(
            District("01", "Alle", 0.0, turnout_is_municipal=False, electorate={"local": float(weights.sum())}),
        ),
        unavailable=(),
        minutes_cells_sites={mode: _minutes(points, sites).astype(np.uint8) for mode in Mode},
        minutes_points_cells={mode: np.zeros((0, 0), dtype=np.uint8) for mode in Mode},
        car_minutes_sites=between,
        car_km_sites=between * METRES_PER_MINUTE / 1000,
        unplaced_eligible={"local": 0.0},
        turnout_source="generert",
        provenance=(ProvenanceEntry("generert", "ingen", "2027", "benchmarks"),),
        areas={"type": "FeatureCollection", "features": []},
        orientation={"type": "FeatureCollection", "features": []},
        figures={},
    )
    middle = int(np.argmin(np.abs(sites[: size.premises] - SQUARE_M / 2).max(axis=1)))
    return build_problem(dataset, _scenario(size, _site_id(middle, size)))


def _scenario(size: Size, depot: str):
    ids = [_site_id(number, size) for number in range(size.premises + size.stops)]
    plain = load_scenario(SCENARIO).to_plain()
    bus = {**plain["vehicles"][0], "depot": depot, "stops": ids[size.premises :], "min_days": 0}
    plain |= {
        "name": "generert",
        "budget_nok": size.budget_nok,
        "vehicles": [{**bus, "id": f"buss-{n}", "name": f"Buss {n}"} for n in range(1, size.vehicles + 1)],
    }
    plain["stations"] |= {"existing": "free", "popup_sites": ids[: size.premises]}
    from planner.scenario import parse_scenario

    return parse_scenario(plain)


def _site_id(number: int, size: Size) -> str:
    return f"p{number:04d}" if number < size.premises else f"s{number:04d}"


def _site(number: int, size: Size, where: np.ndarray) -> Site:
    lat, lon = ORIGIN[0] + where[1] * DEGREES_PER_M[0], ORIGIN[1] + where[0] * DEGREES_PER_M[1]
    site_id = _site_id(number, size)
    kind = SiteKind.ELECTION_DAY
    return Site(
        site_id,
        site_id[1:],
        f"Sted {site_id}",
        "",
        "",
        "",
        lat,
        lon,
        kind,
        "hall",
        False,
        "01",
        "",
        True,
        accessible=True,
    )


def _places(points: np.ndarray, weights: np.ndarray) -> Places:
    count = len(points)
    return Places(
        ids=tuple(f"c{n:06d}" for n in range(count)),
        lat=ORIGIN[0] + points[:, 1] * DEGREES_PER_M[0],
        lon=ORIGIN[1] + points[:, 0] * DEGREES_PER_M[1],
        district=np.zeros(count, dtype=np.int64),
        subdistrict=("",) * count,
        eligible={"local": weights},
        covered=np.ones(count, dtype=bool),
    )


def _minutes(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    metres = np.hypot(*(one[:, None, axis] - other[None, :, axis] for axis in (0, 1)))
    return np.minimum(np.rint(metres / METRES_PER_MINUTE), LIMIT_MINUTES)


def main() -> None:
    """Solve each seed and print a line, then the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", choices=CASES, default="small")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--gap", type=float, default=0.01)
    parser.add_argument("--time-limit", type=float, default=60.0)
    given = parser.parse_args()
    rows = []
    for seed in range(given.seeds):
        problem = generated(CASES[given.case], seed)
        wall, cpu = time.monotonic(), time.process_time()
        plan = solve_problem(problem, gap=given.gap, time_limit=given.time_limit, seed=seed)
        rows.append((time.process_time() - cpu, time.monotonic() - wall, plan.objective.gap))
        hard = sum(finding.severity is Severity.HARD for finding in plan.findings)
        kinds = {kind: sum(s.kind == kind for s in plan.stations) for kind in {s.kind for s in plan.stations}}
        print(
            f"seed {seed}: {rows[-1][0]:6.1f} s CPU, {rows[-1][1]:6.1f} s, gap {rows[-1][2]:.2%}, "
            f"{plan.objective.value:.2f} min, {plan.cost.total:.0f} kr, {kinds}, {hard} hard",
            flush=True,
        )
    cpu, wall, gap = (statistics.median(column) for column in zip(*rows, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"median: {cpu:.1f} s CPU, {wall:.1f} s, gap {gap:.2%}; peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
