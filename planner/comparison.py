"""Two plans side by side: stations, minutes by district, cost and findings, as Norwegian lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from planner.constraints.requirement import decimal, nok
from planner.domain.findings import Severity
from planner.domain.plan import Accessibility, Plan, Station
from planner.evaluate.changes import StationChange, station_changes
from planner.law.wording import count


def comparison_lines(one: Plan, other: Plan) -> Iterator[str]:
    """What the second plan does otherwise than the first; both with recomputed figures.

    Args:
        one, other: finished plans (see :func:`planner.audit.complete`).
    """
    yield f"A: {one.scenario.get('name', '')}"
    yield f"B: {other.scenario.get('name', '')}"
    yield ""
    yield from _stations(one, other)
    yield ""
    yield from _minutes(one, other)
    yield ""
    yield from _cost_and_findings(one, other)


def _stations(one: Plan, other: Plan) -> Iterator[str]:
    yield f"Steder: {len(one.stations)} i A, {len(other.stations)} i B"
    changes = station_changes(one, other)
    for mark, found in (("bare A", [c.before for c in changes if not c.after]), ("bare B", _added(changes))):
        for station in found:
            if station is not None:
                yield f"  {mark}: {station.id} {station.name} ({_hours_text(station)})"
    for change in changes:
        if change.before and change.after:
            yield from _changed(change, change.before, change.after)


def _added(changes: Iterable[StationChange]) -> list[Station | None]:
    return [change.after for change in changes if not change.before]


def _changed(change: StationChange, before: Station, after: Station) -> Iterator[str]:
    if change.rescheduled:
        hours = f"{decimal(_hours(before), 0)} → {_hours_text(after)}"
        yield f"  andre tider: {after.id} {before.name} ({hours}, {count(len(change.days), 'dato', 'datoer')})"
    if change.renamed:
        yield f"  annet navn: {after.id} {before.name} → {after.name}"
    if change.moved:
        yield f"  flyttet: {after.id} {before.address} → {after.address}"


def _hours(station: Station) -> float:
    return sum(opening.hours for opening in station.opening)


def _hours_text(station: Station) -> str:
    hours = decimal(_hours(station), 0)
    return f"{hours} {'time' if hours == '1' else 'timer'}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of both plans; ``unit`` as planners read it; None where a plan has none."""

    name: str
    unit: str
    one: float | None
    other: float | None
    decimals: int = 1
    less_is_better: bool | None = True

    @property
    def change(self) -> float | None:
        """The second minus the first."""
        return None if self.one is None or self.other is None else self.other - self.one


def key_figures(one: Plan, other: Plan) -> list[Figure]:
    """The few figures worth a first look."""

    def pair(of: Callable[[Plan], float | None]) -> tuple[float | None, float | None]:
        return of(one), of(other)

    def after(of: Callable[[Accessibility], float | None]) -> tuple[float | None, float | None]:
        return pair(lambda plan: of(plan.accessibility.after) if plan.accessibility else None)

    def share(limit: str) -> tuple[float | None, float | None]:
        found = after(lambda access: access.share_within.get(limit))
        return tuple(None if value is None else 100 * value for value in found)  # type: ignore[return-value]

    def hard(plan: Plan) -> float:
        return sum(finding.severity is Severity.HARD for finding in plan.findings)

    def hours(plan: Plan) -> float:
        return sum(_hours(station) for station in plan.stations)

    return [
        Figure("Reisetid i gjennomsnitt", "minutter", *after(lambda access: access.mean_minutes), 2),
        Figure("Likeverdige minutter (EDE)", "minutter", *after(lambda access: access.ede_minutes), 2),
        Figure("Lengste vei", "minutter", *after(lambda access: access.max_minutes)),
        Figure("Innen 15 minutter", "%", *share("15"), less_is_better=False),
        Figure("Innen 30 minutter", "%", *share("30"), less_is_better=False),
        Figure(
            "Kostnad mot budsjettet", "kr ekskl. mva.", *pair(lambda plan: plan.cost.total if plan.cost else None), 0
        ),
        Figure("Steder", "steder", *pair(lambda plan: float(len(plan.stations))), 0, None),
        Figure("Åpne timer", "timer", *pair(hours), 0, None),
        Figure("Brudd på harde regler", "brudd", *pair(hard), 0),
    ]


def district_figures(one: Plan, other: Plan) -> list[Figure]:
    """Mean minutes per district, for the districts that both plans have."""
    if one.accessibility is None or other.accessibility is None:
        return []
    a, b = one.accessibility.after.by_district, other.accessibility.after.by_district
    return [Figure(name, "minutter", a[name].mean_minutes, b[name].mean_minutes, 2) for name in a if name in b]


def _minutes(one: Plan, other: Plan) -> Iterator[str]:
    if one.accessibility is None or other.accessibility is None:
        return
    a, b = one.accessibility.after, other.accessibility.after
    yield f"{'minutter i gjennomsnitt':<24}{'A':>8}{'B':>8}{'B − A':>8}"
    rows = [
        Figure("det scenariet teller", "minutter", a.mean_minutes, b.mean_minutes, 2),
        *district_figures(one, other),
    ]
    for row in rows:
        change = decimal(row.change or 0.0, 2).replace("-", "−")
        yield f"{row.name:<24}{decimal(row.one or 0.0, 2):>8}{decimal(row.other or 0.0, 2):>8}{change:>8}"
    if not (a.by_group or b.by_group):
        yield "per gruppe: datasettene har ingen grupper"


def _cost_and_findings(one: Plan, other: Plan) -> Iterator[str]:
    if one.cost is not None and other.cost is not None:
        difference = other.cost.total - one.cost.total
        sign = "+" if difference >= 0 else "−"
        yield f"Kostnad: A {nok(one.cost.total)}, B {nok(other.cost.total)} ({sign}{nok(abs(difference))})"
    for name, plan in (("A", one), ("B", other)):
        counts = Counter(finding.severity for finding in plan.findings)
        yield (
            f"Funn i {name}: {counts[Severity.HARD]} brudd, "
            f"{count(counts[Severity.WARNING], 'advarsel', 'advarsler')}, "
            f"{counts[Severity.CANNOT_JUDGE]} kan ikke vurderes"
        )
    mine, theirs = ({(f.rule, f.severity, f.sentence) for f in plan.findings} for plan in (one, other))
    for name, found in (("A", mine - theirs), ("B", theirs - mine)):
        for rule, severity, sentence in sorted(found):
            yield f"  bare {name}: {severity} {rule}: {sentence}"
