"""Siting, service level and tours, with a proven bound; and siting alone.

    from planner.optimise import p_median, equitable_p_median

Both are imported when they are first used: the compiled loops behind them are
nothing a plan or an audit should wait for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.optimise.siting import equitable_p_median, p_median

_HOMES = {"equitable_p_median": "planner.optimise.siting", "p_median": "planner.optimise.siting"}

__all__ = ["equitable_p_median", "p_median"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
