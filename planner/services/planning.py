"""A scenario solved, audited and written: plan, map and exports."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from planner.audit import content_findings, plan_checklist
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.domain.plan import Plan, PlanStatus, Version
from planner.evaluate.distance import DistancePicture, distance_messages, distance_picture
from planner.origin import PARENT_FILE, PLAN_FILE, Origin, find_origin
from planner.planfile import plan_bytes, read_plan, stated_status
from planner.problem import Problem
from planner.scenario import Draft, read_draft
from planner.services.certificates import CERTIFICATE_FILE, certificate_bytes
from planner.services.exports import export_context, export_name, exporter_named, folder_title, map_bytes
from planner.services.files import portable, write_files, write_folder
from planner.services.joining import find_dataset, joined
from planner.services.lineage import earlier_versions

if TYPE_CHECKING:
    from planner.exporters.registry import Content, Exporter
    from planner.optimise.certificate import Certificate
    from planner.optimise.solve import Cancel
    from planner.optimise.watch import Callback, TracePoint

Say = Callable[[str], None]
MAP_FILE = "map.html"
STOPPED_SUFFIX = "-stanset"


def silent(_: object) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class PlanResult:
    """A written plan.

    Attributes:
        folder: where it stands.
        files: names of the files written.
        trace: bound and best plan over time.
    """

    plan: Plan
    problem: Problem
    picture: DistancePicture
    messages: tuple[str, ...]
    folder: Path
    files: tuple[str, ...]
    trace: tuple[TracePoint, ...] = ()


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
    trace: Path | None = None,
    certificate: bool = True,
    keep: Path | None = None,
    progress: Say = silent,
    callback: Callback = silent,
    cancel: Cancel = None,
) -> PlanResult:
    """Solve a scenario, audit the plan and write plan, map and exports to a folder.

    Args:
        scenario: the YAML file.
        data: the dataset folder; None looks up the scenario's ``dataset``.
        out: folder of the results; None is ``out/<scenario stem>``.
        overrides: scenario fields to replace, dotted, as YAML text; None where no value was given.
        parent: a decided plan that this one is a new version of; its checklist is taken over.
        trace: a file for bound and best plan over time, CSV (:class:`~planner.optimise.watch.TracePoint`), written
            anew with each point.
        certificate: write a certificate of the bound beside the plan.
        callback, cancel: see :func:`planner.optimise.solve.solve`. A cancelled run's plan replaces no plan that is
            there already: it goes to :func:`stopped_folder`.
        keep: a plan whose openings are kept as far as can be; None is the parent where that is announced and
            the scenario says nothing of its own (``keep``).

    A draft that stands in the folder is overwritten and its checklist taken over; a plan that is
    decided or more is never overwritten.

    Raises:
        ValgplanError: see :func:`planner.optimise.solve.solve`; nothing is written then.
            All that is wrong with scenario, overrides, dataset and folder comes at once.
    """
    from planner.optimise.solve import solve_problem
    from planner.optimise.watch import told_to_stop

    folder = out_folder(scenario, out)
    draft = read_keeping(scenario, overrides, keep, parent)
    progress("Leser datasettet …")
    bad = (*_bad_out(folder), *_bad_trace(trace))
    problem = joined(draft, lambda: data or find_dataset(draft.scenario.dataset, beside=scenario.parent), bad)
    chosen, dataset = problem.scenario, problem.dataset
    find_origin(folder, chosen, dataset.name, parent=parent)
    points: list[TracePoint] = []
    certificates: list[Certificate] = []
    plan = solve_problem(
        problem,
        gap=gap,
        time_limit=time_limit,
        seed=seed,
        progress=progress,
        callback=_both(_tracer(trace, points), callback),
        cancel=cancel,
        certified=certificates.append if certificate else None,
    )
    plan = replace(plan, dataset=replace(plan.dataset, path=portable(dataset.path)))
    folder = stopped_folder(folder) if told_to_stop(cancel) and (folder / PLAN_FILE).exists() else folder
    # Read anew: somebody may have marked an item, or decided the plan, while this one was made.
    origin = find_origin(folder, chosen, dataset.name, parent=parent)
    plan = _following(plan, origin, problem)
    picture = distance_picture(problem)
    messages = distance_messages(problem, picture)
    progress("Skriver plan, kart og eksporter …")
    files = {PLAN_FILE: plan_bytes(plan), MAP_FILE: map_bytes(plan, problem, messages)}
    if certificates:
        files[CERTIFICATE_FILE] = certificate_bytes(certificates[0])
    also = () if parent is None else (parent,)
    context = export_context(problem, earlier=earlier_versions(folder / PLAN_FILE, plan, also=also), tell=progress)
    if origin.parent is not None:
        files[PARENT_FILE] = origin.parent
    made = {exporter: exporter.export(plan, context) for exporter in map(exporter_named, chosen.exports)}
    names = _write(folder, files, made)
    return PlanResult(plan, problem, picture, messages, folder, names, tuple(points))


def _tracer(trace: Path | None, points: list[TracePoint]) -> Callback:
    """Keeps points, and writes them all to the file, if there is one, whenever there is one more."""
    from planner.optimise.watch import trace_csv

    def tell(point: TracePoint) -> None:
        points.append(point)
        if trace is not None:
            write_files(trace.parent, {trace.name: trace_csv(points)})

    return tell


def _both(one: Callback, other: Callback) -> Callback:
    def call(point: TracePoint) -> None:
        one(point)
        other(point)

    return call


def _write(folder: Path, files: dict[str, bytes], made: Mapping[Exporter, Content]) -> tuple[str, ...]:
    """Write files and exports, of which some are folders; the names."""
    files = files | {export_name(found): content for found, content in made.items() if isinstance(content, bytes)}
    folders = {found: content for found, content in made.items() if not isinstance(content, bytes)}
    write_files(folder, files)
    for found, content in folders.items():
        write_folder(folder / export_name(found), content, title=folder_title(found))
    return (*files, *(f"{export_name(found)}/" for found in folders))


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


def stopped_folder(folder: Path) -> Path:
    """Where the plan of a run that was stopped goes when its folder holds a plan already."""
    return folder.with_name(f"{folder.name}{STOPPED_SUFFIX}")


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


def _bad_trace(file: Path | None) -> Iterator[Trouble]:
    if file is not None and file.is_dir():
        yield Trouble("er en mappe, ikke en fil", str(file), remedy="oppgi et filnavn til --trace")


def _bad_out(folder: Path) -> Iterator[Trouble]:
    if folder.exists() and not folder.is_dir():
        yield Trouble("er en fil, ikke en mappe", str(folder), remedy="velg en annen --out")
