"""valgplan: where and when people can vote in advance, lawful, costed and with a proven bound.

    from planner import load_dataset, load_scenario, solve, audit
    plan = solve(load_dataset("data/oslo"), load_scenario("scenarios/oslo.yaml"))

Names are imported when they are first used: an audit needs no solver, and a
domain type no YAML.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.audit import audit
    from planner.dataset import load_dataset
    from planner.optimise.solve import solve
    from planner.scenario import load_scenario

_HOMES = {
    "audit": "planner.audit",
    "load_dataset": "planner.dataset",
    "load_scenario": "planner.scenario",
    "solve": "planner.optimise.solve",
}

__all__ = ["audit", "load_dataset", "load_scenario", "solve"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
