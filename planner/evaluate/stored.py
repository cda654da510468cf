"""What a plan file says of itself against what is recomputed: nobody is misled by a stale number.

A plan edited by hand keeps its old value, cost, minutes and findings until it is made
anew; the audit judges by what it recomputes and tells of everything that disagrees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from planner.domain.dataset import Dataset
from planner.domain.findings import Finding, Severity
from planner.domain.plan import Accessibility, AccessMeasures, Cost, ObjectiveResult, Plan, SolveStatus
from planner.law.wording import count, join

MINUTES_TOLERANCE = 1e-3
"""Figures are written with four to six decimals."""
NOK_TOLERANCE = 1.0
GAP_TOLERANCE = 1e-4
TOLERANCES = {"kr": NOK_TOLERANCE, "andel": 1e-5}
"""By the unit of a goal; minutes where it is another."""
OPTIMAL_GAP = 1e-6
FIGURES, FINDINGS, DATASET = "stored_figures", "stored_findings", "dataset"
ABOUT_THE_FILE = frozenset({FIGURES, FINDINGS, DATASET})
"""Rules of what is said of a plan file itself, not of what it plans."""
REMEDY = "Det beregnede gjelder; lag planen på nytt om fila skal brukes videre."


@dataclass(frozen=True)
class _Difference:
    """One stored figure that is not the recomputed one; None where one of the two lacks it."""

    what: str
    stored: float | None
    true: float | None
    unit: str

    @property
    def size(self) -> float:
        """How far apart; a figure that is missing is farther off than any other."""
        return float("inf") if self.stored is None or self.true is None else abs(self.stored - self.true)

    def sentence(self) -> str:
        """Both figures in words."""
        stored, true = (_figure(value, self.unit) for value in (self.stored, self.true))
        return f"Planfila sier om {self.what}: {stored}, men beregnet på nytt er det {true}."

    def warning(self, more: str = "") -> Finding:
        """The finding, with what else differs."""
        return Finding(
            FIGURES,
            Severity.WARNING,
            " ".join(part for part in (self.sentence(), more, REMEDY) if part),
            measured=None if self.stored is None else round(self.stored, 6),
            limit=None if self.true is None else round(self.true, 6),
            unit=self.unit,
            citation="plan.json",
        )


def stale_figures(
    plan: Plan, *, values: Sequence[float], cost: Cost, before: Accessibility, after: Accessibility
) -> Iterator[Finding]:
    """Warnings about figures of the plan file that are not the recomputed ones.

    One for the goal, one per sum of the cost, and for each of *before* and *after* one for
    the municipality's measures and one for the districts', with the worst of them.

    Args:
        values: the goals in order, recomputed.
        cost, before, after: recomputed.
    """
    if plan.objective is not None:
        yield from _objective("objective", plan.objective, values[0])
    for n, (goal, value) in enumerate(zip(plan.objectives, values, strict=False)):
        if n or goal != plan.objective:
            yield from _objective(f"objectives.{n}", goal, value)
    if plan.objectives and len(plan.objectives) != len(values):
        yield _Difference("antall mål (objectives)", len(plan.objectives), len(values), "").warning()
    if plan.cost is not None:
        lines = sum(line.nok for line in plan.cost.lines)
        for what, stored in (("kostnaden (cost.total)", plan.cost.total), ("summen av kostnadslinjene", lines)):
            if abs(stored - cost.total) > NOK_TOLERANCE:
                yield _Difference(what, stored, cost.total, "kr").warning()
    if plan.accessibility is not None:
        pairs = (("i dag", plan.accessibility.before, before), ("med planen", plan.accessibility.after, after))
        for when, stored_access, true_access in pairs:
            yield from _accessibility(when, stored_access, true_access)


def _objective(field: str, stored: ObjectiveResult, value: float) -> Iterator[Finding]:
    if abs(stored.value - value) > TOLERANCES.get(stored.unit, MINUTES_TOLERANCE):
        yield _Difference(f"målet ({field}.value)", stored.value, value, stored.unit).warning()
        return
    gap = (value - stored.lower_bound) / value if value > 0 else 0.0
    if gap < -GAP_TOLERANCE:
        what = f"den nedre grensen ({field}.lower_bound) er høyere enn verdien"
        yield _Difference(what, stored.lower_bound, value, "").warning()
    elif abs(stored.gap - gap) > GAP_TOLERANCE:
        yield _Difference(f"gapet ({field}.gap)", stored.gap, gap, "andel").warning()
    elif stored.status is SolveStatus.OPTIMAL and gap > OPTIMAL_GAP + GAP_TOLERANCE:
        what = f"statusen «optimal» ({field}.status) er ikke bevist; gapet"
        yield _Difference(what, 0.0, gap, "andel").warning()


def _accessibility(when: str, stored: Accessibility, true: Accessibility) -> Iterator[Finding]:
    """One warning for the whole municipality, one for its districts."""
    wrong = list(_measures(stored, true))
    if wrong:
        others = [difference.what for difference in wrong[1:]]
        first = replace(wrong[0], what=f"{wrong[0].what} {when} (accessibility)")
        yield first.warning(f"Det stemmer heller ikke for {join(others)}." if others else "")
    districts = {
        name: max(found, key=lambda difference: difference.size)
        for name in dict.fromkeys([*stored.by_district, *true.by_district])
        if (found := list(_district(stored.by_district.get(name), true.by_district.get(name))))
    }
    if districts:
        worst = max(districts, key=lambda name: districts[name].size)
        named = replace(districts[worst], what=f"{districts[worst].what} i {worst} {when} (by_district)")
        others_wrong = len(districts) - 1
        yield named.warning(
            f"Tallene for {count(others_wrong, 'bydel', 'bydeler')} til stemmer heller ikke." if others_wrong else ""
        )


def _district(stored: AccessMeasures | None, true: AccessMeasures | None) -> Iterator[_Difference]:
    if stored is None or true is None:
        said, found = (None if access is None else access.mean_minutes for access in (stored, true))
        yield _Difference("gjennomsnittlig reisetid", said, found, "minutter")
    else:
        yield from _measures(stored, true)


def _measures(stored: Accessibility | AccessMeasures, true: Accessibility | AccessMeasures) -> Iterator[_Difference]:
    """The measures of one group of voters that differ, the mean first."""
    pairs = [
        _Difference("gjennomsnittlig reisetid", stored.mean_minutes, true.mean_minutes, "minutter"),
        _Difference("likeverdige minutter", stored.ede_minutes, true.ede_minutes, "minutter"),
        _Difference("lengste reisetid", stored.max_minutes, true.max_minutes, "minutter"),
    ]
    for limit in dict.fromkeys([*stored.share_within, *true.share_within]):
        shares = stored.share_within.get(limit), true.share_within.get(limit)
        pairs.append(_Difference(f"andel innen {limit} minutter", *shares, "andel"))
    for pair in pairs:
        if pair.stored != pair.true and pair.size > MINUTES_TOLERANCE:
            yield pair


def stale_findings(stored: Sequence[Finding], true: Sequence[Finding]) -> Iterator[Finding]:
    """One warning where the findings of a plan file are not those of the audit.

    Args:
        stored: as the file has them.
        true: as the audit makes them; neither holds what is said of the file itself.
    """
    gone, new = _without(stored, true), _without(true, stored)
    if gone or new:
        parts = [f"{count(gone, 'funn', 'funn')} i planfila gjelder ikke lenger"] if gone else []
        parts += [f"{count(new, 'funn', 'funn')} mangler der"] if new else []
        text = join(parts)
        yield Finding(
            FINDINGS,
            Severity.WARNING,
            f"{text}. Funnene her gjelder; lag planen på nytt om fila skal brukes videre.",
            measured=gone + new,
            limit=0,
            unit="funn",
            citation="plan.json: findings",
        )


def _without(findings: Sequence[Finding], others: Sequence[Finding]) -> int:
    """How many of some findings are not among others."""
    return (Counter(findings) - Counter(others)).total()


def other_dataset(plan: Plan, dataset: Dataset) -> Iterator[Finding]:
    """What a plan was made on, if it is not what it is judged by."""
    if plan.dataset.sha256 and plan.dataset.sha256 != dataset.sha256:
        yield Finding(
            DATASET,
            Severity.INFO,
            f"Planen ble laget på utgave {plan.dataset.version} av datasettet {plan.dataset.name} med annet innhold "
            "enn det som brukes her; tallene kan avvike.",
            (plan.dataset.name,),
            citation="plan.json: dataset.sha256",
        )


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return "ingenting"
    unit = "minutt" if (value, unit) == (1, "minutter") else unit
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",") + f" {unit}".rstrip()
