"""Whether the run that something is called in has been told to stop. Knows no solver."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

ASKED: ContextVar[Callable[[], bool] | None] = ContextVar("ASKED", default=None)
"""Says whether to stop; None: nobody can say so."""


def cancelled() -> bool:
    """Whether the run that this is called in has been told to stop."""
    asked = ASKED.get()
    return asked is not None and asked()
