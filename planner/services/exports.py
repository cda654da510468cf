"""A plan in other formats, and as a map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.audit import complete
from planner.dataset import load_dataset
from planner.domain.dataset import Dataset
from planner.domain.errors import InputError, all_of
from planner.domain.errors import Problem as Trouble
from planner.domain.plan import Plan
from planner.evaluate.distance import distance_messages, distance_picture
from planner.evaluate.trust import trust_sentences
from planner.planfile import read_plan
from planner.problem import Problem, build_problem
from planner.services.files import write_files, write_folder
from planner.services.joining import find_plan_dataset, finished_plan, scenario_of
from planner.services.lineage import earlier_versions
from planner.services.maps import map_input

if TYPE_CHECKING:
    from planner.exporters.context import ExportContext
    from planner.exporters.registry import Content, Exporter


def export_file(
    path: Path,
    *,
    name: str,
    out: Path,
    data: Path | None = None,
    alternatives: Sequence[Path] = (),
    tell: Callable[[str], None] | None = None,
) -> None:
    """Write one export of a plan file, every figure recomputed; ``out`` is taken literally.

    Args:
        alternatives: files of other plans that were considered, for the case paper.
        tell: what the exporter says besides the file.

    Raises:
        InputError: unknown format, unreadable plan or dataset, a plan that the format cannot hold, an ``out`` that
            is a folder where a file is due or a file where a folder is. Nothing is written then.
    """
    found, plan, _ = all_of(
        lambda: exporter_named(name, place="--format"), lambda: read_plan(path), lambda: _check_out(out, name, path)
    )
    dataset = load_dataset(data if data is not None else find_plan_dataset(plan, path))
    others = tuple(finished_plan(other, data=data) for other in alternatives)
    earlier = earlier_versions(path, plan)
    try:
        content = export_content(plan, found, dataset, alternatives=others, earlier=earlier, tell=tell)
    except InputError as error:
        raise InputError([replace(trouble, file=trouble.file or str(path)) for trouble in error.problems]) from None
    if isinstance(content, bytes):
        write_files(out.parent, {out.name: content})
    else:
        write_folder(out, content, title=folder_title(found))


def _check_out(out: Path, name: str, plan: Path) -> None:
    """See that an export's place can be what its format makes, before anything is computed.

    Raises:
        InputError: it is the other, or the plan itself.
    """
    from planner.exporters.registry import exporters

    found = exporters().get(name)
    remedy = "velg et annet navn med --out"
    if out.resolve() == plan.resolve():
        raise InputError(Trouble("er planen selv, og den skal ikke overskrives", str(out), "--out", remedy=remedy))
    if found is None:
        return  # the unknown format is told elsewhere
    if found.is_folder and out.exists() and not out.is_dir():
        raise InputError(Trouble(f"er en fil, og {name} lager en mappe", str(out), "--out", remedy=remedy))
    if not found.is_folder and out.is_dir():
        raise InputError(Trouble(f"er en mappe, og {name} lager en fil", str(out), "--out", remedy=remedy))


def export_content(
    plan: Plan,
    exporter: Exporter,
    dataset: Dataset,
    *,
    alternatives: tuple[Plan, ...] = (),
    earlier: tuple[Plan, ...] = (),
    tell: Callable[[str], None] | None = None,
) -> Content:
    """One export of a plan, every figure recomputed.

    Args:
        earlier: the versions before it (:func:`planner.services.lineage.earlier_versions`).

    Raises:
        InputError: the plan's scenario does not fit the dataset; the exporter refuses what is in the plan.
    """
    problem = build_problem(dataset, scenario_of(plan))
    return exporter.export(complete(plan, problem), export_context(problem, alternatives, earlier, tell=tell))


def export_context(
    problem: Problem,
    alternatives: tuple[Plan, ...] = (),
    earlier: tuple[Plan, ...] = (),
    *,
    tell: Callable[[str], None] | None = None,
) -> ExportContext:
    """What exporters know besides the plan: places, where distance is the problem, what is approximate."""
    from planner.exporters.context import ExportContext

    context = ExportContext.of(problem.dataset)
    return replace(
        context,
        tell=tell or context.tell,
        places_today=len(problem.existing),
        messages=distance_messages(problem, distance_picture(problem)),
        caveats=trust_sentences(problem),
        alternatives=alternatives,
        problem=problem,
        earlier=earlier,
    )


def folder_title(exporter: Exporter) -> str:
    """First line of a folder export's list of contents."""
    return f"valgplan {exporter.name}"


def exporter_lines() -> tuple[tuple[str, str, str], ...]:
    """(name, suffix, sentence) of every exporter."""
    from planner.exporters.registry import exporters

    return tuple((e.name, e.suffix, e.sentence) for e in exporters().values())


def map_bytes(plan: Plan, problem: Problem, messages: tuple[str, ...]) -> bytes:
    """The stand-alone map of a plan."""
    from planner.mapview.render import render_map

    given = map_input(plan, problem, messages)
    return render_map(plan, problem.dataset, given, generated_on=date.today()).encode()  # noqa: DTZ011 - local day


def export_name(exporter: Exporter) -> str:
    """Name of an export in a plan's folder: ``stations.geojson``, ``stations-open-2017.csv``; a folder has its own."""
    if exporter.is_folder:
        return exporter.name
    ending = exporter.suffix.removeprefix(".")
    format_name = exporter.name.removesuffix(ending).rstrip("-")
    return "-".join(part for part in ("stations", format_name) if part) + exporter.suffix


def exporter_named(name: str, *, place: str = "") -> Exporter:
    """The exporter of that name.

    Raises:
        InputError: there is none; lists those that exist.
    """
    from planner.exporters.registry import exporter

    try:
        return exporter(name)
    except InputError as error:
        raise InputError([replace(trouble, place=place) for trouble in error.problems]) from None
