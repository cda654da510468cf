"""Two plans side by side: stations, minutes by district, cost and findings, as Norwegian lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from planner.constraints.requirement import decimal, nok
from planner.domain.findings import Severity
from planner.domain.plan import Plan, Station
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


def _minutes(one: Plan, other: Plan) -> Iterator[str]:
    if one.accessibility is None or other.accessibility is None:
        return
    a, b = one.accessibility.after, other.accessibility.after
    yield f"{'minutter i gjennomsnitt':<24}{'A':>8}{'B':>8}{'B − A':>8}"
    rows = [("det scenariet teller", a.mean_minutes, b.mean_minutes)]
    rows += [
        (name, a.by_district[name].mean_minutes, b.by_district[name].mean_minutes)
        for name in a.by_district
        if name in b.by_district
    ]
    for name, first, second in rows:
        change = decimal(second - first, 2).replace("-", "−")
        yield f"{name:<24}{decimal(first, 2):>8}{decimal(second, 2):>8}{change:>8}"
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
