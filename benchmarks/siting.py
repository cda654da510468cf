"""The siting engine beside named peers, in one process, by CPU time; run by hand.

    pip install . -r benchmarks/requirements.txt
    python -m benchmarks.siting --seeds 5 --peers spopt cbc highs scip

Peers that are not installed are named as left out. Our own first call (cold: loops
are compiled or loaded) stands on a line of its own. CPU time counts child
processes, so CBC's is in it.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable, Iterator
from typing import Any

import pulp

from benchmarks.instances import Floats, graph, uniform, uniform_within
from planner.optimise import equitable_p_median, p_median

LIMIT = 120.0
CASES = {
    "500 x 100": (lambda s: uniform(500, 100, s), 10, 1e-4),
    "2000 x 200": (lambda s: uniform(2000, 200, s), 15, 0.0),
    "5000 x 500 1 %": (lambda s: uniform(5000, 500, s), 20, 0.01),
    "5000 x 500": (lambda s: uniform(5000, 500, s), 20, 0.0),
    "15000 x 500": (lambda s: uniform(15000, 500, s), 20, 0.01),
    "graph 200 p 5": (lambda s: graph(200, s), 5, 0.0),
    "graph 200 p 40": (lambda s: graph(200, s), 40, 0.0),
    "graph 400 p 40": (lambda s: graph(400, s), 40, 0.0),
    "graph 900 p 300": (lambda s: graph(900, s), 300, 0.0),
}
PEER_CASES = ("500 x 100", "graph 200 p 5")


def cpu(run: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of this process and its children, and what the run answers."""
    before = os.times()
    answer = run()
    after = os.times()
    return sum(after[:4]) - sum(before[:4]), answer


def model(minutes: Floats, weights: Floats, p: int) -> Any:
    """The textbook model with one variable a pair."""
    rows, columns = minutes.shape
    lp = pulp.LpProblem("p_median", pulp.LpMinimize)
    x = [lp.add_variable(f"x{j}", cat="Binary") for j in range(columns)]
    y = [[lp.add_variable(f"y{i}_{j}", lowBound=0) for j in range(columns)] for i in range(rows)]
    lp += pulp.lpSum(weights[i] * minutes[i, j] * y[i][j] for i in range(rows) for j in range(columns))
    lp += pulp.lpSum(x) == p
    for i in range(rows):
        lp += pulp.lpSum(y[i]) == 1
        for j in range(columns):
            lp += y[i][j] <= x[j]
    return lp


def by_pulp(solver: Any) -> Callable[[Floats, Floats, int, float], float]:
    def run(minutes: Floats, weights: Floats, p: int, gap: float) -> float:
        lp = model(minutes, weights, p)
        lp.solve(solver(msg=False, gapRel=gap, timeLimit=LIMIT))
        return float(pulp.value(lp.objective))

    return run


def by_spopt(minutes: Floats, weights: Floats, p: int, gap: float) -> float:
    from spopt.locate import PMedian

    made = PMedian.from_cost_matrix(minutes, weights, p_facilities=p)
    made.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=gap, timeLimit=LIMIT), results=False)
    return float(pulp.value(made.problem.objective))


def by_scip(minutes: Floats, weights: Floats, p: int, gap: float) -> float:
    from pyscipopt import Model, quicksum

    rows, columns = minutes.shape
    made = Model()
    made.hideOutput()
    made.setParam("limits/gap", gap)
    made.setParam("limits/time", LIMIT)
    x = [made.addVar(vtype="B") for _ in range(columns)]
    y = [[made.addVar(lb=0) for _ in range(columns)] for _ in range(rows)]
    made.setObjective(quicksum(weights[i] * minutes[i, j] * y[i][j] for i in range(rows) for j in range(columns)))
    made.addCons(quicksum(x) == p)
    for i in range(rows):
        made.addCons(quicksum(y[i]) == 1)
        for j in range(columns):
            made.addCons(y[i][j] <= x[j])
    made.optimize()
    return float(made.getObjVal())


PEERS: dict[str, Callable[[Floats, Floats, int, float], float]] = {
    "spopt": by_spopt,
    "cbc": by_pulp(pulp.PULP_CBC_CMD),
    "highs": by_pulp(pulp.HiGHS),
    "scip": by_scip,
}


def ours(name: str, seeds: range, limit: float) -> Iterator[str]:
    """Median CPU seconds, how many proven, worst gap; for the equitable kin too."""
    make, p, gap = CASES[name]
    for kind in (p_median, equitable_p_median):
        seconds, gaps = [], []
        for seed in seeds:
            minutes, weights = make(seed)
            today = {} if kind is p_median else {"baseline_minutes": minutes.mean(axis=1)}
            used, found = cpu(lambda m=minutes, w=weights, t=today, k=kind: k(m, w, p, gap=gap, time_limit=limit, **t))
            seconds.append(used)
            gaps.append(found.gap)
        proven = sum(g <= max(gap, 1e-6) for g in gaps)
        yield (
            f"{name:16} p={p:<3} {kind.__name__:18} "
            f"CPU s median {statistics.median(seconds):.3f} max {max(seconds):.3f}"
            f"  reached {proven}/{len(gaps)}  worst gap {max(gaps):.1e}"
        )


def beside(name: str, seeds: range, peers: list[str]) -> Iterator[str]:
    """Ratio of CPU time, peer to ours."""
    make, p, gap = CASES[name]
    for peer in peers:
        ratios, apart = [], []
        for seed in seeds:
            minutes, weights = make(seed)
            mine, found = cpu(lambda m=minutes, w=weights: p_median(m, w, p, gap=gap))
            try:
                theirs, value = cpu(lambda m=minutes, w=weights, q=peer: PEERS[q](m, w, p, gap))
            except ImportError as missing:
                yield f"{name:16} {peer:6} left out: {missing}"
                break
            ratios.append(theirs / max(mine, 1e-3))
            apart.append(value / found.objective - 1)
        else:
            yield f"{name:16} {peer:6} median ratio {statistics.median(ratios):8.0f}  value/ours-1 {max(apart):+.1e}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=60.0, help="wall seconds of each of our runs")
    parser.add_argument("--cases", nargs="*", default=list(CASES), choices=list(CASES))
    parser.add_argument("--peers", nargs="*", default=[], choices=list(PEERS))
    parser.add_argument("--large", action="store_true", help="also 100 000 x 1 000, sparse within 6 km")
    asked = parser.parse_args()
    minutes, weights = uniform(40, 10, 0)
    for line, kind in (("cold", p_median), ("warm", p_median)):
        print(f"{line}: {cpu(lambda k=kind: k(minutes, weights, 3))[0]:.3f} CPU s on 40 x 10", flush=True)
    for name in asked.cases:
        for line in ours(name, range(asked.seeds), asked.limit):
            print(line, flush=True)
        if name in PEER_CASES:
            for line in beside(name, range(asked.seeds), asked.peers):
                print(line, flush=True)
    if asked.large:
        matrix, weights = uniform_within(100_000, 1_000, 0, metres=6_000.0)
        used, found = cpu(lambda: p_median(matrix, weights, 50, gap=0.01, outside_minutes=12.0, time_limit=240.0))
        print(f"100000 x 1000 p=50 {matrix.nnz} pairs: CPU {used:.1f}, gap {found.gap:.1e}", flush=True)


if __name__ == "__main__":
    main()
