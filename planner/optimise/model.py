"""Stage 1 as a linear model: the facade that constraints see, and the decisions.

======  =====================================================================
x_p     pattern p of a site is run
n_sb    dates on which stop s is served in block b of a vehicle's day
f, l    of those, how many are the first (last) visit of their vehicle-day
w_s     stop s is used at all
q_o     vehicle-days that serve just the blocks o
v_ig    visits to institution or prison i on dates of group g (alike for all of them)
h_d     home-voting teams that are out on date d
======  =====================================================================

How voters get to what is open stands in :mod:`planner.optimise.access`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from planner.constraints.registry import constraints
from planner.evaluate.team_days import day_rules, timetable
from planner.evaluate.tours import tour_blocks
from planner.law.registry import rules
from planner.modelling import AccessSum, Expression, Sense, ServedKey, Term, TourKey, Variable, VisitKey
from planner.problem import Fleet, Problem
from planner.problem.home import home_slots


@dataclass(slots=True)
class Column:
    """A variable.

    Attributes:
        high: None: no limit.
    """

    low: float
    high: float | None
    integer: bool


class Row(NamedTuple):
    """``Σ coefficient · variable  sense  rhs``."""

    terms: dict[Variable, float]
    sense: Sense
    rhs: float


@dataclass
class StageOne:
    """The model facade and what is needed to read a solution back. No solver until :meth:`close`.

    Attributes:
        lp, variables: the same for PuLP, once it is closed.
        grouped_tours: per tour and group of dates that are alike, vehicle-days of that tour on dates of the group.
        presence: per stop and class, terms that add up to the dates its presence needs.
        class_dates: per class, dates on which any vehicle is out in one of its blocks; none without vehicles.
        constant: part of the objective that no decision changes.
        driven: per tour column the visits of one vehicle-day, in order; none where the tours are not listed.
        row_slack: per row name, by how much its right side gives way (0: never).
        core_columns: so many first columns every model of the problem has.
        ways: how voters get to what is open; set when it is known which decisions make a place suit.
    """

    problem: Problem
    lp: Any = None
    variables: list[Any] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    runs: list[Variable] = field(default_factory=list)
    visits: dict[VisitKey, Variable] = field(default_factory=dict)
    first_at: dict[VisitKey, Variable] = field(default_factory=dict)
    last_at: dict[VisitKey, Variable] = field(default_factory=dict)
    chosen: dict[int, Variable] = field(default_factory=dict)
    tours: dict[TourKey, Variable] = field(default_factory=dict)
    served: dict[ServedKey, Variable] = field(default_factory=dict)
    home: dict[date, Variable] = field(default_factory=dict)
    grouped_tours: dict[tuple[TourKey, int], Variable] = field(default_factory=dict)
    presence: dict[tuple[int, int], list[Term]] = field(default_factory=dict)
    class_dates: dict[int, Variable] = field(default_factory=dict)
    driven: dict[Variable, tuple[VisitKey, ...]] = field(default_factory=dict)
    row_slack: dict[str, float] = field(default_factory=dict)
    constant: float = 0.0
    ways: Callable[[AccessSum], Expression] | None = None
    core_columns: int = 0
    _costs: dict[Variable, float] = field(default_factory=dict)

    def variable(self, name: str, *, low: float = 0.0, high: float | None = None, integer: bool = False) -> Variable:  # noqa: ARG002
        """See :class:`planner.modelling.Model`."""
        self.columns.append(Column(low, high, integer))
        return Variable(len(self.columns) - 1)

    def row(self, name: str, terms: Iterable[Term], sense: Sense, rhs: float, *, slack: float = 1.0) -> None:
        """See :class:`planner.modelling.Model`; what the scenario sets aside binds nothing."""
        if slack and set_aside(self.problem, name):
            return
        summed: dict[Variable, float] = {}
        for coefficient, variable in terms:
            summed[variable] = summed.get(variable, 0.0) + coefficient
        if name in self.row_slack:
            raise KeyError(f"row name used twice: {name}")
        self.row_slack[name] = slack
        self.rows[name] = Row(summed, sense, rhs)

    def access(self, ways: AccessSum) -> Expression:
        """See :class:`planner.modelling.AccessModel`."""
        if self.ways is None:
            raise RuntimeError("the voters' ways are not in the model yet")
        return self.ways(ways)

    def minimise(self, expression: Expression) -> None:
        """Add an expression to the objective."""
        self.constant += expression.constant
        for coefficient, variable in expression.terms:
            self.cost(variable, coefficient)

    def close_column(self, variable: Variable) -> None:
        """Fix a variable at 0."""
        self.columns[variable].high = 0

    def closed(self, variable: Variable) -> bool:
        """Whether a variable is fixed at 0."""
        return self.columns[variable].high == 0

    def integers(self) -> list[Variable]:
        """Columns that must be whole."""
        return [Variable(n) for n, column in enumerate(self.columns) if column.integer]

    def cost(self, variable: Variable, coefficient: float) -> None:
        """Add to a variable's coefficient in the objective."""
        self._costs[variable] = self._costs.get(variable, 0.0) + coefficient

    def costs(self) -> list[float]:
        """Of every column, in the objective."""
        return [self._costs.get(Variable(v), 0.0) for v in range(len(self.columns))]

    def close(self) -> None:
        """Hand everything to PuLP, the objective without its constant (HiGHS gets that as an offset)."""
        import pulp  # a certificate is checked on the same rows where no solver is installed

        senses = {"<=": pulp.LpConstraintLE, ">=": pulp.LpConstraintGE, "==": pulp.LpConstraintEQ}
        self.lp = pulp.LpProblem("valgplan", pulp.LpMinimize)
        for number, column in enumerate(self.columns):
            category = pulp.LpInteger if column.integer else pulp.LpContinuous
            # PuLP rewrites characters of names, so names are numbers and the meaning is kept here.
            self.variables.append(self.lp.add_variable(f"c{number}", column.low, column.high, category))
        for name, row in self.rows.items():
            terms = pulp.LpAffineExpression({self.variables[v]: coefficient for v, coefficient in row.terms.items()})
            self.lp.addConstraint(pulp.LpConstraint(terms, senses[row.sense], name, row.rhs))
        # Every column is named, also one that no row has: PuLP would otherwise not know it.
        self.lp.setObjective(pulp.LpAffineExpression(dict(zip(self.variables, self.costs(), strict=True))))


def set_aside(problem: Problem, row: str) -> bool:
    """Whether an override frees the model of a row ``<id>`` or ``<id>[<place>]``; the place is the subject.

    Rows that never give way (slack 0) only say what the decisions mean: they are not asked for here.
    """
    requirement, _, place = row.removesuffix("]").partition("[")
    known = [*(item.rule for item in constraints()), *(item.rule for item in rules())]
    return any(r.id == requirement and r.overridable for r in known) and problem.set_aside(requirement, place or None)


def add_decisions(model: StageOne) -> None:
    """x, n, f, l, w, q, v, h and the rows that define them."""
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
        for blocks in tour_blocks(problem, fleet):
            days = len(problem.dates_of(fleet.blocks[blocks[0]].day_type)) * len(fleet.vehicles)
            key = TourKey(f, blocks)
            model.tours[key] = model.variable(f"q[{key}]", high=days, integer=True)
        for site in reached_stops(problem, fleet):
            _stop(model, f, site)
    _add_teams(model)


def _add_teams(model: StageOne) -> None:
    """V and h. A place is visited once a date at most, and only when a team can be there and back."""
    problem, work = model.problem, model.problem.visits
    if work is not None:
        rules = day_rules(problem)
        for n in range(len(work.needs)):
            for g, days in enumerate(work.groups):
                if timetable(work, rules, (n + 1,), days[0]) is not None:
                    model.served[ServedKey(n, g)] = model.variable(f"v[{n},{g}]", high=len(days))
    setting = problem.scenario.home_voting
    if setting is not None:
        for day in home_slots(problem):
            model.home[day] = model.variable(f"h[{day}]", high=setting.teams, integer=True)


def reached_stops(problem: Problem, fleet: Fleet) -> list[int]:
    """Stops of a fleet that a day with nothing else can have: there is a way, and the vehicle gets so far in a day."""
    ways, most = problem.ways(fleet.sample), fleet.sample.max_km_per_day or np.inf

    def reached(site: int) -> bool:
        pairs = ([fleet.depot, site], [site, fleet.depot])
        return bool(np.isfinite(ways.minutes[pairs]).all() and ways.km[pairs].sum() <= most)

    return [site for site in fleet.stops if reached(site)]


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
            model.first_at[key] = visit if b == blocks[0] else model.variable(f"f[{key}{kind}]", high=dates)
            model.last_at[key] = visit if b == blocks[-1] else model.variable(f"l[{key}{kind}]", high=dates)
    if site not in model.chosen:
        model.chosen[site] = model.variable(f"w[{site}]", high=1, integer=True)
