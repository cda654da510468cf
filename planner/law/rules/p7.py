"""P7: at least one place is available in the municipality through the whole period (V 3.2.1).

The guide takes this for granted («forutsettes»); no provision says it, and «available» is not
defined per day. The scenario chooses a reading, with a reason:

==========================  =================================================================
``every_weekday``           some place is open every Monday to Friday of the ordinary period but public holidays
``some_day_each_week``      some place is open on at least one date of every ISO week in it
==========================  =================================================================

A place counts if it is public (in EVA): institutions, prisons and home teams are not.

In the model, for each weekday d (or, by the milder reading, each week) not set aside::

    Σ_{p open on d} x_p + o_d ≥ 1        Σ_d o_d ≤ Σ tours        0 ≤ o_d ≤ 1

=======  ===========================================================================
x_p      1 if a site runs pattern p; today's stations, where locked, count as they are
o_d      share of d that a vehicle covers (a vehicle-day covers one date at most)
tours    vehicle-days, on weekdays by the strict reading
=======  ===========================================================================

Every plan that passes ``check`` satisfies these rows, so they never make a bound too high. With dates of
vehicle-days (:mod:`planner.optimise.requirements`) as many go on the dates of each group as need one, each on its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Phase, Plan
from planner.law.days import iso_week
from planner.law.overrides import covering
from planner.law.parameters import law_parameters
from planner.law.rule import Rule, RuleType
from planner.law.wording import count, date_runs, iso_dates, join

if TYPE_CHECKING:
    from planner.modelling import Model
    from planner.problem import Problem

RULE = Rule("P7", "Minst ett tilgjengelig sted i hele perioden", "V 3.2.1", RuleType.HARD, overridable=True)
EVERY_WEEKDAY = "every_weekday"
BASIS = "Veilederen forutsetter minst ett tilgjengelig sted i hele perioden (en forutsetning, ikke en bestemmelse)."


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Gaps by the chosen reading are hard; a milder reading than the default is told of."""
    weekdays = problem.calendar.ordinary_weekdays()
    period = set(problem.calendar.ordinary_dates())
    open_dates = {
        opening.date
        for station in plan.stations
        if station.open_to_all
        for opening in station.opening
        if opening.phase == Phase.ORDINARY and opening.date in period
    }
    closed = [day for day in weekdays if day not in open_dates]
    reading = problem.scenario.p7.reading
    if reading == EVERY_WEEKDAY:
        yield from _weekday_gaps(closed, weekdays)
    else:
        yield from _week_gaps(open_dates, weekdays)
    if reading != law_parameters().choice("p7_reading", problem.calendar.election) and closed:
        yield _chosen(closed, weekdays, problem.scenario.p7.reason)


def build(model: Model) -> None:
    """Rows ``P7[<date or week>]`` and ``P7[vehicle_days]``; see the module."""
    problem = model.problem
    strict = problem.scenario.p7.reading == EVERY_WEEKDAY
    open_dates = [{slot.day for slot in schedule.slots} for schedule in problem.patterns]
    helpers = []
    for name, dates in uncovered(problem):
        helper = model.variable(f"P7_vehicle[{name}]", high=1.0)
        helpers.append(helper)
        runs = [(1.0, run) for run, days in zip(model.runs, open_dates, strict=True) if not days.isdisjoint(dates)]
        model.row(f"P7[{name}]", [*runs, (1.0, helper)], ">=", 1.0)
    if helpers:
        tours = [
            (-1.0, tour)
            for key, tour in model.tours.items()
            if not strict or problem.fleets[key.fleet].blocks[key.blocks[0]].day_type == "weekday"
        ]
        model.row("P7[vehicle_days]", [*((1.0, helper) for helper in helpers), *tours], "<=", 0.0)


def uncovered(problem: Problem, open_dates: Set[date] = frozenset()) -> Iterator[tuple[str, set[date]]]:
    """Name and dates of each stretch that needs an open place and has none, but for those set aside.

    Args:
        open_dates: on which some place is open, beside today's stations where those are locked.
    """
    already = open_dates | {slot.day for schedule in problem.standing for slot in schedule.slots}
    stretches = _required(problem, problem.scenario.p7.reading == EVERY_WEEKDAY)
    yield from ((name, dates) for name, dates in stretches if already.isdisjoint(dates))


def _required(problem: Problem, strict: bool) -> Iterator[tuple[str, set[date]]]:
    """Name and dates of each stretch that needs an open place, but for those set aside."""
    stretches: dict[str, set[date]] = {}
    for day in problem.calendar.ordinary_dates():
        year, week = iso_week(day)
        stretches.setdefault(day.isoformat() if strict else f"{year}-W{week:02d}", set()).add(day)
    weekdays = set(problem.calendar.ordinary_weekdays())
    overrides = problem.scenario.overrides
    for name, dates in stretches.items():
        needed = dates & weekdays
        if not all(covering(RULE.id, day.isoformat(), overrides) for day in needed):
            yield name, dates


def _weekday_gaps(closed: Sequence[date], weekdays: Sequence[date]) -> Iterator[Finding]:
    if closed:
        yield RULE.finding(
            f"{BASIS} Lest som «hver hverdag» er ingen åpne for alle på {len(closed)} av {len(weekdays)} hverdager: "
            f"{date_runs(closed, weekdays)}. Åpne minst ett sted disse dagene, eller velg en annen lesning med "
            "begrunnelse (p7 i scenariet).",
            iso_dates(closed),
            measured=len(weekdays) - len(closed),
            limit=len(weekdays),
            unit="hverdager med åpent sted",
        )


def _week_gaps(open_dates: set[date], weekdays: Sequence[date]) -> Iterator[Finding]:
    weeks = sorted({iso_week(day) for day in weekdays})
    empty = sorted(set(weeks) - {iso_week(day) for day in open_dates})
    if empty:
        names = join([f"uke {week} {year}" for year, week in empty])
        yield RULE.finding(
            f"{BASIS} Lest som «en dag hver uke» mangler et sted åpent for alle i {len(empty)} av "
            f"{count(len(weeks), 'uke', 'uker')}: "
            f"{names}. Åpne minst ett sted minst én dag i hver av dem.",
            iso_dates(day for day in weekdays if iso_week(day) in empty),
            measured=len(weeks) - len(empty),
            limit=len(weeks),
            unit="uker med åpent sted",
        )


def _chosen(closed: Sequence[date], weekdays: Sequence[date], reason: str) -> Finding:
    """The gaps that a milder reading than the default lets pass, with the reason for it."""
    return RULE.finding(
        f"{BASIS} Scenariet leser det som «en dag hver uke» («{reason}»). Lest som «hver hverdag» er ingen åpne for "
        f"alle på {len(closed)} av {len(weekdays)} hverdager: {date_runs(closed, weekdays)}.",
        iso_dates(closed),
        measured=len(weekdays) - len(closed),
        limit=len(weekdays),
        unit="hverdager med åpent sted",
        severity=Severity.INFO,
    )
