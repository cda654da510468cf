"""Runs once per visit: sets the frame of every page and shows the one that is asked for."""

from __future__ import annotations

import streamlit as st

from planner.ui.assets import ICON
from planner.ui.components.frame import set_style
from planner.ui.components.language import set_language, show_language
from planner.ui.pages import entries
from planner.ui.words import t


def main() -> None:
    """Register the pages; a page is a file in ``planner/ui/pages``."""
    set_language()
    st.set_page_config(page_title=t("shell.app"), page_icon=ICON, layout="wide")
    page = st.navigation(list(entries().values()), position="top")
    set_style()
    page.run()
    show_language()


main()
