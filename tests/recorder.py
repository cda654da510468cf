"""A model that only writes down what constraints ask of it: no solver, every row readable and checkable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from planner.domain.plan import Opening, Plan, Station, StationKind
from planner.evaluate.cost import vehicle_dates
from planner.modelling import AccessSum, Expression, Sense, ServedKey, Term, TourKey, Variable, VisitKey
from planner.optimise.model import add_decisions
from planner.problem import Problem

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Row:
    """One written row."""

    terms: Mapping[Variable, float]
    sense: Sense
    rhs: float
    slack: float

    def holds(self, values: Mapping[Variable, float]) -> bool:
        """Whether it holds; what is not named is 0."""
        total = sum(coefficient * values.get(variable, 0.0) for variable, coefficient in self.terms.items())
        return (self.sense == ">=" or total <= self.rhs + TOLERANCE) and (
            self.sense == "<=" or total >= self.rhs - TOLERANCE
        )


@dataclass
class Recorder:
    """Implements :class:`planner.modelling.Model`; the decisions are those of stage 1."""

    problem: Problem
    names: list[str] = field(default_factory=list)
    highs: list[float | None] = field(default_factory=list)
    integers: set[Variable] = field(default_factory=set)
    runs: list[Variable] = field(default_factory=list)
    visits: dict[VisitKey, Variable] = field(default_factory=dict)
    first_at: dict[VisitKey, Variable] = field(default_factory=dict)
    last_at: dict[VisitKey, Variable] = field(default_factory=dict)
    chosen: dict[int, Variable] = field(default_factory=dict)
    tours: dict[TourKey, Variable] = field(default_factory=dict)
    served: dict[ServedKey, Variable] = field(default_factory=dict)
    home: dict[date, Variable] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        add_decisions(self)  # type: ignore[arg-type]
        self.rows.clear()
        self._name_decisions()

    def _name_decisions(self) -> None:
        sites = self.problem.dataset.sites
        for run, schedule in zip(self.runs, self.problem.patterns, strict=True):
            self.names[run] = f"x[{sites[schedule.site].id} {schedule.pattern_id}]"
        for letter, variables in (("f", self.first_at), ("l", self.last_at), ("n", self.visits)):
            for key, variable in variables.items():
                self.names[variable] = f"{letter}[{sites[key.site].id} {key.block}]"
        for site, chosen in self.chosen.items():
            self.names[chosen] = f"w[{sites[site].id}]"
        for tour, count in self.tours.items():
            self.names[count] = f"q[{'-'.join(map(str, tour.blocks))}]"
        for served, visits in self.served.items():
            work = self.problem.visits
            assert work is not None
            self.names[visits] = f"v[{work.needs[served.need].id} {work.groups[served.group][0]}]"
        for day, out in self.home.items():
            self.names[out] = f"h[{day}]"

    def variable(self, name: str, *, low: float = 0.0, high: float | None = None, integer: bool = False) -> Variable:
        """See :class:`planner.modelling.Model`."""
        assert low == 0
        self.names.append(name)
        self.highs.append(high)
        variable = Variable(len(self.names) - 1)
        if integer:
            self.integers.add(variable)
        return variable

    def row(self, name: str, terms: Iterable[Term], sense: Sense, rhs: float, *, slack: float = 1.0) -> None:
        """See :class:`planner.modelling.Model`."""
        assert name not in self.rows, f"row name used twice: {name}"
        summed: dict[Variable, float] = {}
        for coefficient, variable in terms:
            summed[variable] = summed.get(variable, 0.0) + coefficient
        self.rows[name] = Row(summed, sense, rhs, slack)

    def access(self, ways: AccessSum) -> Expression:
        """See :class:`planner.modelling.AccessModel`; ``far[p]``: what everybody at point p adds per unit of weight."""
        points = [(n, weight) for n, weight in enumerate(ways.weights) if weight]
        return Expression([(float(weight), self.variable(f"far[{n}]")) for n, weight in points])

    def text(self) -> str:
        """One row a line: ``name: 3 x[0] - y <= 5   (slack 1)``."""
        return "".join(f"{name}: {self._row_text(row)}\n" for name, row in self.rows.items())

    def _row_text(self, row: Row) -> str:
        parts = [
            f"{'-' if c < 0 else '+'} {'' if abs(c) == 1 else _number(abs(c)) + ' '}{self.names[v]}"
            for v, c in row.terms.items()
        ]
        slack = f"   (slack {_number(row.slack)})" if row.slack else ""
        return f"{' '.join(parts).removeprefix('+ ') or '0'} {row.sense} {_number(row.rhs)}{slack}"

    def broken(self, values: Mapping[Variable, float]) -> list[str]:
        """Names of the rows and columns that some values break; what is not named is 0."""
        columns = [self.names[v] for v, value in values.items() if value < 0 or value > (self.highs[v] or float("inf"))]
        return columns + [name for name, row in self.rows.items() if not row.holds(values)]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _team_decisions(model: Recorder, station: Station, opening: Opening) -> Iterator[Variable]:
    """What an opening of an institution, a prison or a home-voting team stands for."""
    work = model.problem.visits
    if station.kind is StationKind.HOME_TEAM:
        yield model.home[opening.date]
    elif work is not None and station.id in work.node:
        group = next(g for g, dates in enumerate(work.groups) if opening.date in dates)
        yield model.served[ServedKey(work.node[station.id] - 1, group)]


def decisions_of(plan: Plan, model: Recorder, open_patterns: Iterable[int] = ()) -> dict[Variable, float]:
    """The values of the model's decisions that a finished plan stands for."""
    problem = model.problem
    values: dict[Any, float] = {model.runs[p]: 1.0 for p in open_patterns}
    for f, fleet in enumerate(problem.fleets):
        block_at = {(str(block.day_type), block.start): b for b, block in enumerate(fleet.blocks)}
        for vehicle in fleet.vehicles:
            for day, visits in vehicle_dates(plan, vehicle).items():
                kind = "saturday" if day.weekday() == 5 else "weekday"
                keys = [
                    VisitKey(f, problem.site_index[station.id.removesuffix("-b")], block_at[kind, slot.start])
                    for station, slot in visits
                ]
                added = [model.visits[key] for key in keys]
                # The first block of a day type has no variable of its own for «first»: it is the visit itself.
                added += [
                    v for v in (model.first_at[keys[0]], model.last_at[keys[-1]]) if v not in model.visits.values()
                ]
                added.append(model.tours[TourKey(f, tuple(key.block for key in keys))])
                for variable in added:
                    values[variable] = values.get(variable, 0.0) + 1
                for key in keys:
                    values[model.chosen[key.site]] = 1.0
    for station in plan.stations:
        for opening in station.opening:
            for team_visits in _team_decisions(model, station, opening):
                values[team_visits] = values.get(team_visits, 0.0) + 1
    return values
