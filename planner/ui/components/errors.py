"""What is wrong, told on a page: all of it, files by their name alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

import streamlit as st

from planner.domain.errors import InputError, Problem
from planner.ui import i18n


def trouble_text(problem: Problem) -> str:
    """One thing wrong; where on the machine its file lies is nothing that a reader asks for."""
    return i18n.plain(str(replace(problem, file=PurePath(problem.file).name)))


def trouble_list(error: InputError) -> str:
    """All that is wrong, one line each."""
    return "\n".join(f"- {trouble_text(problem)}" for problem in error.problems)


def show_errors(error: InputError) -> None:
    """Tell all that is wrong."""
    st.error(trouble_list(error))
