"""The lower floors are light: nothing heavy comes with them, and an audit needs no solver."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("geopandas", "pandas", "streamlit", "folium", "pulp", "highspy", "osmnx", "osmium", "shapely", "networkx")


@pytest.mark.parametrize(
    "module",
    [
        "planner",
        "planner.domain.plan",
        "planner.domain.dataset",
        "planner.scenario",
        "planner.problem",
        "planner.audit",
    ],
)
def test_nothing_heavy_is_imported(module: str) -> None:
    code = f"import {module}, sys; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == ""
