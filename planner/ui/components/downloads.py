"""Download buttons: the plan, the map and every export, a folder as one archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from planner import services
from planner.domain.dataset import Dataset
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.domain.plan import Plan
from planner.evaluate.distance import distance_messages, distance_picture
from planner.exporters import Content, ExportContext, Exporter, exporters
from planner.problem import Problem
from planner.ui import i18n, state
from planner.ui.state import SavedPlan
from planner.ui.words import t

BINARY = "application/octet-stream"


def show_downloads(saved: SavedPlan, plan: Plan) -> None:
    """Draw the buttons; an export is made when its button is pressed."""
    _button(t("decide.download_plan"), saved.plan_file.read_bytes, f"{saved.name}-{saved.plan_file.name}", "file-plan")
    problem = state.problem_of(saved, plan)
    if saved.map_file.is_file() or problem is not None:
        make_map = partial(_map_bytes, saved, plan, problem)
        _button(t("decide.download_map"), make_map, f"{saved.name}-{saved.map_file.name}", "file-map")
    dataset = state.dataset_of(saved, plan)
    if dataset is None:
        st.caption(t("decide.without_dataset"))
    for item in exporters().values():
        refused = item.problems(plan, ExportContext.of(dataset)) if item.problems is not None else ()
        if refused:
            _show_refused(item, refused)
            continue
        make = partial(_bytes, item, plan, dataset, saved.plan_file)
        name = f"{saved.name}-{item.name}.zip" if item.is_folder else f"{saved.name}{item.suffix}"
        _button(item.sentence, make, name, f"export-{item.name}")


def _button(label: str, make: Callable[[], bytes], name: str, key: str) -> None:
    st.download_button(label, make, name, BINARY, on_click="ignore", key=key)


def _map_bytes(saved: SavedPlan, plan: Plan, problem: Problem | None) -> bytes:
    """The map beside the plan; made now where there is none, as beside a new version."""
    if saved.map_file.is_file() or problem is None:
        return saved.map_file.read_bytes()
    return services.map_bytes(plan, problem, distance_messages(problem, distance_picture(problem)))


def _show_refused(item: Exporter, problems: Sequence[Trouble]) -> None:
    """What stands in the way of a format, in place of its button."""
    st.caption(f"{t('decide.refused')} {i18n.plain(item.sentence)}")
    with st.expander(t("decide.problems")):
        st.text("\n".join(str(problem) for problem in problems))


def _bytes(item: Exporter, plan: Plan, dataset: Dataset | None, file: Path) -> bytes:
    content = _content(item, plan, dataset, services.earlier_versions(file, plan))
    return content if isinstance(content, bytes) else services.zip_bytes(content)


def _content(item: Exporter, plan: Plan, dataset: Dataset | None, earlier: tuple[Plan, ...]) -> Content:
    if dataset is None:
        return item.export(plan, ExportContext(earlier=earlier))
    try:
        return services.export_content(plan, item, dataset, earlier=earlier)
    except InputError:  # the plan's scenario does not fit the dataset: what the file says itself, not recomputed
        return item.export(plan, replace(ExportContext.of(dataset), earlier=earlier))
