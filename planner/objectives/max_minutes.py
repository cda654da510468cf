"""``max_minutes``: the longest way of any demand point with at least N persons; first of all that it has one.

    minimise T·u + d,   u = |{i : t_i ≥ T}|,   d = max {t_i : t_i < T}

=====  =====================================================================================
i      demand points that count, with at least N eligible voters (``max_minutes_persons``)
t_i    minutes of one segment: a presence level (the lowest by default) and one availability
       class, or whichever has the shortest way (default)
u      points that nothing reaches; as d < T, one less is better than any d
T      minutes counted where no station suits
=====  =====================================================================================

Solved by bisection over covering models (Minieka 1970; Toregas et al. 1971): at most T·u + d is
to leave at most u points uncovered within d, or fewer than u unreached. The sum itself is
written as a linear expression only for models that are small already.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from planner.domain.dataset import Floats
from planner.domain.plan import Plan
from planner.evaluate.access import scheduled_stations, segment_minutes
from planner.evaluate.district_ways import beyond
from planner.law.wording import count
from planner.modelling import AccessModel, AccessSum, Expression, Segment, Term
from planner.objectives.goal import Goal, Objective, Steps, plan_minutes
from planner.problem import Problem
from planner.scenario import GoalSetting

ROUNDING = 1e-9
"""Minutes that T·u + d may lose when it is taken apart again."""


def goal(problem: Problem, setting: GoalSetting) -> Goal:
    """The segment is the setting's, the points those with enough persons."""
    longest = Longest(problem, _segment(problem, setting))
    values = Steps(longest.values(), longest.keep, longest.beyond, longest.limit)

    def value(plan: Plan) -> float:
        return longest.of(longest.segment.minutes(plan_minutes(problem, plan)))

    return Goal(
        OBJECTIVE.name, OBJECTIVE.unit, _title(problem, setting), setting, value, longest.expression, steps=values
    )


def _segment(problem: Problem, setting: GoalSetting) -> Segment:
    ids = [known.id for known in problem.classes]
    klass = None if setting.availability is None else ids.index(setting.availability)
    return Segment((setting.presence or 1) - 1, klass)


def _title(problem: Problem, setting: GoalSetting) -> str:
    names = {known.id: known.name for known in problem.classes}
    whom = f", {names[setting.availability]}" if setting.availability else ""
    level = f", nivå {setting.presence}" if (setting.presence or 1) > 1 else ""
    persons = count(int(np.ceil(problem.scenario.max_minutes_persons)), "stemmeberettiget", "stemmeberettigede")
    limit = problem.scenario.travel.unreached_minutes
    missing = f"et punkt som intet sted når, teller {limit} minutter"
    return f"lengste vei for punkter med minst {persons}{whom}{level}; {missing}"


@dataclass(frozen=True, eq=False)
class Longest:
    """The points and the segment that count."""

    problem: Problem
    segment: Segment

    @property
    def limit(self) -> float:
        """T."""
        return float(self.problem.scenario.travel.unreached_minutes)

    @property
    def counted(self) -> npt.NDArray[np.int64]:
        """Points that count."""
        eligible = self.problem.dataset.points.eligible[self.problem.scenario.demand.eligible]
        return np.flatnonzero((eligible >= self.problem.scenario.max_minutes_persons) & (self.problem.weights > 0))

    def of(self, minutes: Floats) -> float:
        """The figure of (points,) minutes of the segment."""
        here = minutes[self.counted]
        reached = here < self.limit
        return self.limit * float((~reached).sum()) + float(here[reached].max(initial=0.0))

    def values(self) -> Floats:
        """Every figure between all candidates open and none."""
        problem = self.problem
        sites = sorted({s.site for s in problem.patterns} | {s for fleet in problem.fleets for s in fleet.stops})
        least = np.minimum(self.fallback, problem.minutes[:, sites].min(axis=1, initial=np.inf))
        counted = self.counted
        ways = np.unique([0.0, *self.fallback[counted], *problem.minutes[counted][:, sites].ravel()])
        ways = ways[ways < self.limit]
        low, high = self.of(least), self.of(self.fallback)
        unreached = self.limit * np.arange(np.floor(low / self.limit), np.floor(high / self.limit) + 1)
        every = np.add.outer(unreached, ways).ravel()
        inside: Floats = np.unique([low, high, *every[(every > low) & (every < high)]])
        return inside

    @property
    def fallback(self) -> Floats:
        """(points,) minutes to the quickest locked station that suits."""
        locked = scheduled_stations(self.problem, self.problem.existing) if self.problem.locked else ()
        return self.segment.minutes(segment_minutes(self.problem, locked, cells=False))

    def keep(self, model: AccessModel, name: str, limit: float) -> None:
        """Rows that hold where the figure is at most a limit; see the module."""
        most = int(np.floor((limit + ROUNDING) / self.limit))
        minutes = max(limit - most * self.limit, 0.0) + ROUNDING
        weights = self._weights(self.counted)
        far = model.access(AccessSum(weights, partial(beyond, minutes), self.segment))
        if not most:
            model.row(name, far.terms, "<=", -far.constant, slack=0.0)
            return
        fewer = model.variable("fewer", high=1.0, integer=True)
        unreached = model.access(AccessSum(weights, self._unreached, self.segment))
        missing = [*unreached.terms, (1.0, fewer)]
        model.row(name.replace("]", "-unreached]"), missing, "<=", most - unreached.constant, slack=0.0)
        uncovered = [*far.terms, (-float(len(self.counted)), fewer)]
        model.row(name, uncovered, "<=", most - far.constant, slack=0.0)

    def beyond(self, model: AccessModel, limit: float) -> Expression:
        """How many points have more minutes than a limit, which is below T."""
        return model.access(AccessSum(self._weights(self.counted), partial(beyond, limit + ROUNDING), self.segment))

    def expression(self, model: AccessModel) -> Expression:
        """T·u + d; d at least the minutes of every point, less T for one that nothing reaches."""
        longest = model.variable("longest", high=self.limit)
        terms: list[Term] = [(1.0, longest)]
        constant, fallback = 0.0, self.fallback
        for i in self.counted.tolist():
            weights = self._weights([i])
            way, missing = model.access(AccessSum(weights, _minutes, self.segment)), Expression([])
            if fallback[i] >= self.limit:
                missing = model.access(AccessSum(weights, self._unreached, self.segment))
            counted = [(self.limit * coefficient, variable) for coefficient, variable in missing.terms]
            terms += counted
            constant += self.limit * missing.constant
            less = [*way.terms, *((-coefficient, variable) for coefficient, variable in counted), (-1.0, longest)]
            rhs = self.limit * missing.constant - way.constant
            model.row(f"longest[{longest}-{i}]", less, "<=", rhs, slack=0.0)
        return Expression(terms, constant)

    def _unreached(self, minutes: Floats) -> Floats:
        """1 for each way of T minutes, else 0."""
        steps: Floats = (minutes >= self.limit).astype(float)
        return steps

    def _weights(self, points: Iterable[int]) -> Floats:
        weights = np.zeros(len(self.problem.weights))
        weights[list(points)] = 1.0
        return weights


def _minutes(minutes: Floats) -> Floats:
    return minutes


OBJECTIVE = Objective("max_minutes", "lengste vei for noe punkt", "minutter", goal, takes=("availability", "presence"))
