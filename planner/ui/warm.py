"""What the first reader would otherwise wait for: modules and a dataset, read when the server starts."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from planner.domain.errors import ValgplanError


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Begin reading, and let the server answer meanwhile."""
    threading.Thread(target=read_ahead, daemon=True).start()
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
