"""Findings (word and sign, never colour alone) and assumptions."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Plan
from planner.law.wording import count as count_of
from planner.ui import i18n
from planner.ui.components.table import show_table
from planner.ui.words import listed, t

SIGNS = {Severity.HARD: "✖", Severity.WARNING: "▲", Severity.CANNOT_JUDGE: "?", Severity.INFO: "i"}
"""A sign for each, the worst first: colour alone says nothing."""
MOST_NAMES = 8
SENTENCES = frozenset({1, 2, 3})
"""Columns of findings that are bokmål in every language."""


def severity_text(severity: str, gap: str = "\u00a0") -> str:
    """Sign and word; nothing that a narrow column breaks in two."""
    word = t(f"finding.severity.{Severity(severity).value}").replace(" ", gap, 1)
    return f"{SIGNS[Severity(severity)]}{gap}{word}"


def finding_row(finding: Finding, names: dict[str, str]) -> tuple[str, ...]:
    """One finding in words; subjects by name where the plan has one."""
    sentence = finding.sentence
    if finding.override:
        sentence += " " + t("finding.overridden", reason=finding.override.reason)
    return (severity_text(finding.severity), sentence, finding.rule, finding.citation, _subjects(finding, names))


def _subjects(finding: Finding, names: dict[str, str]) -> str:
    """Each name once, and no more of them than a reader reads."""
    found = list(dict.fromkeys(names.get(subject, subject) for subject in finding.subjects))
    if len(found) <= MOST_NAMES + 1:
        return ", ".join(found)
    shown = ", ".join(found[:MOST_NAMES])
    return t("finding.and_more", names=shown, n=len(found) - MOST_NAMES)


def counted(severity: Severity, number: int) -> str:
    """``1 advarsel``, ``2 advarsler``."""
    one = t(f"finding.severity.{severity.value}").lower()
    return count_of(number, one, t(f"finding.counted.{severity.value}"))


def show_findings(plan: Plan) -> None:
    """Draw the findings, the worst first."""
    if not plan.findings:
        st.success(t("finding.none"))
        return
    count = Counter(finding.severity for finding in plan.findings)
    parts = ", ".join(counted(severity, count[severity]) for severity in SIGNS if count[severity])
    st.caption(t("finding.count", n=len(plan.findings), parts=parts))
    names = {station.id: station.name for station in plan.stations}
    order = list(SIGNS)
    ordered = sorted(plan.findings, key=lambda finding: order.index(finding.severity))
    show_table(listed("finding.columns"), [finding_row(finding, names) for finding in ordered], bokmaal=SENTENCES)


def show_assumptions(plan: Plan) -> None:
    """Draw the assumptions, unverified first."""
    st.caption(t("assumption.intro"))
    ordered = sorted(plan.assumptions, key=lambda item: item.verified)
    rows = [
        (
            item.text,
            i18n.value_text(item.value),
            item.unit,
            item.source,
            t("assumption.verified") if item.verified else t("assumption.unverified"),
        )
        for item in ordered
    ]
    show_table(listed("assumption.columns"), rows, bokmaal=frozenset({0, 2, 3}))
