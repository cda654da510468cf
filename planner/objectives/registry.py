"""Finds the objectives by itself.

A module in this package with ``OBJECTIVE`` (an :class:`~planner.objectives.goal.Objective`)
is one. Every access objective is non-decreasing in each segment's minutes, so the model
only needs to know what a segment's minutes add.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from planner import objectives as package
from planner.domain.discovery import modules_defining
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.objectives.goal import Goal, Objective
from planner.problem import Problem
from planner.scenario import HERE, GoalSetting, Scenario, as_far_as_read, readable

FIELDS = ("minutes", "share", "districts", "availability", "presence")


@cache
def objectives() -> dict[str, Objective]:
    """Every objective, by name."""
    found = [
        module.OBJECTIVE for module in modules_defining(package, "OBJECTIVE", helpers=("registry", "goal", "words"))
    ]
    return {objective.name: objective for objective in sorted(found, key=lambda o: o.name)}


def goals_of(problem: Problem) -> tuple[Goal, ...]:
    """The scenario's goals in order, one at least.

    Raises:
        InputError: no objective of that name, or one that the problem does not allow.
    """
    unknown = list(unknown_objective(problem.scenario))
    if unknown:
        raise InputError(unknown)
    return tuple(objectives()[s.name].goal(problem, s) for s in problem.scenario.ordered_goals)


def unknown_objective(scenario: Scenario) -> Iterator[Trouble]:
    """What is wrong with the scenario's goals."""
    settings = [("objective", scenario.objective)] if not scenario.goals else []
    settings += [(f"goals.{n}", goal) for n, goal in enumerate(readable(scenario.goals))]
    yield from as_far_as_read(
        part for place, setting in settings for part in (_wrong(place, setting), _unknown(place, setting, scenario))
    )


def _wrong(place: str, setting: GoalSetting) -> Iterator[Trouble]:
    known = objectives()
    if setting.name not in known:
        yield Trouble("ukjent mål", HERE, place, setting.name, f"velg blant {', '.join(known)}")
        return
    needs, takes = known[setting.name].needs, known[setting.name].takes
    for field in FIELDS:
        given = getattr(setting, field) is not None
        if field in needs and not given:
            example = ", ".join(f"{need}: …" for need in needs)
            remedy = f"skriv {{name: {setting.name}, {example}}}"
            yield Trouble(f"målet mangler {field}", HERE, place, setting.name, remedy)
        if given and field not in (*needs, *takes):
            yield Trouble(f"målet har ikke noe felt {field}", HERE, f"{place}.{field}", setting.name, "fjern feltet")


def _unknown(place: str, setting: GoalSetting, scenario: Scenario) -> Iterator[Trouble]:
    """A class or a presence level that the scenario does not have."""
    if setting.availability is not None:
        ids = [known.id for known in readable(scenario.availability)]
        if setting.availability not in ids:
            remedy = f"velg blant {', '.join(ids)}, eller utelat feltet (den klassen som har kortest vei)"
            yield Trouble("ukjent klasse", HERE, f"{place}.availability", setting.availability, remedy)
    if setting.presence is not None and setting.presence > len(scenario.presence):
        remedy = f"velg 1 (lavest) til {len(scenario.presence)}"
        yield Trouble("ukjent nivå", HERE, f"{place}.presence", str(setting.presence), remedy)
