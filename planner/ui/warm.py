"""What the first reader would otherwise wait for: modules and a dataset, read before the server answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from planner.domain.errors import ValgplanError

LATER = ("pandas", "planner.explain", "planner.notices", "planner.mapview.render")
"""Modules that only some pages need, and that take a second each."""


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Read what every reader needs, then answer; what some need comes while the first ones read."""
    await asyncio.to_thread(read_ahead)
    threading.Thread(target=read_later, daemon=True).start()
    yield


def read_ahead() -> None:
    """Import every page and load one dataset; what cannot be read is told of on the pages."""
    from planner.ui import state
    from planner.ui.pages import pages

    pages()
    found = {path.stem: path for path in state.scenarios()}
    first = found.get("oslo") or next(iter(found.values()), None)
    try:
        if first is not None:
            state.ground_address(state.scenario_problem(first).dataset)
    except (OSError, ValgplanError):
        return


def read_later() -> None:
    """Import what is slow and seldom needed first."""
    for name in LATER:
        import_module(name)
