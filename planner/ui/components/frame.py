"""Top of the plan page: which plan, what it says about distance, and the map."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.domain.findings import Severity
from planner.domain.plan import Plan, SolveStatus, Version
from planner.ui import i18n, spoken
from planner.ui.words import t

SMALLEST_SHARE = 0.01


STYLE = """<style>
.stMainBlockContainer { padding-top: 4.5rem; padding-bottom: 2rem; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: #4a5259; opacity: 1; }
[data-testid="stMetric"] * { white-space: normal !important; overflow: visible !important; }
.stCheckbox label * { white-space: normal !important; overflow: visible !important; }
a:focus-visible, summary:focus-visible, [role="tab"]:focus-visible, label:has(input:focus-visible) {
  outline: 3px solid #1d4f91 !important; outline-offset: 2px; border-radius: 0.25rem;
}
[data-testid="InputInstructions"] { display: none; }
</style>"""
"""Less air above the first line, small text dark enough to be read (WCAG 1.4.3), whole sentences at boxes,
whole figures at 200 % (1.4.4), a frame round what has the focus where Streamlit has a shade only (2.4.7), and no hint
that there is in English only."""


def set_style() -> None:
    """Set the style that all pages share."""
    st.html(STYLE)


def show_title(plan: Plan | None) -> None:
    """Name and version of the plan, or the name of the program."""
    if plan is None:
        st.title(t("shell.app"), anchor=False)
        st.markdown(t("plan.none_yet"))
        return
    st.subheader(i18n.plain(str(plan.scenario.get("name") or plan.dataset.name)), anchor=False)
    status = t(f"plan.status.{plan.version.status.value}")
    reference = plan.dataset
    st.caption(
        t(
            "plan.version",
            number=plan.version.number,
            status=status,
            since=status_since(plan.version),
            dataset=reference.name,
            version=reference.version,
        )
    )


def status_since(version: Version) -> str:
    """`` 20.6.2027, sak 2027/12``: the date of the status and the case; empty for a draft."""
    reached = version.announced_on or version.registered_on or version.decided_on
    case = t("plan.case", number=i18n.plain(version.case_number)) if version.case_number else ""
    words = ", ".join(part for part in (i18n.short_date(reached), case) if part)
    return f" {words}" if words else ""


def show_head(plan: Plan, messages: Sequence[str]) -> None:
    """Where distance is the problem, and four figures."""
    sentences = messages or distance_sentences(plan)
    figures, words = st.columns([1, 3])
    with figures:
        _show_figures(plan)
    if sentences:
        bullets = "\n".join(f"- {i18n.plain(sentence)}" for sentence in sentences)
        words.info(f"**{t('overview.distance')}**\n\n{bullets}")
    _show_certainty(plan)


def distance_sentences(plan: Plan) -> list[str]:
    """The extremes of today: what can be said where the plan's dataset is not here."""
    if plan.accessibility is None:
        return []
    total = sum(measures.weight or 0 for measures in plan.accessibility.before.by_district.values())
    # A handful of people far out in the forest is no bydel.
    districts = {
        name: measures
        for name, measures in plan.accessibility.before.by_district.items()
        if (measures.weight or 0) >= SMALLEST_SHARE * total
    }
    by_minutes = sorted(districts, key=lambda name: districts[name].mean_minutes)
    if len(by_minutes) < 2:
        return []
    ends = (by_minutes[0], by_minutes[-1])
    near, far = (f"{name} ({i18n.number(districts[name].mean_minutes, 1)} min)" for name in ends)
    return [t("overview.distance_fallback", far=far, near=near)]


def _show_figures(plan: Plan) -> None:
    if plan.accessibility:
        before, after = plan.accessibility.before, plan.accessibility.after
        change = after.mean_minutes - before.mean_minutes
        now = i18n.number(after.mean_minutes, 1)
        st.metric(t("plan.mean"), now, i18n.delta(change, 1, "min"), delta_color="inverse")
        shares = (after.share_within.get("15"), before.share_within.get("15"))
        if shares[0] is not None and shares[1] is not None:
            points = i18n.delta(100 * (shares[0] - shares[1]), 1, t("plan.points"))
            st.metric(t("plan.within"), i18n.percent(shares[0]), points)
    if plan.cost:
        st.metric(t("plan.cost"), f"{i18n.number(plan.cost.total)} kr")
    st.metric(t("plan.hard"), str(sum(finding.severity is Severity.HARD for finding in plan.findings)))


def _show_certainty(plan: Plan) -> None:
    """What is proven of the plan."""
    goal = plan.objective
    if goal:
        bound, gap = spoken.value(goal.lower_bound, goal.unit), f"{i18n.number(100 * goal.gap, 1)} %"
        if goal.status is SolveStatus.OPTIMAL:
            st.caption(t("plan.certainty.optimal"))
        elif goal.bound_staffed:
            st.caption(t("plan.certainty.staffed", bound=bound, gap=gap))
        else:
            st.caption(t("plan.certainty.feasible", bound=bound, gap=gap))
