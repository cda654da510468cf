"""Hard rules set aside by the planner, with a reason: the one place where that is done.

A finding is set aside when overrides that name its rule and give a reason together cover
all its subjects (no subjects = all). It stays in the list as a warning that carries the
reason. An override that sets nothing aside is told of, never silently ignored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from planner.domain.findings import Finding, Override, Severity


class Overriding(Protocol):
    """The part of a scenario's override that is read here."""

    @property
    def rule(self) -> str:
        """Id of the rule or constraint set aside."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """Ids it is set aside for; empty = all."""

    @property
    def reason(self) -> str:
        """Why, in the planner's own words."""


def covering(rule: str, subject: str | None, overrides: Sequence[Overriding]) -> list[Overriding]:
    """The overrides, reason given, that set a rule aside for a subject; None asks for all subjects at once."""
    return [
        override
        for override in overrides
        if override.rule == rule
        and override.reason.strip()
        and (not override.subjects or (subject is not None and subject in override.subjects))
    ]


def apply_overrides(findings: Iterable[Finding], overrides: Sequence[Overriding]) -> tuple[Finding, ...]:
    """Turn every hard finding that is set aside into a warning with its reason."""
    return tuple(_set_aside(finding, overrides) for finding in findings)


def unused_overrides(
    findings: Iterable[Finding], overrides: Sequence[Overriding], rules: Collection[str]
) -> Iterator[Finding]:
    """One info per override of one of ``rules`` that sets nothing aside in these findings."""
    used = [reason for finding in findings if _is_hard(finding) for reason in _used(finding, overrides)]
    for override in overrides:
        if override.rule in rules and not any(override is other for other in used):
            why = "ingen brudd i planen er dekket av det" if override.reason.strip() else "det mangler begrunnelse"
            sentence = f"Fraviket av {override.rule} i scenariet endrer ingenting: {why}. Fjern eller rett det."
            citation = "scenariet: overrides"
            yield Finding(override.rule, Severity.INFO, sentence, override.subjects, citation=citation)


def _is_hard(finding: Finding) -> bool:
    return finding.severity is Severity.HARD or finding.override is not None


def _used(finding: Finding, overrides: Sequence[Overriding]) -> list[Overriding]:
    """The overrides that together cover every subject of a finding; none if one subject is left."""
    subjects: tuple[str | None, ...] = finding.subjects or (None,)
    by_subject = [covering(finding.rule, subject, overrides) for subject in subjects]
    if not all(by_subject):
        return []
    return [override for override in overrides if any(override is one for ones in by_subject for one in ones)]


def _set_aside(finding: Finding, overrides: Sequence[Overriding]) -> Finding:
    used = _used(finding, overrides) if finding.severity is Severity.HARD else []
    if not used:
        return finding
    reason = "; ".join(dict.fromkeys(override.reason.strip() for override in used))
    sentence = f"{finding.sentence} Fraveket i scenariet med begrunnelsen «{reason}»."
    return replace(finding, severity=Severity.WARNING, sentence=sentence, override=Override(reason))
