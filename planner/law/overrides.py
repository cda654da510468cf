"""Hard requirements set aside by the planner, with a reason: the one place where that is judged.

A finding is set aside when overrides that name its rule and give a reason together cover
all its subjects (no subjects = all), and the rule allows it. It stays in the list as a
warning that carries the reason. A provision of the law is no planner's to set aside: the
finding stays hard, and a warning says so. An override that sets nothing aside is told of.

The model is freed of what is set aside in :meth:`planner.optimise.model.StageOne.row`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from planner.domain.findings import Finding, Override, Severity
from planner.domain.plan import STOP_SUFFIX

CITATION = "scenariet: overrides"

Refusals = Mapping[str, Callable[[Finding | None], str]]
"""By rule: why it may not be set aside (None) or not for one finding; empty where it may."""


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
    """The overrides, reason given, that set a rule aside for a subject; None asks for all subjects at once.

    An override of premises or of the bus stop at the same place covers the place: which of its uses gets
    the suffix is not known before there is a plan.
    """
    place = None if subject is None else subject.removesuffix(STOP_SUFFIX)
    return [
        override
        for override in overrides
        if override.rule == rule
        and override.reason.strip()
        and (not override.subjects or place in {name.removesuffix(STOP_SUFFIX) for name in override.subjects})
    ]


def apply_overrides(
    findings: Iterable[Finding], overrides: Sequence[Overriding], refusals: Refusals
) -> tuple[Finding, ...]:
    """Turn every hard finding that is set aside into a warning with its reason."""
    return tuple(_set_aside(finding, overrides, refusals) for finding in findings)


def override_notes(
    findings: Iterable[Finding], overrides: Sequence[Overriding], refusals: Refusals
) -> Iterator[Finding]:
    """What is to be said of each override of one of these rules: refused (warning), or without effect (info).

    Args:
        findings: as the rules found them.
        overrides: all of the scenario's; those of other rules are left alone.
        refusals: the rules, and why they may not be set aside.
    """
    hard = [finding for finding in findings if finding.severity is Severity.HARD]
    for override in overrides:
        if override.rule not in refusals:
            continue
        refusal = refusals[override.rule]
        covered = [f for f in hard if f.rule == override.rule and any(override is o for o in _used(f, overrides))]
        why_not = refusal(None) or next(filter(None, map(refusal, covered)), "")
        if why_not:
            sentence = f"Fraviket av {override.rule} i scenariet gjelder ikke: {why_not}. Fjern eller rett fraviket."
            yield Finding(override.rule, Severity.WARNING, sentence, override.subjects, citation=CITATION)
        elif not covered:
            why = "ingen brudd i planen er dekket av det" if override.reason.strip() else "det mangler begrunnelse"
            sentence = f"Fraviket av {override.rule} i scenariet endrer ingenting: {why}. Fjern eller rett det."
            yield Finding(override.rule, Severity.INFO, sentence, override.subjects, citation=CITATION)


def _used(finding: Finding, overrides: Sequence[Overriding]) -> list[Overriding]:
    """The overrides that together cover every subject of a finding; none if one subject is left."""
    subjects: tuple[str | None, ...] = finding.subjects or (None,)
    by_subject = [covering(finding.rule, subject, overrides) for subject in subjects]
    if not all(by_subject):
        return []
    return [override for override in overrides if any(override is one for ones in by_subject for one in ones)]


def _set_aside(finding: Finding, overrides: Sequence[Overriding], refusals: Refusals) -> Finding:
    used = _used(finding, overrides) if finding.severity is Severity.HARD else []
    refusal = refusals[finding.rule]
    if not used or refusal(None) or refusal(finding):
        return finding
    reason = "; ".join(dict.fromkeys(override.reason.strip() for override in used))
    sentence = f"{finding.sentence} Fraveket i scenariet med begrunnelsen «{reason}»."
    return replace(finding, severity=Severity.WARNING, sentence=sentence, override=Override(reason))
