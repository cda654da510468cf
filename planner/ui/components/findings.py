"""Findings (word and sign, never colour alone), checklist and assumptions."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from planner.domain.checklist import progress_text, subject_names
from planner.domain.findings import ChecklistItem, Finding, Severity
from planner.domain.plan import Plan
from planner.law.wording import count as count_of
from planner.ui import i18n
from planner.ui.components.table import show_table


def finding_row(finding: Finding, names: dict[str, str]) -> tuple[str, ...]:
    """One finding in words; subjects by name where the plan has one."""
    sign, word = i18n.SEVERITIES[finding.severity]
    sentence = finding.sentence
    if finding.override:
        sentence += " " + i18n.OVERRIDDEN.format(reason=finding.override.reason)
    return (f"{sign}\u00a0{word}", sentence, finding.rule, finding.citation, _subjects(finding, names))


def _subjects(finding: Finding, names: dict[str, str]) -> str:
    """Each name once, and no more of them than a reader reads."""
    found = list(dict.fromkeys(names.get(subject, subject) for subject in finding.subjects))
    if len(found) <= i18n.MOST_NAMES + 1:
        return ", ".join(found)
    shown = ", ".join(found[: i18n.MOST_NAMES])
    return i18n.AND_MORE.format(names=shown, n=len(found) - i18n.MOST_NAMES)


def counted(severity: Severity, number: int) -> str:
    """``1 advarsel``, ``2 advarsler``."""
    one = i18n.SEVERITIES[severity][1].lower().replace("\u00a0", " ")
    return count_of(number, one, i18n.COUNTED[severity])


def show_findings(plan: Plan) -> None:
    """Draw the findings, the worst first."""
    if not plan.findings:
        st.success(i18n.NO_FINDINGS)
        return
    count = Counter(finding.severity for finding in plan.findings)
    parts = ", ".join(counted(severity, count[severity]) for severity in i18n.SEVERITIES if count[severity])
    st.caption(i18n.FINDING_COUNT.format(n=len(plan.findings), parts=parts))
    names = {station.id: station.name for station in plan.stations}
    order = list(i18n.SEVERITIES)
    ordered = sorted(plan.findings, key=lambda finding: order.index(finding.severity))
    show_table(i18n.FINDING_COLUMNS, [finding_row(finding, names) for finding in ordered])


def item_row(item: ChecklistItem, names: dict[str, str]) -> tuple[str, ...]:
    """One item in words, with what is left of it and why it does not apply."""
    reason = i18n.NOT_APPLICABLE.format(reason=item.reason) if item.reason else ""
    text = " ".join(part for part in (item.text, progress_text(item, names), reason) if part)
    status = f"{i18n.ITEM_STATUS[item.status]} {i18n.short_date(item.done_on)}".strip()
    return (status, i18n.short_date(item.due), text, item.who, item.rule)


def show_checklist(plan: Plan) -> None:
    """Draw the checklist in order of due date."""
    ordered = sorted(plan.checklist, key=lambda item: (item.due is None, item.due or 0, item.rule))
    names = subject_names(plan)
    if ordered:
        show_table(i18n.CHECKLIST_COLUMNS, [item_row(item, names) for item in ordered], caption=i18n.CHECKLIST_TITLE)


def show_assumptions(plan: Plan) -> None:
    """Draw the assumptions, unverified first."""
    st.caption(i18n.ASSUMPTIONS_INTRO)
    ordered = sorted(plan.assumptions, key=lambda item: item.verified)
    rows = [
        (item.text, i18n.value_text(item.value), item.unit, item.source, i18n.CONFIRMED[item.verified])
        for item in ordered
    ]
    show_table(i18n.ASSUMPTION_COLUMNS, rows)
