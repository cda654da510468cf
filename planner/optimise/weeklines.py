"""The least number of persons who cover one home team's ISO week, each with a lawful week: a flow of lines.

A *week line* is one person's shifts of a week: at most one a date. Lines are paths of a network whose nodes are

    (dates gone by, shifts so far, minutes so far, end of the last shift where it still binds, rested)

and whose arcs skip a date or work one run of stretches of it. With f_a lines of workers and g_a of leaders
and deputies on arc a (integers, conserved at every node), the model is that of set covering over **all** lawful
lines, without listing them:

    minimise  100 · Σ_{a out of the source} (f_a + g_a)  +  Σ_{a works} (f_a + g_a)
    Σ_{a covers e} (f_a + g_a) = heads_e,   Σ_{a covers e} g_a ≥ leads_e      for every stretch e

Rest between two weeks is the assignment's matter (:mod:`planner.optimise.people`). A line costs more than all
shifts of a week, so persons come first, then few shifts. Weeks that are alike are solved once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from planner.domain.clock import MINUTES_PER_DAY
from planner.evaluate.worktime import WEEK_DAYS, WorkLimits
from planner.optimise.smallmodel import SmallModel
from planner.optimise.solver import Outcome, Solver

PERSON_COST, SHIFT_COST, LEADER_COST = 100.0, 1.0, 0.01
MOST_ARCS = 2_000
"""Beyond this the days are divided as little as can be, and the least number of persons is no longer proven."""
NODES = 200
GAP = 1e-3


class Need(NamedTuple):
    """One stretch: minutes after midnight, persons, leaders among them."""

    start: int
    end: int
    heads: int
    leads: int


class DayNeed(NamedTuple):
    """One chain of a weekday (0 = Monday)."""

    weekday: int
    longest: int
    stretches: tuple[Need, ...]


class Run(NamedTuple):
    """A shift: stretches ``first`` to ``last`` (inclusive) of chain ``chain`` of the week."""

    chain: int
    first: int
    last: int


class Line(NamedTuple):
    """One person's week."""

    lead: bool
    runs: tuple[Run, ...]


class Week(NamedTuple):
    """A team's week. ``monday_from``: earliest start on any Monday, for the rest over a Sunday."""

    chains: tuple[DayNeed, ...]
    monday_from: int
    beside: int
    """Workers asked for beside the leaders."""


@dataclass(frozen=True)
class Lines:
    """What was found; no lines where there are none.

    Attributes:
        proven: no fewer persons can do it (or nobody can, where there are no lines).
        stuck: a run no lawful shift covers, where that is why.
    """

    lines: tuple[Line, ...] | None
    proven: bool
    stuck: Run | None = None


class Node(NamedTuple):
    """A state of a line after ``gone`` dates."""

    gone: int
    shifts: int
    minutes: int
    end: int
    rested: bool


class Arc(NamedTuple):
    """From node to node; ``run`` None where the date is free."""

    origin: int
    target: int
    run: Run | None


@lru_cache(maxsize=2048)
def week_lines(week: Week, limits: WorkLimits, seed: int = 0) -> Lines:
    """Fewest lines that cover a week."""
    stuck = _stuck(week)
    if stuck is not None:
        return Lines(None, proven=True, stuck=stuck)
    nodes, arcs = _network(week, limits)
    if len(arcs) <= MOST_ARCS:
        return _solve(week, nodes, arcs, seed)
    spans, coarser = _coarser(week)
    found = _solve(coarser, *_network(coarser, limits), seed)
    if found.lines is None:
        return Lines(None, proven=False)
    lines = (Line(line.lead, tuple(_finer(run, spans) for run in line.runs)) for line in found.lines)
    return Lines(tuple(lines), proven=False)


def _coarser(week: Week) -> tuple[list[list[tuple[int, int]]], Week]:
    """Stretches drawn together as far as one shift reaches; per chain which (first, last) each is made of."""
    all_spans, chains = [], []
    for chain in week.chains:
        spans: list[tuple[int, int]] = []
        for n, need in enumerate(chain.stretches):
            if spans:
                first, last = spans[-1]
                alike = chain.stretches[last].heads == need.heads
                if alike and need.end - chain.stretches[first].start <= chain.longest:
                    spans[-1] = (first, n)
                    continue
            spans.append((n, n))
        merged = (chain.stretches[first : last + 1] for first, last in spans)
        needs = tuple(Need(m[0].start, m[-1].end, m[0].heads, max(n.leads for n in m)) for m in merged)
        all_spans.append(spans)
        chains.append(chain._replace(stretches=needs))
    return all_spans, week._replace(chains=tuple(chains))


def _finer(run: Run, spans: list[list[tuple[int, int]]]) -> Run:
    """A run of drawn-together stretches as one of the stretches themselves."""
    there = spans[run.chain]
    return Run(run.chain, there[run.first][0], there[run.last][1])


def _stuck(week: Week) -> Run | None:
    """A stretch longer than any shift, or with too few persons for both leaders and workers."""
    for c, chain in enumerate(week.chains):
        for n, need in enumerate(chain.stretches):
            if need.end - need.start > chain.longest or need.leads + min(week.beside, need.heads) > need.heads:
                return Run(c, n, n)
    return None


def _runs(week: Week, weekday: int) -> Iterator[tuple[Run, int, int]]:
    """Shifts of one date, with start and end."""
    for c, chain in enumerate(week.chains):
        if chain.weekday != weekday:
            continue
        for first, opened in enumerate(chain.stretches):
            for last in range(first, len(chain.stretches)):
                if chain.stretches[last].end - opened.start <= chain.longest:
                    yield Run(c, first, last), opened.start, chain.stretches[last].end


def _network(week: Week, limits: WorkLimits) -> tuple[list[Node], list[Arc]]:
    """All nodes and arcs that a lawful line can use; the first node is the source, the last the sink."""
    runs = [list(_runs(week, day)) for day in range(WEEK_DAYS)]
    starts = [min((start for _, start, _ in found), default=None) for found in runs]
    rested = _always_rested(week, runs, limits)
    source = Node(0, 0, 0, 0, rested)
    index = {source: 0}
    arcs: list[Arc] = []
    level = [source]
    for day in range(WEEK_DAYS):
        following: dict[Node, None] = {}
        for node in level:
            for run, target in _steps(node, day, runs[day], limits):
                reached = _plainer(target, starts, limits, rested)
                following[reached] = None
                arcs.append(Arc(index[node], index.setdefault(reached, len(index)), run))
        level = list(following)
    final = week.monday_from + WEEK_DAYS * MINUTES_PER_DAY
    sink = len(index)
    arcs += [
        Arc(index[node], sink, None)
        for node in level
        if node.shifts and (node.rested or final - node.end >= limits.rest_week)
    ]
    nodes = [*index, Node(WEEK_DAYS + 1, 0, 0, 0, True)]
    return nodes, _useful(arcs, sink)


def _steps(
    node: Node, day: int, runs: list[tuple[Run, int, int]], limits: WorkLimits
) -> Iterator[tuple[Run | None, Node]]:
    yield None, node._replace(gone=day + 1)
    if node.shifts == limits.shifts:
        return
    for run, start, end in runs:
        begins, minutes = day * MINUTES_PER_DAY + start, node.minutes + end - start
        free = begins - node.end
        if minutes > limits.week or (node.end and free < limits.rest_day):
            continue
        rested = node.rested or free >= limits.rest_week
        yield run, Node(day + 1, node.shifts + 1, minutes, day * MINUTES_PER_DAY + end, rested)


def _plainer(node: Node, starts: list[int | None], limits: WorkLimits, always: bool) -> Node:
    """The same node without an end that no later shift can clash with, so that more lines meet in it."""
    if not always or not node.end:
        return node
    later = [day * MINUTES_PER_DAY + s for day, s in enumerate(starts) if s is not None and day >= node.gone]
    clash = later and later[0] - node.end < limits.rest_day
    return node if clash else node._replace(end=0)


def _always_rested(week: Week, runs: list[list[tuple[Run, int, int]]], limits: WorkLimits) -> bool:
    """Whether every line rests long enough after its last shift, before anybody's Monday."""
    latest = max((day * MINUTES_PER_DAY + end for day, found in enumerate(runs) for _, _, end in found), default=0)
    return WEEK_DAYS * MINUTES_PER_DAY + week.monday_from - latest >= limits.rest_week


def _useful(arcs: list[Arc], sink: int) -> list[Arc]:
    """Arcs from which the sink is reached; arcs come in order of their dates."""
    good, kept = {sink}, []
    for arc in reversed(arcs):
        if arc.target in good:
            good.add(arc.origin)
            kept.append(arc)
    return kept[::-1]


def _solve(week: Week, nodes: list[Node], arcs: list[Arc], seed: int) -> Lines:
    model = SmallModel()
    most = sum(need.heads for chain in week.chains for need in chain.stretches)
    flows = [[model.variable(high=most) for _ in arcs] for _ in range(2)]
    anyone_leads = any(need.leads for chain in week.chains for need in chain.stretches)
    for lead, columns in enumerate(flows):
        _conserve(model, nodes, arcs, columns)
        for arc, column in zip(arcs, columns, strict=True):
            person = PERSON_COST if arc.origin == 0 else 0.0
            model.cost(column, person + (SHIFT_COST + LEADER_COST * lead if arc.run is not None else 0.0))
            if lead and not anyone_leads:
                model.close_column(column)
    covering = _covering(arcs)
    for c, chain in enumerate(week.chains):
        for n, need in enumerate(chain.stretches):
            workers, leads = ([columns[a] for a in covering.get((c, n), ())] for columns in flows)
            model.row([(1.0, v) for v in (*workers, *leads)], "==", need.heads)
            if need.leads:
                model.row([(1.0, v) for v in leads], ">=", need.leads)
            if need.leads and week.beside:
                model.row([(1.0, v) for v in workers], ">=", week.beside)
    model.close()
    solution = Solver(model, seed=seed).run(gap=GAP, nodes=NODES, time_limit=float("inf"))
    if solution.values is None:
        return Lines(None, proven=solution.outcome is Outcome.INFEASIBLE)
    lines = [
        Line(bool(lead), path)
        for lead in (1, 0)
        for path in _paths(arcs, [round(float(solution.values[column])) for column in flows[lead]], len(nodes) - 1)
    ]
    shifts = sum(len(line.runs) for line in lines)
    proven = solution.bound > PERSON_COST * (len(lines) - 1) + shifts * (SHIFT_COST + LEADER_COST)
    return Lines(tuple(lines), proven)


def _conserve(model: SmallModel, nodes: list[Node], arcs: list[Arc], columns: list[int]) -> None:
    through: dict[int, list[tuple[float, int]]] = {}
    for arc, column in zip(arcs, columns, strict=True):
        through.setdefault(arc.origin, []).append((-1.0, column))
        through.setdefault(arc.target, []).append((1.0, column))
    for number in range(1, len(nodes) - 1):
        if number in through:
            model.row(through[number], "==", 0.0)


def _covering(arcs: list[Arc]) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    for a, arc in enumerate(arcs):
        if arc.run is not None:
            for n in range(arc.run.first, arc.run.last + 1):
                found.setdefault((arc.run.chain, n), []).append(a)
    return found


def _paths(arcs: list[Arc], flow: list[int], sink: int) -> Iterator[tuple[Run, ...]]:
    """Lines of a flow, the same every time."""
    leaving: dict[int, list[int]] = {}
    for a, arc in enumerate(arcs):
        if flow[a]:
            leaving.setdefault(arc.origin, []).append(a)
    while any(flow[a] for a in leaving.get(0, ())):
        node, runs = 0, []
        while node != sink:
            # The arc that most lines take: lines become more alike than by taking the first.
            taken = max((a for a in leaving[node] if flow[a]), key=lambda a: (flow[a], -a))
            flow[taken] -= 1
            run = arcs[taken].run
            if run is not None:
                runs.append(run)
            node = arcs[taken].target
        yield tuple(runs)
