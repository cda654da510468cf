"""Minutes per district before and after, and the cost lines."""

from __future__ import annotations

import streamlit as st

from planner.domain.plan import AccessMeasures, Plan
from planner.ui import i18n
from planner.ui.components.table import show_table
from planner.ui.words import listed, t

WITHIN = "15"


def district_row(name: str, before: AccessMeasures | None, after: AccessMeasures | None) -> tuple[str, ...]:
    """One district in words."""
    change = after.mean_minutes - before.mean_minutes if before and after else None
    weight = (after or before).weight if (after or before) else None  # type: ignore[union-attr]
    return (
        name,
        i18n.number(weight),
        i18n.number(before.mean_minutes if before else None, 1),
        i18n.number(after.mean_minutes if after else None, 1),
        i18n.number(change, 1),
        i18n.percent(before.share_within.get(WITHIN) if before else None),
        i18n.percent(after.share_within.get(WITHIN) if after else None),
    )


def show_access(plan: Plan) -> None:
    """Draw the table of districts."""
    if plan.accessibility is None:
        st.info(t("access.none"))
        return
    before, after = plan.accessibility.before.by_district, plan.accessibility.after.by_district
    names = sorted(set(before) | set(after))
    rows = [district_row(name, before.get(name), after.get(name)) for name in names]
    show_table(listed("access.columns"), rows, caption=t("access.title"), numeric=frozenset(range(1, 7)))


def show_cost(plan: Plan) -> None:
    """Draw the cost lines and their sum."""
    if plan.cost is None:
        return
    rows = [
        (line.what, i18n.number(line.quantity, 1), line.unit, i18n.number(line.nok_per_unit, 2), i18n.number(line.nok))
        for line in plan.cost.lines
    ]
    total = (t("cost.total"), "", "", "", i18n.number(plan.cost.total))
    show_table(
        listed("cost.columns"), rows, caption=t("cost.title"), numeric=frozenset({1, 3, 4}), total=total,
        bokmaal=frozenset({0, 2}),
    )  # fmt: skip
