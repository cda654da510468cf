"""A performance profile (Dolan and Moré 2002) of the siting engine and its peers; run by hand.

    python -m benchmarks.siting_profile --peers spopt cbc highs scip

36 instances, four kinds: which share of them each solver proves within so many times the CPU time of the fastest.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import numpy as np

from benchmarks import siting_peers
from benchmarks.instances import Floats, clustered, graph, roads, uniform
from benchmarks.siting_peers import PEERS, Peer, cpu
from planner.optimise import p_median

FACTORS = (1, 10, 30, 100, 300, 1000)
SIZES = ((80, 30, 3), (80, 30, 8), (120, 40, 5), (120, 40, 12), (160, 50, 8))
SAME = 1e-6
LEAST = 0.01
"""CPU seconds that the clock can tell."""


def instances() -> list[tuple[str, Floats, Floats, int]]:
    """Name, minutes, weights, p."""
    made = [
        (f"{kind.__name__} {rows} x {columns} p {p} seed {seed}", *kind(rows, columns, seed), p)
        for kind, (rows, columns, p), seed in itertools.product((uniform, clustered, roads), SIZES, (0, 1))
    ]
    return made + [
        (f"graph {n} p {p}", *graph(n, 0), p) for n, p in ((50, 3), (50, 16), (70, 5), (70, 20), (90, 5), (90, 30))
    ]


def ours(minutes: Floats, weights: Floats, p: int, gap: float) -> float:
    """Value found by the engine."""
    return p_median(minutes, weights, p, gap=gap).objective


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", nargs="*", default=[], choices=[name for name in PEERS if name != "cbc-30"])
    parser.add_argument("--limit", type=float, default=30.0, help="wall seconds of a peer's run")
    parser.add_argument("--picture", type=Path, help="where to draw it, if matplotlib is there")
    asked = parser.parse_args()
    siting_peers.LIMIT = asked.limit
    solvers: dict[str, Peer] = {"ours": ours, **{name: PEERS[name] for name in asked.peers}}
    warm = uniform(60, 20, 9)
    for run in solvers.values():
        run(*warm, 3, 0.0)
    cases = instances()
    used = np.full((len(cases), len(solvers)), np.inf)
    for n, (name, minutes, weights, p) in enumerate(cases):
        values = []
        for s, run in enumerate(solvers.values()):
            seconds, value = cpu(lambda r=run, m=minutes, w=weights, q=p: r(m, w, q, 0.0))
            values.append(value)
            used[n, s] = max(seconds, LEAST)
        used[n, np.array(values) > min(values) * (1 + SAME)] = np.inf
        print(f"{name:34}", *(f"{name} {t:.2f}" for name, t in zip(solvers, used[n], strict=True)), flush=True)
    ratio = used / used.min(axis=1)[:, None]
    print("within × of the fastest", *FACTORS)
    for s, name in enumerate(solvers):
        print(
            f"{name:10}",
            *(f"{np.mean(ratio[:, s] <= f):.2f}" for f in FACTORS),
            "median",
            np.median(ratio[:, s]).round(1),
        )
    if asked.picture:
        draw(ratio, list(solvers), asked.picture)


def draw(ratio: Floats, names: list[str], path: Path) -> None:
    """The curves as a picture."""
    from matplotlib import pyplot

    for s, name in enumerate(names):
        at = np.sort(ratio[:, s])
        pyplot.step(at, np.arange(1, len(at) + 1) / len(at), where="post", label=name)
    pyplot.xscale("log")
    pyplot.xlabel("CPU time, times the fastest")
    pyplot.ylabel("share of instances solved")
    pyplot.legend()
    pyplot.savefig(path)


if __name__ == "__main__":
    main()
