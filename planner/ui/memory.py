"""What the pages remember on disk: the store beside the plans, and choices that follow from page to page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from planner.services import runs
from planner.services.store import Store
from planner.ui import state


def store() -> Store:
    """The store of the output folder; what ran when the server was stopped is taken up once."""
    return _store(str(state.out_folder().resolve()))


@st.cache_resource(show_spinner=False)
def _store(folder: str) -> Store:
    found = Store(Path(folder))
    runs.take_up(found)
    return found


def keep(
    name: str, label: str, options: Sequence[str], words: Callable[[str], str] = str, start: str | None = None
) -> str:
    """A choice that stands in the address and follows the reader from page to page.

    Args:
        name: of the address's parameter.
        options: one at least; anything else in the address is passed over.
        start: what is chosen where the reader has chosen nothing.
    """
    widget, kept = f"choice-{name}", f"kept-{name}"
    asked, known = st.query_params.get(name), st.session_state.get(kept)
    wanted = st.session_state.pop(f"next-{name}", None) or (asked if asked != known else None)
    if wanted in options:
        st.session_state[widget] = wanted
    elif st.session_state.get(widget) not in options:
        st.session_state[widget] = next((one for one in (known, start) if one in options), options[0])
    chosen = st.selectbox(label, options, key=widget, format_func=words)
    st.session_state[kept] = chosen
    st.query_params[name] = chosen
    return chosen


def choose(name: str, value: str) -> None:
    """Make a choice for the reader, from the next rerun on: what was just saved or calculated is shown."""
    st.session_state[f"next-{name}"] = value
