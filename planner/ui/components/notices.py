"""The notices of a change under vf 6-1, made of the two plans that are compared."""

from __future__ import annotations

import streamlit as st

from planner import services
from planner.domain.errors import InputError
from planner.ui import i18n
from planner.ui.components.downloads import BINARY
from planner.ui.components.errors import trouble_text
from planner.ui.state import SavedPlan
from planner.ui.words import t


def show_notices(old: SavedPlan, new: SavedPlan) -> None:
    """A button that makes both notices as one archive, or what is in the way of them."""
    from planner.notices import notice_files, read_pair  # brings every exporter, which takes a second to load

    st.subheader(t("notices.head"), anchor=False)
    st.caption(t("notices.intro"))
    if not st.button(t("notices.make"), key="notices-make"):
        return
    try:
        pair = read_pair(old.plan_file, new.plan_file)
    except InputError as error:
        st.warning("\n\n".join(trouble_text(problem) for problem in error.problems))
        return
    for note in pair.notes:
        st.info(i18n.plain(note))
    content = services.zip_bytes(notice_files(pair))
    st.download_button(t("notices.download"), content, t("notices.file"), BINARY, on_click="ignore", key="notices-file")
