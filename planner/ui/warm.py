"""What the first reader would otherwise wait for: scripts, modules, a dataset and the newest plan, read first."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from planner.domain.errors import ValgplanError
from planner.ui.packed import pack_first

SLOW = ("pandas", "planner.explain", "streamlit.emojis")
"""Modules that pages import when they need them: tables, what a click on a station asks for, and what Streamlit
compiles for its first box of text."""


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Read, then answer: a reader who waited for a page instead would wait as long, and see nothing."""
    await asyncio.to_thread(read_ahead)
    yield


def read_ahead() -> None:
    """Import every page, load one dataset and the newest plan; what cannot be read is told of on the pages."""
    from planner.ui.pages import pages

    pages()
    pack_first()
    for name in SLOW:
        import_module(name)
    inspect.stack()  # Streamlit asks at its first element who calls, which reads the place of every module once
    for read in (_read_today, _read_newest):
        try:
            read()
        except (OSError, ValueError, ValgplanError):
            continue


def _read_today() -> None:
    """What the first page shows of the scenario that it proposes."""
    from planner.ui import state
    from planner.ui.components.overview import known_today

    found = {path.stem: path for path in state.scenarios()}
    first = found.get("oslo") or next(iter(found.values()), None)
    if first is not None:
        problem = state.scenario_problem(first)
        state.ground_address(problem.dataset)
        key, today, _ = known_today(first, problem)
        state.plan_address(key, today, problem)


def _read_newest() -> None:
    """The plan that was written last: the one that is most likely looked at."""
    from planner.planfile import read_plan
    from planner.ui import state

    newest = max(state.saved_plans(), key=lambda saved: saved.plan_file.stat().st_mtime_ns, default=None)
    if newest is None:
        return
    read_plan(newest.plan_file)  # says what is wrong by an error, not on a page that nobody sees
    plan = state.read(newest)
    problem = state.problem_of(newest, plan) if plan else None
    if plan and problem:
        state.ground_address(problem.dataset)
        state.plan_address(state.stamp(newest), plan, problem)
        state.distance_messages(newest, plan)
