"""Runs once per visit: sets the frame of every page and shows the one that is asked for."""

from __future__ import annotations

import streamlit as st

from planner.ui import i18n
from planner.ui.assets import ICON
from planner.ui.pages import pages


def main() -> None:
    """Register the pages; a page is a file in ``planner/ui/pages``."""
    st.set_page_config(page_title=i18n.APP_TITLE, page_icon=ICON, layout="wide")
    first, *others = pages()
    entries = [st.Page(first.show, title=first.TITLE, url_path=first.URL, default=True)]
    entries += [st.Page(page.show, title=page.TITLE, url_path=page.URL) for page in others]
    st.navigation(entries).run()


main()
