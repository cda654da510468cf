"""Siting alone: the p-median and its equitable kin, exact, for any travel matrix.

from planner.optimise import p_median, equitable_p_median

Names are imported when they are first used: the planner's own bound needs the loops in here and no solver.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.optimise.siting.certificate import Case, Certificate, Region, divides
    from planner.optimise.siting.equitable import equitable_p_median
    from planner.optimise.siting.median import p_median
    from planner.optimise.siting.result import EquitableSiting, Siting

_HOMES = {
    "Case": "certificate", "Certificate": "certificate", "EquitableSiting": "result", "Region": "certificate",
    "Siting": "result",
    "divides": "certificate", "equitable_p_median": "equitable", "p_median": "median",
}  # fmt: skip

__all__ = ["Case", "Certificate", "EquitableSiting", "Region", "Siting", "divides", "equitable_p_median", "p_median"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
