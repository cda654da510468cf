"""A scenario solved, audited and written: plan, map and exports."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from planner.audit import content_findings, plan_checklist
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.domain.plan import Plan, PlanStatus, Version
from planner.evaluate.distance import DistancePicture, distance_messages, distance_picture
from planner.origin import PARENT_FILE, PLAN_FILE, Origin, find_origin
from planner.planfile import plan_bytes, read_plan, stated_status
from planner.problem import Problem
from planner.scenario import Draft, read_draft
from planner.services.exports import export_context, export_name, exporter_named, map_bytes
from planner.services.files import portable, write_files
from planner.services.joining import find_dataset, joined

Say = Callable[[str], None]
MAP_FILE = "map.html"


def silent(_: str) -> None:
    """No progress."""


@dataclass(frozen=True)
class PlanResult:
    """A written plan.

    Attributes:
        folder: where it stands.
        files: names of the files written.
    """

    plan: Plan
    problem: Problem
    picture: DistancePicture
    messages: tuple[str, ...]
    folder: Path
    files: tuple[str, ...]


def plan_scenario(
    scenario: Path,
    *,
    data: Path | None = None,
    out: Path | None = None,
    time_limit: float = 60.0,
    gap: float = 0.01,
    seed: int = 0,
    overrides: Mapping[str, str | None] | None = None,
    parent: Path | None = None,
    keep: Path | None = None,
    progress: Say = silent,
) -> PlanResult:
    """Solve a scenario, audit the plan and write plan, map and exports to a folder.

    Args:
        scenario: the YAML file.
        data: the dataset folder; None looks up the scenario's ``dataset``.
        out: folder of the results; None is ``out/<scenario stem>``.
        overrides: scenario fields to replace, dotted, as YAML text; None where no value was given.
        parent: a decided plan that this one is a new version of; its checklist is taken over.
        keep: a plan whose openings are kept as far as can be; None is the parent where that is announced and
            the scenario says nothing of its own (``keep``).

    A draft that stands in the folder is overwritten and its checklist taken over; a plan that is
    decided or more is never overwritten.

    Raises:
        ValgplanError: see :func:`planner.optimise.solve.solve`; nothing is written then.
            All that is wrong with scenario, overrides, dataset and folder comes at once.
    """
    from planner.optimise.solve import solve_problem

    folder = out_folder(scenario, out)
    draft = read_keeping(scenario, overrides, keep, parent)
    progress("Leser datasettet …")
    problem = joined(
        draft, lambda: data or find_dataset(draft.scenario.dataset, beside=scenario.parent), _bad_out(folder)
    )
    chosen, dataset = problem.scenario, problem.dataset
    find_origin(folder, chosen, dataset.name, parent=parent)
    plan = solve_problem(problem, gap=gap, time_limit=time_limit, seed=seed, progress=progress)
    plan = replace(plan, dataset=replace(plan.dataset, path=portable(dataset.path)))
    # Read anew: somebody may have marked an item, or decided the plan, while this one was made.
    origin = find_origin(folder, chosen, dataset.name, parent=parent)
    plan = _following(plan, origin, problem)
    picture = distance_picture(problem)
    messages = distance_messages(problem, picture)
    progress("Skriver plan, kart og eksporter …")
    files = {PLAN_FILE: plan_bytes(plan), MAP_FILE: map_bytes(plan, problem, messages)}
    context = export_context(problem)
    for exporter in map(exporter_named, chosen.exports):
        files[export_name(exporter)] = exporter.export(plan, context)
    if origin.parent is not None:
        files[PARENT_FILE] = origin.parent
    write_files(folder, files)
    return PlanResult(plan, problem, picture, messages, folder, tuple(files))


def read_keeping(
    scenario: Path, overrides: Mapping[str, str | None] | None, keep: Path | None, parent: Path | None
) -> Draft:
    """A scenario file with the plan that is to be kept; see :func:`plan_scenario`."""
    changes = dict(overrides or {})
    if keep is None and parent is not None and stated_status(parent) is PlanStatus.ANNOUNCED:
        draft = read_draft(scenario, changes)
        if "keep" in draft.scenario.model_fields_set:
            return draft
        keep = parent
    if keep is not None:
        changes["keep"] = json.dumps(str(keep.resolve()), ensure_ascii=False)
    return read_draft(scenario, changes)


def _following(plan: Plan, origin: Origin, problem: Problem) -> Plan:
    """A plan just made, as the version and with the checklist that it carries on."""
    plan = replace(plan, version=origin.version, checklist=origin.checklist)
    plan = replace(plan, checklist=plan_checklist(plan, problem))
    return plan if plan.version == Version() else replace(plan, findings=content_findings(plan, problem))


def out_folder(scenario: Path, out: Path | None) -> Path:
    """Where the results of a scenario file go."""
    return out if out is not None else Path("out") / scenario.stem


def older_plan(folder: Path) -> str | None:
    """A sentence about the plan that a folder holds already, for when no new one was written there."""
    from planner.versions import WORDS

    path = folder / PLAN_FILE
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        status = WORDS[read_plan(path).version.status]
    except OSError:
        return None
    except InputError:
        status = "uleselig"
    return f"Merk: {path} er fortsatt den eldre planen, skrevet {written:%Y-%m-%d %H:%M} (status: {status})."


def _bad_out(folder: Path) -> Iterator[Trouble]:
    if folder.exists() and not folder.is_dir():
        yield Trouble("er en fil, ikke en mappe", str(folder), remedy="velg en annen --out")
