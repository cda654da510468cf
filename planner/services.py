"""What a planner can ask for, the same for the command line and the browser.

Nothing here prints, and nothing is left half-written: files are made in full
before the first one is put in place. The solver, the map and the exporters are
imported only where they are used, so that an audit runs where they are missing.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from planner.audit import before_minutes, complete, content_findings, judge, plan_checklist
from planner.dataset import check_dataset, load_dataset
from planner.domain.dataset import Dataset
from planner.domain.errors import InputError, all_of
from planner.domain.errors import Problem as Trouble
from planner.domain.findings import Finding, Severity
from planner.domain.plan import Plan, Station, Version
from planner.evaluate.access import mode_mix, open_stations, place_minutes, quickest_station, segment_minutes
from planner.evaluate.distance import DistancePicture, distance_messages, distance_picture
from planner.evaluate.trust import trust_sentences
from planner.objectives.registry import unknown_objective
from planner.origin import PARENT_FILE, PLAN_FILE, Origin, find_origin, refuse_final
from planner.planfile import plan_bytes, read_plan
from planner.problem import Problem, build_problem, mismatches, own_mismatches
from planner.scenario import (
    HERE,
    Draft,
    Scenario,
    Unread,
    as_far_as_read,
    draft_scenario,
    parse_scenario,
    read_draft,
    readable,
)

if TYPE_CHECKING:
    from planner.exporters.context import ExportContext
    from planner.exporters.registry import Exporter
    from planner.law.calendar import Calendar
    from planner.law.decisions import Decision
    from planner.sources.build import BuildReport

LOG = logging.getLogger("valgplan")
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


@dataclass(frozen=True)
class AuditResult:
    """An audited plan file."""

    plan: Plan
    findings: tuple[Finding, ...]


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
    progress: Say = silent,
) -> PlanResult:
    """Solve a scenario, audit the plan and write plan, map and exports to a folder.

    Args:
        scenario: the YAML file.
        data: the dataset folder; None looks up the scenario's ``dataset``.
        out: folder of the results; None is ``out/<scenario stem>``.
        overrides: scenario fields to replace, dotted, as YAML text; None where no value was given.
        parent: a decided plan that this one is a new version of; its checklist is taken over.

    A draft that stands in the folder is overwritten and its checklist taken over; a plan that is
    decided or more is never overwritten.

    Raises:
        ValgplanError: see :func:`planner.optimise.solve.solve`; nothing is written then.
            All that is wrong with scenario, overrides, dataset and folder comes at once.
    """
    from planner.optimise.solve import solve_problem

    folder = out_folder(scenario, out)
    draft = read_draft(scenario, overrides)
    progress("Leser datasettet …")
    problem = _joined(
        draft, lambda: data or find_dataset(draft.scenario.dataset, beside=scenario.parent), _bad_out(folder)
    )
    chosen, dataset = problem.scenario, problem.dataset
    find_origin(folder, chosen, dataset.name, parent=parent)
    plan = solve_problem(problem, gap=gap, time_limit=time_limit, seed=seed, progress=progress)
    plan = replace(plan, dataset=replace(plan.dataset, path=_portable(dataset.path)))
    # Read anew: somebody may have marked an item, or decided the plan, while this one was made.
    origin = find_origin(folder, chosen, dataset.name, parent=parent)
    plan = _following(plan, origin, problem)
    picture = distance_picture(problem)
    messages = distance_messages(problem, picture)
    progress("Skriver plan, kart og eksporter …")
    files = {PLAN_FILE: plan_bytes(plan), MAP_FILE: map_bytes(plan, problem, messages)}
    context = export_context(problem)
    for exporter in map(_exporter, chosen.exports):
        files[_export_name(exporter)] = exporter.export(plan, context)
    if origin.parent is not None:
        files[PARENT_FILE] = origin.parent
    write_files(folder, files)
    return PlanResult(plan, problem, picture, messages, folder, tuple(files))


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


def _joined(draft: Draft, find: Callable[[], Path], others: Iterable[Trouble] = ()) -> Problem:
    """Scenario and dataset joined.

    Args:
        find: the dataset folder; may raise.
        others: what is known to be wrong beside them.

    Raises:
        InputError: everything wrong with either, and all that the scenario names and that does not exist.
    """
    troubles, dataset, named = [*draft.problems, *others], None, draft.scenario
    troubles += draft.located(as_far_as_read((_unknown_exports(named), unknown_objective(named))))
    unjudged = ""
    try:
        dataset = load_dataset(find())
    except InputError as error:
        troubles += error.problems
        unjudged = "Navn i scenariet er ikke sjekket mot datasettet, siden det ikke kan leses."
    except Unread:
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
    for name in readable(scenario.exports):
        try:
            _exporter(name)
        except InputError as error:
            yield from (replace(trouble, file=HERE, place="exports") for trouble in error.problems)


def audit_file(path: Path, *, data: Path | None = None) -> AuditResult:
    """Recompute rules and constraints of a plan file, wherever it lies.

    Raises:
        InputError: the plan, its scenario or its dataset cannot be read.
    """
    plan = read_plan(path)
    problem = problem_of(plan, path, data=data)
    return AuditResult(plan, judge(plan, problem))


def problem_of(plan: Plan, path: Path, *, data: Path | None = None) -> Problem:
    """What a plan file is judged by: its scenario on its dataset.

    Raises:
        InputError: one of them cannot be read; all that is wrong with both.
    """
    draft = draft_scenario(plan.scenario, str(path))
    return _joined(draft, lambda: data or find_plan_dataset(plan, path))


def finished_plan(path: Path, *, data: Path | None = None) -> Plan:
    """A plan file with every figure recomputed.

    Raises:
        InputError: the plan, its scenario or its dataset cannot be read.
    """
    result = read_plan(path)
    return complete(result, problem_of(result, path, data=data))


def export_file(
    path: Path, *, name: str, out: Path, data: Path | None = None, alternatives: Sequence[Path] = ()
) -> None:
    """Write one export of a plan file, every figure recomputed; ``out`` is taken literally.

    Args:
        alternatives: files of other plans that were considered, for the case paper.

    Raises:
        InputError: unknown format, unreadable plan or dataset.
    """
    exporter, plan = all_of(lambda: _exporter(name), lambda: read_plan(path))
    dataset = load_dataset(data if data is not None else find_plan_dataset(plan, path))
    others = tuple(finished_plan(other, data=data) for other in alternatives)
    content = export_bytes(plan, exporter, dataset, alternatives=others)
    write_files(out.parent, {out.name: content})


def export_bytes(plan: Plan, exporter: Exporter, dataset: Dataset, *, alternatives: tuple[Plan, ...] = ()) -> bytes:
    """One export of a plan, every figure recomputed.

    Raises:
        InputError: the plan's scenario does not fit the dataset.
    """
    problem = build_problem(dataset, scenario_of(plan))
    return exporter.export(complete(plan, problem), export_context(problem, alternatives))


def export_context(problem: Problem, alternatives: tuple[Plan, ...] = ()) -> ExportContext:
    """What exporters know besides the plan: places, where distance is the problem, what is approximate."""
    from planner.exporters.context import ExportContext

    return replace(
        ExportContext.of(problem.dataset),
        places_today=len(problem.existing),
        messages=distance_messages(problem, distance_picture(problem)),
        caveats=trust_sentences(problem),
        alternatives=alternatives,
    )


def exporter_lines() -> tuple[tuple[str, str, str], ...]:
    """(name, suffix, sentence) of every exporter."""
    from planner.exporters.registry import exporters

    return tuple((e.name, e.suffix, e.sentence) for e in exporters().values())


def map_bytes(plan: Plan, problem: Problem, messages: tuple[str, ...]) -> bytes:
    """The stand-alone map of a plan."""
    from planner.exporters.hours import phase_lines
    from planner.mapview.mapinput import MapInput
    from planner.mapview.render import render_map
    from planner.optimise.extract import premises_station

    stations = open_stations(plan, problem)
    before: tuple[Station, ...] = tuple(premises_station(problem, schedule) for schedule in problem.existing)
    values = MapInput(
        point_minutes_before=place_minutes(problem, before_minutes(problem, cells=False)),
        point_minutes_after=place_minutes(problem, segment_minutes(problem, stations, cells=False)),
        point_station=tuple(name or None for name in quickest_station(problem, stations)),
        point_weight=problem.weights,
        hours_text=phase_lines,
        stations_before=before,
        messages=messages,
        minutes_label=f"forventet reisetid til raskeste brukbare sted ({mode_mix(problem)})",
    )
    return render_map(plan, problem.dataset, values, generated_on=date.today()).encode()  # noqa: DTZ011 - local day


def build_dataset_folder(name: str, *, raw: Path, out: Path, progress: Say = silent) -> BuildReport:
    """Make a municipality dataset folder from raw files."""
    from planner.sources.build import build_dataset

    return build_dataset(name, raw=raw, out=out, progress=progress)


def check_dataset_folder(path: Path) -> list[Trouble]:
    """Everything wrong with a dataset folder; empty if it is valid."""
    return check_dataset(path)


def scenario_of(plan: Plan) -> Scenario:
    """The scenario a plan was made from."""
    return parse_scenario(plan.scenario)


def plan_messages(plan: Plan, dataset: Dataset) -> tuple[str, ...]:
    """Where distance is the problem and where it is not, for a plan's scenario."""
    problem = build_problem(dataset, scenario_of(plan))
    return distance_messages(problem, distance_picture(problem))


def worst(findings: tuple[Finding, ...]) -> Severity | None:
    """The worst severity among findings."""
    order = list(Severity)
    return min((finding.severity for finding in findings), key=order.index, default=None)


def find_dataset(name: str, *, beside: Path) -> Path:
    """A scenario's dataset folder: beside the scenario, then in the working directory.

    Raises:
        InputError: it is in neither.
    """
    for folder in (beside / name, Path(name)):
        if folder.is_dir():
            return folder
    remedy = "rett «dataset» i scenariet, eller bruk --data"
    raise InputError(Trouble("datasettmappa finnes ikke", str(beside), "dataset", name, remedy))


def find_plan_dataset(plan: Plan, path: Path) -> Path:
    """A plan's dataset folder: as written, from the plan's folder upwards, or beside this program.

    Raises:
        InputError: it is nowhere.
    """
    written = Path(plan.dataset.path)
    bases = [Path(), *path.resolve().parents, Path(__file__).resolve().parents[1]]
    for base in bases:
        if (base / written).is_dir():
            return base / written
    remedy = "oppgi datasettmappa med --data"
    message = "datasettet som planen ble laget på, finnes ikke her"
    raise InputError(Trouble(message, str(path), "dataset.path", str(written), remedy))


def write_files(folder: Path, files: Mapping[str, bytes], *, replacing: Mapping[str, bytes] | None = None) -> None:
    """Write all files or none: made in a temporary folder beside, then moved.

    Args:
        folder, files: where, and contents by name.
        replacing: what files are known to hold that are to be replaced; only these may be plans
            that are decided or more.

    Raises:
        InputError: the folder cannot be written to, a decided plan would be lost, or a file to be
            replaced holds something else by now.
    """
    refuse_final(folder, files, replacing or {})
    staging: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".valgplan-", dir=folder))
        for name, content in files.items():
            (staging / name).write_bytes(content)
        for name in files:
            (staging / name).replace(folder / name)
    except OSError as error:
        problem = Trouble(f"kan ikke skrive her ({error.strerror})", str(folder), remedy="velg en annen mappe")
        raise InputError(problem) from None
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def write_calendar(file: Path, calendar: Calendar, decided: Sequence[Decision]) -> None:
    """Write the calendar and the decisions as iCalendar.

    Raises:
        InputError: the path is a folder, or cannot be written to.
    """
    from planner.law.calendar_ics import calendar_ics

    if file.is_dir():
        raise InputError(Trouble("er en mappe, ikke en fil", str(file), remedy="oppgi et filnavn"))
    write_files(file.parent, {file.name: calendar_ics(calendar, decided)})


def _export_name(exporter: Exporter) -> str:
    """File name of an export in a plan's folder: ``stations.geojson``, ``stations-open-2017.csv``."""
    ending = exporter.suffix.removeprefix(".")
    format_name = exporter.name.removesuffix(ending).rstrip("-")
    return "-".join(part for part in ("stations", format_name) if part) + exporter.suffix


def _bad_out(folder: Path) -> Iterator[Trouble]:
    if folder.exists() and not folder.is_dir():
        yield Trouble("er en fil, ikke en mappe", str(folder), remedy="velg en annen --out")


def _exporter(name: str) -> Exporter:
    from planner.exporters.registry import exporter

    return exporter(name)


def _portable(path: Path) -> str:
    """A path as a plan keeps it: relative to the working directory where that is possible."""
    full = path.resolve()
    try:
        return full.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return full.as_posix()
