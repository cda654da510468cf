"""Texts of the panel beside the map, as values for its template."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from planner.domain.dataset import Dataset
from planner.domain.findings import Assumption
from planner.domain.plan import Accessibility, Plan, ProvenanceEntry, SolveStatus
from planner.domain.small_groups import LEAST_GROUP, shown_shares
from planner.evaluate.district_numbers import TOTAL, DistrictNumbers, shown_points
from planner.evaluate.reasons import plan_reasons
from planner.mapview.mapinput import MapInput
from planner.mapview.words import long_date, number, percent
from planner.objectives.words import figure_text
from planner.versions import WORDS

WITHIN = "15"
HIDDEN_ON_MAP = (
    f"Hvor mange som hører til et punkt eller en bydel, vises ikke der det er færre enn {LEAST_GROUP}, eller der "
    "tallet ellers ville røpet det. Der står «–», og punktet er tegnet som de minste."
)


def panel_values(plan: Plan, dataset: Dataset, given: MapInput, generated_on: date) -> dict[str, Any]:
    """Everything ``panel.html`` shows. Only text: the template escapes it."""
    return {
        "title": str(plan.scenario.get("name") or dataset.name),
        "subtitle": _subtitle(plan, dataset, generated_on),
        "messages": given.messages,
        "figures": _figures(plan),
        "minutes": given.minutes_label,
        "certainty": _certainty(plan),
        "districts": _district_rows(plan, dataset),
        "approximations": approximations(dataset, given),
        "assumptions": [
            (name, _by_source(a for a in plan.assumptions if a.verified is verified))
            for name, verified in (("Forutsetninger som ikke er bekreftet", False), ("Andre forutsetninger", True))
        ],
        "sources": dataset.provenance or plan.dataset.provenance,
        "owners": _owners(dataset.provenance or plan.dataset.provenance),
        "dataset": f"{dataset.name}, versjon {dataset.version}",
        "unplaced": _unplaced(plan),
        "set_aside": plan_reasons(plan),
    }


def approximations(dataset: Dataset, given: MapInput) -> list[str]:
    """What on the map is approximate, by figures of this very dataset."""
    weight = given.point_weight
    total = float(weight.sum())
    outside = float(weight[~dataset.points.covered].sum()) / total if total else 0.0
    found = []
    if outside > 0:
        found.append(
            f"{_told(outside, total)} av velgerne i beregningen bor der datasettet mangler fullt gatenett. "
            "Reisetidene deres er anslått fra luftlinje og merket med stiplet ring."
        )
    found.append(
        f"Valgdeltakelse: {dataset.turnout_source.rstrip('.')}. Tallene gjelder bydeler, ikke grupper, "
        "og sier ikke hvorfor folk ikke stemte."
    )
    if any(district.turnout_is_municipal for district in dataset.districts):
        found.append("Der en bydel mangler egne tall, er kommunens valgdeltakelse brukt (merket *).")
    if None in shown_points(weight.tolist(), dataset.points.district.tolist()):
        found.append(HIDDEN_ON_MAP)
    found.append("Et behovspunkt står for flere ruter på 250 m; minuttene gjelder ruta punktet ligger i.")
    return found


def _told(share: float, persons: float) -> str:
    """A share of the voters; a few of them are only said to be some."""
    (shown,) = shown_shares([share], persons)
    return "Noen" if shown is None else percent(shown)


def _subtitle(plan: Plan, dataset: Dataset, generated_on: date) -> str:
    election = plan.scenario.get("election")
    day = f"Valgdag {long_date(date.fromisoformat(str(election)))}. " if election else ""
    status = f"Plan nr. {plan.version.number} ({WORDS[plan.version.status]})"
    return f"{dataset.municipality_name}. {day}{status}. Kartet er laget {long_date(generated_on)}."


def _figures(plan: Plan) -> list[tuple[str, str, str]]:
    """Name, before and after of the few figures worth a first look."""
    rows = []
    if plan.accessibility:
        before, after = plan.accessibility.before, plan.accessibility.after
        rows.append(("Minutter i snitt", number(before.mean_minutes, 1), number(after.mean_minutes, 1)))
        shown = DistrictNumbers(plan.accessibility)
        rows.append((f"Innen {WITHIN} minutter", _within(shown, before), _within(shown, after)))
    if plan.cost:
        rows.append(("Kostnad mot budsjettet", "", f"{number(plan.cost.total)} kr"))
    return rows


def _within(shown: DistrictNumbers, access: Accessibility) -> str:
    return percent(shown.shares(TOTAL, access).get(WITHIN))


def _certainty(plan: Plan) -> str:
    goal = plan.objective
    if goal is None:
        return ""
    if goal.status is SolveStatus.OPTIMAL:
        return "Bevist best mulig innenfor scenariets valg."
    staffed = " med nok folk til køene" if goal.bound_staffed else ""
    bound = figure_text(goal.lower_bound, goal.unit)
    gap = number(100 * goal.gap, 1)
    return f"Ingen plan i scenariet{staffed} kan komme under {bound}; denne er høyst {gap} % over."


def _district_rows(plan: Plan, dataset: Dataset) -> list[tuple[str, str, str, str]]:
    pair = plan.accessibility
    shown = DistrictNumbers(pair) if pair else None
    rows = []
    for district in sorted(dataset.districts, key=lambda d: d.turnout):
        known = shown is not None and shown.known(district.name)
        before = pair.before.by_district.get(district.name) if pair and known else None
        after = pair.after.by_district.get(district.name) if pair and known else None
        turnout = f"{number(100 * district.turnout, 1)} %" + ("*" if district.turnout_is_municipal else "")
        means = (number(m.mean_minutes if m else None, 1) for m in (before, after))
        rows.append((district.name, turnout, *means))
    return rows  # type: ignore[return-value]


def _by_source(assumptions: Iterable[Assumption]) -> dict[str, list[str]]:
    """Assumptions under the source they share, so that it is printed once."""
    found: dict[str, list[str]] = {}
    for item in assumptions:
        value = f": {item.value} {item.unit}".rstrip() if item.value else ""
        found.setdefault(item.source, []).append(f"{item.text.rstrip('.')}{value}")
    return found


def _owners(provenance: Iterable[ProvenanceEntry]) -> str:
    """Who owns the data and by which licence, once each: the line that stands on the map."""
    pairs = [(entry.source.split(",")[0], entry.licence.split(" (")[0]) for entry in provenance]
    return "; ".join(dict.fromkeys(f"{owner} ({licence})" for owner, licence in pairs))


def _unplaced(plan: Plan) -> str:
    """Stations that cannot be drawn."""
    return ", ".join(station.name for station in plan.stations if station.lat is None)
