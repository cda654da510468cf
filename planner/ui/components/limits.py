"""How near the plan is to each limit of its scenario, the tightest first."""

from __future__ import annotations

from planner.constraints.registry import uses
from planner.constraints.requirement import Use
from planner.domain.plan import Plan
from planner.ui import i18n, state
from planner.ui.components.table import show_table
from planner.ui.state import SavedPlan
from planner.ui.words import listed, t


def limit_row(use: Use) -> tuple[str, ...]:
    """One limit in words."""
    digits = 0 if use.unit == "kr" or float(use.measured).is_integer() else 1
    limit = i18n.number(use.limit, 0 if float(use.limit).is_integer() else 1)
    return (
        use.what,
        f"{i18n.number(use.measured, digits)} {use.unit}",
        t("limits.at_least", limit=limit, unit=use.unit)
        if use.at_least
        else t("limits.at_most", limit=limit, unit=use.unit),
        t("limits.tight") if use.tight else t("limits.room"),
    )


def show_limits(saved: SavedPlan, plan: Plan) -> None:
    """Draw the table; nothing where the dataset is not here."""
    problem = state.problem_of(saved, plan)
    if problem is not None:
        rows = [limit_row(use) for use in uses(plan, problem)]
        show_table(listed("limits.columns"), rows, caption=t("limits.title"), bokmaal=frozenset({0}))
