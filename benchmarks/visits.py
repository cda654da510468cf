"""Oslo with made-up institutions: seconds, gap and cost of a plan in which teams visit them all, by seed, and medians.

    python -m benchmarks.visits [--visits 60] [--seeds 5] [--home] [--fixed-crews] [--time-limit 60]

The places are drawn by a seed among the dataset's populated cells. They are no real institutions, and no
figure here says anything about Oslo: it is about the program. The scenario is ``oslo-350000``.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from planner.dataset import load_dataset
from planner.domain.dataset import Dataset
from planner.domain.findings import Severity
from planner.domain.plan import Plan
from planner.evaluate.least_visits import least_visits
from planner.optimise.solve import solve_problem
from planner.optimise.visit_tours import Prices, usual_tours
from planner.problem import Problem, build_problem
from planner.scenario import Scenario, load_scenario, parse_scenario

HOME = Path(__file__).parents[1]
PRISONS = 2
CLOSED_SHARE = 0.3
"""So many of the places are closed on one date."""
MARK = "Oppdiktet (måling)"


def made_up(dataset: Dataset, number: int, seed: int) -> list[dict[str, Any]]:
    """Institutions and prisons at populated cells; the same seed gives the same ones."""
    random = np.random.default_rng(seed)
    cells = random.choice(len(dataset.cells), size=number, replace=False)
    found = []
    for n, cell in enumerate(cells.tolist()):
        item: dict[str, Any] = {
            "id": f"oppdiktet-{n + 1:02d}",
            "name": f"{MARK} {n + 1}",
            "kind": "prison" if n < PRISONS else "institution",
            "lat": float(dataset.cells.lat[cell]),
            "lon": float(dataset.cells.lon[cell]),
            "residents": int(random.integers(10, 120)),
        }
        if random.random() < CLOSED_SHARE:
            day = f"2027-08-{int(random.integers(11, 31)):02d}"
            item["closed"] = [{"first": day, "last": day}]
        found.append(item)
    return found


def scenario_of(dataset: Dataset, number: int, seed: int, *, home: bool, fixed_crews: bool = False) -> Scenario:
    """The scenario of Oslo with made-up visits."""
    plain = load_scenario(HOME / "scenarios" / "oslo-350000.yaml").to_plain()
    plain |= {"name": f"{MARK}: Oslo med {number} besøk", "institutions": made_up(dataset, number, seed)}
    plain |= {"home_voting": {} if home else None, "visits": None}
    return parse_scenario(with_crews(plain, fixed=fixed_crews))


def with_crews(plain: dict[str, Any], *, fixed: bool) -> dict[str, Any]:
    """A scenario with three persons everywhere, or with crews by the queues."""
    return {**plain, "capacity": {**plain.get("capacity", {}), "size_crews": not fixed}}


def tour_line(problem: Problem) -> str:
    """What the tours alone cost, against what they cost at least, and the time to make them."""
    started = time.process_time()
    tours = usual_tours(problem)
    took = time.process_time() - started
    work = problem.visits
    least = least_visits(problem)
    if work is None:
        return "ingen besøk"
    floor = least.rest_nok + sum(s * need.days for s, need in zip(least.shares, work.needs, strict=True))
    cost = sum(Prices(problem, work).of(tour) for tour in tours)
    return f"{len(tours)} turer, {cost:.0f} kr, minst {floor:.0f} kr ({(cost - floor) / cost:.1%}), {took:.2f} s CPU"


def plan_line(plan: Plan, seconds: float) -> str:
    """The plan's goal, its cost, its hard findings and the CPU time."""
    hard = Counter(finding.rule for finding in plan.findings if finding.severity is Severity.HARD)
    goal, cost = plan.objective, plan.cost
    if goal is None or cost is None:
        return "ingen plan"
    shown = f"{goal.value:.4f} {goal.unit}, grense {goal.lower_bound:.4f}, gap {goal.gap:.2%}"
    return f"{shown}; {cost.total:.0f} kr; harde funn {dict(hard)}; {seconds:.1f} s CPU"


def main() -> None:
    """Print what one run takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--home", action="store_true")
    parser.add_argument("--fixed-crews", action="store_true", help="three persons everywhere, whatever the queues")
    parser.add_argument("--time-limit", type=float, default=60.0)
    given = parser.parse_args()
    dataset = load_dataset(HOME / "data" / "oslo")
    rows = []
    for seed in range(given.seeds):
        scenario = scenario_of(dataset, given.visits, seed, home=given.home, fixed_crews=given.fixed_crews)
        problem = build_problem(dataset, scenario)
        print(f"seed {seed}: {tour_line(problem)}", flush=True)
        told: dict[str, float] = {}
        started = time.process_time()

        def tell(line: str, told: dict[str, float] = told, started: float = started) -> None:
            told[line.split()[0]] = time.process_time() - started

        plan = solve_problem(problem, gap=0.01, time_limit=given.time_limit, seed=seed, progress=tell)
        rows.append((told["Ferdig"], time.process_time() - started - told["Ferdig"], plan.objective.gap))
        print(f"        {plan_line(plan, rows[-1][0])}, vaktliste {rows[-1][1]:.1f} s", flush=True)
    seconds, roster, gap = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"median: {seconds:.1f} s CPU, {roster:.1f} s for roster and audit, gap {gap:.2%}")


if __name__ == "__main__":
    main()
