"""The siting engine beside named peers, in one process, by CPU time; run by hand.

    pip install . -r benchmarks/requirements.txt
    python -m benchmarks.siting --seeds 5 --peers spopt cbc highs scip cbc-30

Peers that are not installed are named as left out. Our own first call (cold: loops
are compiled or loaded) stands on a line of its own. CPU time counts child
processes, so CBC's is in it. Memory is the most that this process ever held, so
run a case alone to see its own.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator

import psutil

from benchmarks import siting_peers
from benchmarks.instances import graph, uniform, uniform_within
from benchmarks.siting_peers import PEERS, cpu
from planner.optimise import equitable_p_median, p_median

CASES = {
    "500 x 100": (lambda s: uniform(500, 100, s), 10, 1e-4),
    "2000 x 200": (lambda s: uniform(2000, 200, s), 15, 0.0),
    "2000 x 200 1 %": (lambda s: uniform(2000, 200, s), 15, 0.01),
    "5000 x 500 1 %": (lambda s: uniform(5000, 500, s), 20, 0.01),
    "5000 x 500": (lambda s: uniform(5000, 500, s), 20, 0.0),
    "15000 x 500 1 %": (lambda s: uniform(15000, 500, s), 20, 0.01),
    **{
        f"graph {n} p {p}": (lambda s, n=n: graph(n, s), p, 0.0)
        for n, p in (
            (100, 5),
            (100, 33),
            (200, 5),
            (200, 40),
            (400, 5),
            (400, 133),
            (600, 60),
            (900, 10),
            (900, 90),
            (900, 300),
        )
    },
}
PEER_CASES = {"500 x 100": ("spopt", "cbc", "highs", "scip"), "2000 x 200 1 %": ("cbc-30",)}


def most_memory() -> float:
    """GB that this process held at most (now, where the system does not tell)."""
    told = psutil.Process().memory_info()
    if hasattr(told, "peak_wset"):
        return float(told.peak_wset) / 1e9
    try:
        import resource
    except ImportError:
        return float(told.rss) / 1e9
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def ours(name: str, seeds: range, limit: float, asked_gap: float | None, *, thirds: bool) -> Iterator[str]:
    """Median CPU seconds, how many proven, worst gap; for the equitable kin too, then its time by the p-median's."""
    make, p, gap = CASES[name]
    gap = gap if asked_gap is None else asked_gap
    times = {}
    for kind in (p_median, equitable_p_median):
        seconds, gaps = [], []
        for seed in seeds:
            minutes, weights = make(seed)
            weights = weights / 3.0 if thirds else weights
            today = {} if kind is p_median else {"baseline_minutes": minutes.mean(axis=1)}
            begun = time.process_time()  # finer than the clock of children
            found = kind(minutes, weights, p, gap=gap, time_limit=limit, **today)
            seconds.append(time.process_time() - begun)
            gaps.append(found.gap)
        times[kind] = seconds
        proven = sum(g <= max(gap, 1e-6) for g in gaps)
        yield (
            f"{name:16} p={p:<3} {kind.__name__:18} "
            f"CPU s median {statistics.median(seconds):.3f} max {max(seconds):.3f}"
            f"  reached {proven}/{len(gaps)}  worst gap {max(gaps):.1e}  most memory {most_memory():.2f} GB"
        )
    ratios = [b / a for a, b in zip(times[p_median], times[equitable_p_median], strict=True)]
    yield (
        f"{name:16} equitable / p-median: by seed {' '.join(f'{r:.2f}' for r in ratios)}, "
        f"median {statistics.median(ratios):.2f}, of sums {sum(times[equitable_p_median]) / sum(times[p_median]):.2f}"
    )


def beside(name: str, seeds: range, peers: list[str]) -> Iterator[str]:
    """CPU time of each peer and seed beside ours, loops compiled, then the medians.

    A peer that its limit stopped is named; its ratio is then the least that it can be.
    """
    make, p, gap = CASES[name]
    for peer in peers:
        ratios, apart, theirs, stopped = [], [], [], 0
        for seed in seeds:
            minutes, weights = make(seed)
            mine, found = cpu(lambda m=minutes, w=weights: p_median(m, w, p, gap=gap))
            begun = time.monotonic()
            try:
                used, value = cpu(lambda m=minutes, w=weights, q=peer: PEERS[q](m, w, p, gap))
            except ImportError as missing:
                yield f"{name:16} {peer:6} left out: {missing}"
                break
            late = time.monotonic() - begun >= siting_peers.LIMIT
            stopped += late
            theirs.append(used)
            ratios.append(used / max(mine, 1e-2))  # the clock ticks in hundredths
            apart.append(value / found.objective - 1)
            yield (
                f"  seed {seed} {peer:6} CPU s {used:.1f}, ours {mine:.2f}, value/ours-1 {apart[-1]:+.1e}"
                f"{', not done' if late else ''}"
            )
        else:
            yield (
                f"{name:16} warm, {peer:6} CPU s median {statistics.median(theirs):.1f} max {max(theirs):.1f}  "
                f"ratio median {statistics.median(ratios):.0f} least {min(ratios):.0f}  not done after "
                f"{siting_peers.LIMIT:.0f} s: {stopped} of {len(theirs)}"
            )


def large() -> str:
    """100 000 x 1 000, sparse within 6 km."""
    matrix, weights = uniform_within(100_000, 1_000, 0, metres=6_000.0)
    used, found = cpu(lambda: p_median(matrix, weights, 50, gap=0.01, outside_minutes=12.0, time_limit=240.0))
    return f"100000 x 1000 p=50 {matrix.nnz} pairs: CPU {used:.1f}, gap {found.gap:.1e}, {most_memory():.2f} GB"


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=60.0, help="wall seconds of each of our runs")
    parser.add_argument("--gap", type=float, help="relative gap of our runs, for all cases alike")
    parser.add_argument("--thirds", action="store_true", help="weights a third: no bound of ours can be rounded up")
    parser.add_argument("--cases", nargs="*", default=list(CASES), choices=list(CASES))
    parser.add_argument("--peers", nargs="*", default=[], choices=list(PEERS))
    parser.add_argument("--peer-limit", type=float, default=siting_peers.LIMIT, help="wall seconds of a peer's run")
    parser.add_argument("--large", action="store_true", help="also 100 000 x 1 000, sparse within 6 km")
    asked = parser.parse_args()
    siting_peers.LIMIT = asked.peer_limit
    minutes, weights = uniform(500, 100, 0)
    for line in ("cold", "warm"):
        print(f"{line}: {cpu(lambda: p_median(minutes, weights, 10))[0]:.2f} CPU s on 500 x 100", flush=True)
    for kind in (p_median, equitable_p_median):  # every loop once: this instance needs a division
        kind(*uniform(2000, 200, 0), 15)
    for name in asked.cases:
        for line in ours(name, range(asked.seeds), asked.limit, asked.gap, thirds=asked.thirds):
            print(line, flush=True)
        for line in beside(name, range(asked.seeds), [q for q in PEER_CASES.get(name, ()) if q in asked.peers]):
            print(line, flush=True)
    if asked.large:
        print(large(), flush=True)


if __name__ == "__main__":
    main()
