"""Download buttons: the plan, the map and every export, a folder as one archive."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner import services
from planner.domain.dataset import Dataset
from planner.domain.errors import InputError
from planner.domain.plan import Plan
from planner.exporters import Content, ExportContext, Exporter, exporters
from planner.ui import i18n, state
from planner.ui.state import SavedPlan

BINARY = "application/octet-stream"


def show_downloads(saved: SavedPlan, plan: Plan) -> None:
    """Draw the buttons; an export is made when its button is pressed."""
    for label, file in ((i18n.DOWNLOAD_PLAN, saved.plan_file), (i18n.DOWNLOAD_MAP, saved.map_file)):
        if file.is_file():
            name = f"{saved.name}-{file.name}"
            st.download_button(label, file.read_bytes, name, BINARY, on_click="ignore", key=f"file-{file.name}")
    dataset = state.dataset_of(saved, plan)
    if dataset is None:
        st.caption(i18n.EXPORT_WITHOUT_DATASET)
    for item in exporters().values():
        make = partial(_bytes, item, plan, dataset)
        name = f"{saved.name}-{item.name}.zip" if item.is_folder else f"{saved.name}{item.suffix}"
        st.download_button(item.sentence, make, name, BINARY, on_click="ignore", key=f"export-{item.name}")


def _bytes(item: Exporter, plan: Plan, dataset: Dataset | None) -> bytes:
    content = _content(item, plan, dataset)
    return content if isinstance(content, bytes) else services.zip_bytes(content)


def _content(item: Exporter, plan: Plan, dataset: Dataset | None) -> Content:
    try:
        return item.export(plan, ExportContext()) if dataset is None else services.export_content(plan, item, dataset)
    except InputError:  # the plan's scenario does not fit the dataset: what the file says itself, not recomputed
        return item.export(plan, ExportContext.of(dataset))
