"""The whole planner on generated municipalities: seconds, gap and status, five seeds, medians.

    python -m benchmarks.planning [--case small|large] [--seeds 5] [--time-limit 60] [--goal mean_minutes] [--peer]

The places of :mod:`benchmarks.instances`; a dataset holds whole minutes, so they are
rounded here. A vehicle drives as fast as voters go, 30 km/h on straight lines, from a depot
at the premises nearest the middle. Synthetic: these are figures about the program, never
about a place. ``--peer`` solves the same nested count model with HiGHS alone.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.instances import METRES_PER_MINUTE, SIDE, minutes_between, places
from planner.domain.dataset import Dataset, District, Mode, Places, Site, SiteKind
from planner.domain.findings import Severity
from planner.domain.plan import Plan, ProvenanceEntry
from planner.optimise.access import build_stage_one
from planner.optimise.found import as_today
from planner.optimise.solve import solve_problem
from planner.optimise.solver import Solver
from planner.problem import Problem, build_problem
from planner.scenario import Scenario, load_scenario, parse_scenario

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
    "tiny": Size(points=600, premises=6, stops=6, vehicles=2, budget_nok=1_000_000),
    "small": Size(points=600, premises=60, stops=120, vehicles=2, budget_nok=3_000_000),
    "large": Size(points=15_000, premises=350, stops=120, vehicles=2, budget_nok=12_000_000),
}


def generated(size: Size, seed: int, goal: str = "mean_minutes") -> Problem:
    """A problem of a size; the same seed gives the same problem."""
    points, sites, weights = places(size.points, size.premises + size.stops, seed)
    found = _places(points, weights)
    between = _minutes(sites, sites)
    dataset = Dataset(
        name="generated",
        version="1",
        path=Path("generated"),
        sha256="0" * 64,
        municipality_id="0000",
        municipality_name="Prøve",
        minutes_limit=LIMIT_MINUTES,
        cells=found,
        points=found,
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
    middle = int(np.argmin(np.abs(sites[: size.premises] - SIDE / 2).max(axis=1)))
    return build_problem(dataset, _scenario(size, _site_id(middle, size), goal))


def _scenario(size: Size, depot: str, goal: str) -> Scenario:
    ids = [_site_id(number, size) for number in range(size.premises + size.stops)]
    plain = load_scenario(SCENARIO).to_plain()
    bus = {**plain["vehicles"][0], "depot": depot, "stops": ids[size.premises :], "min_days": 0}
    plain |= {
        "name": "generert",
        "objective": goal,
        "budget_nok": size.budget_nok,
        "vehicles": [{**bus, "id": f"buss-{n}", "name": f"Buss {n}"} for n in range(1, size.vehicles + 1)],
    }
    plain["stations"] |= {"existing": "free", "popup_sites": ids[: size.premises]}
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
    return np.minimum(np.rint(minutes_between(one, other)), LIMIT_MINUTES)


def solved(problem: Problem, given: argparse.Namespace, seed: int) -> tuple[float, float, Plan]:
    """CPU seconds, wall seconds and the plan."""
    wall, cpu = time.monotonic(), time.process_time()
    plan = solve_problem(problem, gap=given.gap, time_limit=given.time_limit, seed=seed)
    return time.process_time() - cpu, time.monotonic() - wall, plan


def peer(problem: Problem, gap: float, seconds: float, seed: int) -> tuple[float, float]:
    """CPU seconds and gap of HiGHS alone on the nested count model: no dates, no drives, no day is checked.

    Args:
        seconds: wall seconds it may take.
    """
    cpu = time.process_time()
    model = build_stage_one(problem)
    solver = Solver(model, seed=seed)
    solver.start_from(as_today(model))
    found = solver.run(gap=gap, time_limit=seconds)
    value, bound = found.value, found.bound
    return time.process_time() - cpu, (value - bound) / value if np.isfinite(value) else 1.0


def main() -> None:
    """Solve each seed and print a line, then the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", choices=CASES, default="small")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--gap", type=float, default=0.01)
    parser.add_argument("--time-limit", type=float, default=60.0, help="wall seconds of each plan")
    parser.add_argument("--goal", choices=("mean_minutes", "ede_minutes"), default="mean_minutes")
    parser.add_argument("--peer", action="store_true", help="also HiGHS alone, ten times the seconds, to our gap")
    given = parser.parse_args()
    cold = time.process_time()
    solved(generated(CASES["tiny"], 0, given.goal), given, 0)
    print(f"cold: {time.process_time() - cold:.1f} s CPU for a tiny case, loops compiled or loaded", flush=True)
    rows, ratios = [], []
    for seed in range(given.seeds):
        problem = generated(CASES[given.case], seed, given.goal)
        cpu, wall, plan = solved(problem, given, seed)
        rows.append((cpu, wall, plan.objective.gap))
        hard = sum(finding.severity is Severity.HARD for finding in plan.findings)
        kinds = {kind: sum(s.kind == kind for s in plan.stations) for kind in {s.kind for s in plan.stations}}
        print(
            f"seed {seed}: {cpu:6.1f} s CPU, {wall:6.1f} s, gap {plan.objective.gap:.2%}, "
            f"{plan.objective.value:.2f} min, {plan.cost.total:.0f} kr, {kinds}, {hard} hard",
            flush=True,
        )
        if given.peer:
            theirs, gap = peer(problem, plan.objective.gap, 10 * wall, seed)
            ratios.append(theirs / cpu)
            print(f"        HiGHS alone: {theirs:6.1f} s CPU, gap {gap:.2%}, {ratios[-1]:.1f} times ours", flush=True)
    cpu, wall, gap = (statistics.median(column) for column in zip(*rows, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"median: {cpu:.1f} s CPU, {wall:.1f} s, gap {gap:.2%}; peak {peak:.0f} MB")
    if ratios:
        print(f"median ratio of HiGHS alone: {statistics.median(ratios):.1f}")


if __name__ == "__main__":
    main()
