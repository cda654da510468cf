"""Stage 1 as a linear model: the only maker of decision variables.

For a segment (i, k, r) let d_1 < d_2 < … be the different minutes of its candidate
stations and v_h = 1 if none of those within d_h suits (radius form; Cornuéjols,
Nemhauser and Wolsey 1980, sparse as in García, Labbé and Marín 2011):

    v_1 ≥ 1 − Σ_{j: t_ij = d_1} z_jkr,      v_h ≥ v_{h−1} − Σ_{j: t_ij = d_h} z_jkr
    minimise Σ ω a ρ [ f(d_1) + Σ_h (f(d_{h+1}) − f(d_h)) v_h ]

with f the objective's value of minutes, and d beyond the last candidate that of the
quickest locked station that suits, else T. Its LP bound equals that of the model with
assignments y_ijkr, with far fewer columns because minutes repeat. Presence:

    premises  z_jkr = Σ x_jp over patterns with at least m_kr dates of class k
    stops     Σ_r (m_kr − m_k,r−1) z_skr ≤ Σ_{b of class k} n_sb,  z_sk1 ≥ z_sk2 ≥ …

Where nothing is locked only the nearest candidates of a point are listed; the next
one's minutes then stand for every station farther away, which can only lower the
value: the bound stays a bound, and the plan's value is recomputed without the model.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pulp

from planner.constraints import registry as constraints
from planner.domain.dataset import Floats
from planner.evaluate.access import scheduled_stations, segment_minutes, segment_shares
from planner.law import registry as law
from planner.modelling import Sense, Term, TourKey, Variable, VisitKey
from planner.objectives.registry import Objective, objective_of
from planner.problem import Problem

SENSES = {"<=": pulp.LpConstraintLE, ">=": pulp.LpConstraintGE, "==": pulp.LpConstraintEQ}


@dataclass
class StageOne:
    """The model facade and what is needed to read a solution back.

    Attributes:
        constant: part of the objective that no decision changes.
        row_slack: per row name, by how much its right side gives way (0: never).
    """

    problem: Problem
    nearest: int | None = None
    lp: pulp.LpProblem = field(init=False)
    columns: list[pulp.LpVariable] = field(default_factory=list)
    runs: list[Variable] = field(default_factory=list)
    visits: dict[VisitKey, Variable] = field(default_factory=dict)
    first_at: dict[VisitKey, Variable] = field(default_factory=dict)
    last_at: dict[VisitKey, Variable] = field(default_factory=dict)
    chosen: dict[int, Variable] = field(default_factory=dict)
    tours: dict[TourKey, Variable] = field(default_factory=dict)
    row_slack: dict[str, float] = field(default_factory=dict)
    constant: float = 0.0
    _premises: dict[tuple[int, frozenset[int]], Variable] = field(default_factory=dict)
    _costs: dict[Variable, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lp = pulp.LpProblem("valgplan", pulp.LpMinimize)

    def variable(self, name: str, *, low: float = 0.0, high: float | None = None, integer: bool = False) -> Variable:
        """See :class:`planner.modelling.Model`."""
        category = pulp.LpInteger if integer else pulp.LpContinuous
        # PuLP rewrites characters of names, so names are numbers and the meaning is kept here.
        self.columns.append(self.lp.add_variable(f"c{len(self.columns)}", low, high, category))
        return Variable(len(self.columns) - 1)

    def row(self, name: str, terms: Iterable[Term], sense: Sense, rhs: float, *, slack: float = 1.0) -> None:
        """See :class:`planner.modelling.Model`."""
        summed: dict[pulp.LpVariable, float] = {}
        for coefficient, variable in terms:
            column = self.columns[variable]
            summed[column] = summed.get(column, 0.0) + coefficient
        if name in self.row_slack:
            raise KeyError(f"row name used twice: {name}")
        self.row_slack[name] = slack
        self.lp.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(summed), SENSES[sense], name, rhs))

    def cost(self, variable: Variable, coefficient: float) -> None:
        """Add to a variable's coefficient in the objective."""
        self._costs[variable] = self._costs.get(variable, 0.0) + coefficient

    def close(self) -> None:
        """Hand the objective to PuLP, without its constant (HiGHS gets that as an offset)."""
        # Every column is named, also one that no row has: PuLP would otherwise not know it.
        costs = {column: self._costs.get(Variable(v), 0.0) for v, column in enumerate(self.columns)}
        self.lp.setObjective(pulp.LpAffineExpression(costs))


def build_stage_one(problem: Problem, *, nearest: int | None = None) -> StageOne:
    """Build the whole model.

    Args:
        problem: the problem.
        nearest: list only this many candidate places per demand point (None: all that matter).
    """
    model = StageOne(problem, nearest)
    build_requirements(model)
    _access(model, objective_of(problem))
    model.close()
    return model


def build_requirements(model: StageOne) -> None:
    """Decisions, constraints and law, without the voters' ways: enough for questions of feasibility."""
    _decisions(model)
    constraints.bind(model)
    law.bind(model)


def _decisions(model: StageOne) -> None:
    """x, n, f, l, w, q and the rows that define them."""
    problem = model.problem
    at_site: dict[int, list[Variable]] = {}
    for number, schedule in enumerate(problem.patterns):
        run = model.variable(f"x[{number}]", high=1, integer=True)
        model.runs.append(run)
        at_site.setdefault(schedule.site, []).append(run)
    for site, runs in at_site.items():
        if len(runs) > 1:
            model.row(f"one_pattern[{site}]", [(1.0, run) for run in runs], "<=", 1.0, slack=0.0)
    for f, fleet in enumerate(problem.fleets):
        for blocks in _tour_blocks(problem, f):
            days = len(problem.dates_of(fleet.blocks[blocks[0]].day_type)) * len(fleet.vehicles)
            key = TourKey(f, blocks)
            model.tours[key] = model.variable(f"q[{key}]", high=days, integer=True)
        for site in fleet.stops:
            if _drivable(problem, fleet.depot, site):
                _stop(model, f, site)


def _drivable(problem: Problem, depot: int, site: int) -> bool:
    there, back = problem.dataset.car_minutes_sites[[depot, site], [site, depot]]
    return bool(np.isfinite(there) and np.isfinite(back))


def _stop(model: StageOne, f: int, site: int) -> None:
    """Variables of one stop of one fleet."""
    problem, fleet = model.problem, model.problem.fleets[f]
    by_day: dict[str, list[int]] = {}
    for b, block in enumerate(fleet.blocks):
        by_day.setdefault(block.day_type, []).append(b)
    for kind, blocks in by_day.items():
        dates = len(problem.dates_of(fleet.blocks[blocks[0]].day_type))
        if not dates:
            continue
        for b in blocks:
            key = VisitKey(f, site, b)
            visit = model.visits[key] = model.variable(f"n[{key}]", high=dates, integer=True)
            # The earliest block of a day type is always a tour's first, the latest its last.
            model.first_at[key] = visit if b == blocks[0] else model.variable(f"f[{key}{kind}]")
            model.last_at[key] = visit if b == blocks[-1] else model.variable(f"l[{key}{kind}]")
    if site not in model.chosen:
        model.chosen[site] = model.variable(f"w[{site}]", high=1, integer=True)


def _tour_blocks(problem: Problem, f: int) -> Iterator[tuple[int, ...]]:
    """Sets of blocks of one day type that fit within the longest time out even without driving."""
    fleet = problem.fleets[f]
    vehicle = fleet.sample
    around = vehicle.setup_minutes + vehicle.overrun_minutes + vehicle.takedown_minutes
    for kind in dict.fromkeys(block.day_type for block in fleet.blocks):
        blocks = [b for b, block in enumerate(fleet.blocks) if block.day_type == kind]
        if not problem.dates_of(kind):
            continue
        for size in range(1, len(blocks) + 1):
            for chosen in itertools.combinations(blocks, size):
                out = fleet.blocks[chosen[-1]].end - fleet.blocks[chosen[0]].start + around
                if out <= vehicle.max_out_hours * 60:
                    yield chosen


def _access(model: StageOne, objective: Objective) -> None:
    """Segments of every demand point that counts."""
    problem = model.problem
    locked = scheduled_stations(problem, problem.existing) if problem.locked else ()
    fallback = segment_minutes(problem, locked, cells=False)
    shares = segment_shares(problem)
    suit = _suit_variables(model)
    total = problem.weights.sum()
    limit = problem.scenario.travel.unreached_minutes
    for k, r in np.ndindex(*shares.shape):
        share = problem.weights * shares[k, r] / total
        for i in np.flatnonzero(share):
            _segment(model, objective, suit[k][r], problem.minutes[i], min(fallback[i, k, r], limit), share[i])


def _segment(
    model: StageOne,
    objective: Objective,
    suit: dict[int, list[Variable]],
    minutes: Floats,
    fallback: float,
    share: float,
) -> None:
    """One segment in radius form; ``suit`` holds per site the variables that make it suit."""
    candidates = sorted((float(minutes[site]), site) for site in suit if minutes[site] < fallback)
    if model.nearest is not None and len(candidates) > model.nearest:
        fallback = candidates[model.nearest][0]
        candidates = [c for c in candidates[: model.nearest] if c[0] < fallback]
    rings: dict[float, list[Variable]] = {}
    for t, site in candidates:
        rings.setdefault(t, []).extend(suit[site])
    radii = [*rings, fallback]
    problem = model.problem
    values = share * objective.expression(problem, np.array(radii))
    model.constant += float(values[0])
    previous: Variable | None = None
    for h, near in enumerate(rings.values()):
        beyond = model.variable("v")
        model.cost(beyond, float(values[h + 1] - values[h]))
        terms = [(1.0, variable) for variable in near] + [(1.0, beyond)]
        if previous is not None:
            terms.append((-1.0, previous))
        model.row(f"access[{beyond}]", terms, ">=", 1.0 if previous is None else 0.0, slack=0.0)
        previous = beyond


def _suit_variables(model: StageOne) -> list[list[dict[int, list[Variable]]]]:
    """Per class and level: site → variables of which one at 1 makes the site suit."""
    problem = model.problem
    classes, levels = problem.needed_dates.shape
    suit: list[list[dict[int, list[Variable]]]] = [[{} for _ in range(levels)] for _ in range(classes)]
    for k, r in np.ndindex(classes, levels):
        enough: dict[int, list[int]] = {}
        for p, schedule in enumerate(problem.patterns):
            if schedule.class_dates[k] >= problem.needed_dates[k, r]:
                enough.setdefault(schedule.site, []).append(p)
        for site, patterns in enough.items():
            suit[k][r].setdefault(site, []).append(_premises_suit(model, site, patterns))
    for site in model.chosen:
        for k in range(classes):
            for r, presence in enumerate(_stop_presence(model, site, k)):
                suit[k][r].setdefault(site, []).append(presence)
    return suit


def _premises_suit(model: StageOne, site: int, patterns: list[int]) -> Variable:
    """z of premises: the run itself where one pattern does, else one variable for their sum."""
    if len(patterns) == 1:
        return model.runs[patterns[0]]
    key = (site, frozenset(patterns))
    if key not in model._premises:
        z = model._premises[key] = model.variable(f"z[{site}]", high=1)
        terms = [(1.0, z), *((-1.0, model.runs[p]) for p in patterns)]
        model.row(f"suits[{site}-{'-'.join(map(str, patterns))}]", terms, "<=", 0.0, slack=0.0)
    return model._premises[key]


def _stop_presence(model: StageOne, site: int, k: int) -> list[Variable]:
    """z of a stop for one class, nested over the levels."""
    problem = model.problem
    serving = [
        (-1.0, visit)
        for key, visit in model.visits.items()
        if key.site == site and problem.fleets[key.fleet].blocks[key.block].classes[k]
    ]
    if not serving:
        return []
    presence = [model.variable(f"z[{site},{k},{r}]", high=1, integer=True) for r in range(problem.needed_dates.shape[1])]
    for r, (lower, upper) in enumerate(itertools.pairwise(presence)):
        model.row(f"presence[{site}-{k}-{r}]", [(1.0, lower), (-1.0, upper)], ">=", 0.0, slack=0.0)
    steps = np.diff(problem.needed_dates[k], prepend=0)
    terms = [(float(step), z) for step, z in zip(steps, presence, strict=True)]
    model.row(f"presence[{site}-{k}]", terms + serving, "<=", 0.0, slack=0.0)
    return presence
