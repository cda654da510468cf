"""What a plan about to be made carries on: the draft it overwrites, the plan it is a new version of.

A file that holds a decided plan is never overwritten, by whatever command.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.domain.checklist import combined
from planner.domain.errors import InputError, Problem
from planner.domain.findings import ChecklistItem
from planner.domain.plan import Plan, PlanStatus, Version
from planner.planfile import plan_file_bytes, plan_of, read_plan, stated_status
from planner.scenario import Scenario
from planner.versions import WORDS, inherited, redrafted, successor

PLAN_FILE, PARENT_FILE = "plan.json", "parent.json"
"""The plan of a folder, and byte by byte the file it points to as its parent."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a new plan starts from.

    Attributes:
        checklist: earlier items, to be taken over where the thing to do is the same.
        parent: bytes of the parent's file, where the plan is a new version.
    """

    version: Version
    checklist: tuple[ChecklistItem, ...] = ()
    parent: bytes | None = None


def find_origin(folder: Path, scenario: Scenario, dataset: str, *, parent: Path | None = None) -> Origin:
    """What a plan of a scenario on a dataset carries on in a folder.

    Args:
        folder: where it will be written.
        scenario, dataset: of the new plan; a plan of another election or dataset is not carried on.
        parent: file of the plan it is a new version of.

    Raises:
        InputError: the folder holds a decided plan or one that cannot be read; the parent is no plan, a draft,
            of another election or dataset, or not what was decided. All of it at once.
    """
    problems: list[Problem] = []
    draft, origin = None, Origin(Version())
    try:
        draft = _draft(folder / PLAN_FILE, parent)
    except InputError as error:
        problems += error.problems
    if draft is not None and not any(_differences(draft, scenario, dataset)):
        origin = Origin(redrafted(draft.version), draft.checklist)
    if parent is not None:
        try:
            origin = _new_version(parent, scenario, dataset, origin)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return origin


def _draft(file: Path, parent: Path | None) -> Plan | None:
    """The draft in a folder, None where there is no plan."""
    if not file.exists():
        return None
    status = stated_status(file)
    if status not in (None, PlanStatus.DRAFT):
        remedy = "velg en annen --out" + ("" if parent else f"; skal den bli en ny versjon, bruk også --parent {file}")
        raise InputError(_final(file, status, remedy))
    try:
        return read_plan(file)
    except InputError as error:
        remedy = "flytt den vekk, eller velg en annen --out"
        why = f"står alt i mappa og kan ikke leses, så det vites ikke om den er vedtatt: {error.problems[0].message}"
        raise InputError(Problem(why, str(file), remedy=remedy)) from None


def _new_version(file: Path, scenario: Scenario, dataset: str, draft: Origin) -> Origin:
    content = plan_file_bytes(file)
    plan = plan_of(content, str(file))
    problems = list(_differences(plan, scenario, dataset, str(file)))
    try:
        version = successor(plan, content, election=scenario.election, file=str(file))
    except InputError as error:
        raise InputError([*error.problems, *problems]) from None
    if problems:
        raise InputError(problems)
    if draft.version.parent_sha256 == version.parent_sha256:
        return Origin(version, draft.checklist, content)
    return Origin(version, combined(inherited(plan.checklist), draft.checklist), content)


def _differences(plan: Plan, scenario: Scenario, dataset: str, file: str = "") -> Iterator[Problem]:
    """Why a plan is none that a new one carries on."""
    remedy = "en plan for noe annet er ingen ny versjon; utelat --parent"
    election = str(plan.scenario.get("election"))
    if election != scenario.election.isoformat():
        yield Problem("forelderen gjelder et annet valg", file, "scenario.election", election, remedy)
    if plan.dataset.name != dataset:
        yield Problem("forelderen er laget på et annet datasett", file, "dataset.name", plan.dataset.name, remedy)


def refuse_final(folder: Path, names: Collection[str], replacing: Mapping[str, bytes]) -> None:
    """See that no file to be written is a decided plan.

    Args:
        names: files about to be written.
        replacing: contents by name that a step was made from; these may be replaced while they hold just that.

    Raises:
        InputError: every file that must be left alone.
    """
    problems = []
    for name in names:
        file = folder / name
        if name in replacing:
            if plan_file_bytes(file) != replacing[name]:
                remedy = "prøv igjen; da regnes det ut fra det som står der nå"
                problems.append(Problem("fila er endret av andre i mellomtiden", str(file), remedy=remedy))
        elif name == PARENT_FILE and PLAN_FILE in names:
            continue  # the copy follows the plan beside it
        elif (status := stated_status(file)) not in (None, PlanStatus.DRAFT):
            problems.append(_final(file, status, "velg et annet filnavn"))
    if problems:
        raise InputError(problems)


def _final(file: Path, status: PlanStatus | None, remedy: str) -> Problem:
    word = WORDS[status] if status else ""
    return Problem("planen som står der, overskrives aldri", str(file), "version.status", word, remedy)
