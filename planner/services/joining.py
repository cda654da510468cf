"""A scenario joined with its dataset: what both name is found, and all that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from planner.audit import complete
from planner.dataset import load_dataset
from planner.domain.dataset import Dataset
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.domain.plan import Plan
from planner.objectives.registry import unknown_objective
from planner.planfile import read_plan
from planner.problem import Problem, build_problem, mismatches, own_mismatches
from planner.scenario import HERE, Draft, Scenario, Unread, as_far_as_read, draft_scenario, parse_scenario, readable

PROGRAM = Path(__file__).resolve().parents[2]
"""Where this program lies: its own dataset is found from anywhere."""


def find_dataset(name: str, *, beside: Path) -> Path:
    """A scenario's dataset folder: beside the scenario, then in the working directory.

    Raises:
        InputError: it is in neither.
    """
    for folder in (beside / name, Path(name)):
        if folder.is_dir():
            return folder
    remedy = "rett «dataset» i scenariet, eller bruk --data"
    raise InputError(Trouble("datasettmappa finnes ikke", HERE, "dataset", name, remedy))


def find_plan_dataset(plan: Plan, path: Path) -> Path:
    """A plan's dataset folder: as written, from the plan's folder upwards, or beside this program.

    Raises:
        InputError: it is nowhere.
    """
    written = Path(plan.dataset.path)
    bases = [Path(), *path.resolve().parents, PROGRAM]
    for base in bases:
        if (base / written).is_dir():
            return base / written
    remedy = "oppgi datasettmappa med --data"
    message = "datasettet som planen ble laget på, finnes ikke her"
    raise InputError(Trouble(message, str(path), "dataset.path", str(written), remedy))


def joined(
    draft: Draft,
    find: Callable[[], Path],
    others: Iterable[Trouble] = (),
    load: Callable[[Path], Dataset] | None = None,
) -> Problem:
    """Scenario and dataset joined.

    Args:
        find: the dataset folder; may raise.
        others: what is known to be wrong beside them.
        load: reads a dataset folder, where not as always; a server keeps what it has read.

    Raises:
        InputError: everything wrong with either, and all that the scenario names and that does not exist.
    """
    troubles, dataset, named = [*draft.problems, *others], None, draft.scenario
    troubles += draft.located(as_far_as_read((_unknown_exports(named), unknown_objective(named))))
    unjudged = ""
    try:
        dataset = (load or load_dataset)(find())
    except InputError as error:
        troubles += draft.located(error.problems)
        unjudged = "Navn i scenariet er ikke sjekket mot datasettet, siden det ikke kan leses."
    except Unread:
        if draft.read:
            unjudged = "Navn i scenariet er ikke sjekket mot noe datasett, siden feltet dataset ikke kan leses."
    found = own_mismatches(named) if dataset is None else mismatches(dataset, named)
    troubles += draft.located(found)
    if dataset is None or troubles:
        refusal = InputError(troubles)
        if unjudged:
            refusal.add_note(unjudged)
        raise refusal
    return build_problem(dataset, draft.finished())


def _unknown_exports(scenario: Scenario) -> Iterator[Trouble]:
    from planner.exporters.registry import exporter

    for name in readable(scenario.exports):
        try:
            exporter(name)
        except InputError as error:
            yield from (replace(trouble, file=HERE, place="exports") for trouble in error.problems)


def problem_of(plan: Plan, path: Path, *, data: Path | None = None) -> Problem:
    """What a plan file is judged by: its scenario on its dataset.

    Raises:
        InputError: one of them cannot be read; all that is wrong with both.
    """
    draft = draft_scenario(plan.scenario, str(path))
    return joined(draft, lambda: data or find_plan_dataset(plan, path))


def finished_plan(path: Path, *, data: Path | None = None) -> Plan:
    """A plan file with every figure recomputed.

    Raises:
        InputError: the plan, its scenario or its dataset cannot be read.
    """
    result = read_plan(path)
    return complete(result, problem_of(result, path, data=data))


def scenario_of(plan: Plan) -> Scenario:
    """The scenario a plan was made from."""
    return parse_scenario(plan.scenario)
