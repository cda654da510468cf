"""The two deadlines of registration, and what is still missing for each.

Dates are the calendar's (vf 4-1(1) g and h, vf 6-3, vf 9-4: registration; vf 7-1: opening hours).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain.checklist import subject_of
from planner.domain.findings import ChecklistItem, ItemStatus
from planner.domain.plan import Plan, PlanStatus
from planner.exporters.evakeying.entries import Entry
from planner.law.calendar import Calendar, Dated
from planner.law.wording import count, long_date
from planner.versions import WORDS

DONE, MISSING, NOT_HERE = "gjort", "mangler", "utenfor planen"
CITED = {"R3": "vf 6-3", "R4": "vf 9-4"}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to have done by a deadline.

    Attributes:
        status: done, missing or not in the plan.
        missing: what is still missing, in words; "" where nothing is.
        stations: ids in EVA of the places that it is about.
    """

    day: date
    citation: str
    what: str
    status: str
    missing: str
    stations: tuple[str, ...] = ()


def dues(plan: Plan, found: Sequence[Entry], calendar: Calendar) -> list[Due]:
    """Everything that is due for registration, the earlier deadline first."""
    first, second = calendar.registration_deadline, calendar.opening_hours_deadline
    numbers = {entry.station: entry.number for entry in found}
    subjects = {subject_of(station): numbers[station.id] for station in plan.stations}
    others = [item for item in plan.checklist if item.rule not in ("R1", "R2", "R3") and item.due is not None]
    return [
        _registered(plan, first),
        _accessible(found, first),
        Due(first.value, first.citation, "Valgdagslokaler med åpningstider (R1)", NOT_HERE, "Eget ark, fylles ut"),
        *(_item(item, subjects) for item in others if item.due is not None and item.due <= first.value),
        _announced(plan, second),
        *(_item(item, subjects) for item in others if item.due is not None and first.value < item.due <= second.value),
    ]


def deadline_lines(rows: Sequence[Due], calendar: Calendar) -> Iterator[str]:
    """One sentence per deadline: the date, its note, and how much is missing."""
    last = date.min
    for entry, what in (
        (calendar.registration_deadline, "steder registrert i EVA"),
        (calendar.opening_hours_deadline, "åpningstider meldt til Valgdirektoratet"),
    ):
        missing = [row for row in rows if last < row.day <= entry.value and row.status == MISSING]
        last = entry.value
        left = (
            f"{count(len(missing), 'punkt', 'punkter')} mangler, se arket «Frister»" if missing else "Ingenting mangler"
        )
        note = f" {entry.note}" if entry.note else ""
        yield f"Frist {long_date(entry.value)} ({entry.citation}): {what}. {left}.{note}"


def _registered(plan: Plan, deadline: Dated[date]) -> Due:
    version = plan.version
    what = "Forhåndsstemmestedene registrert i EVA (R1)"
    if version.registered_on is not None:
        return Due(deadline.value, deadline.citation, what, DONE, "")
    missing = f"Versjon {version.number} ({WORDS[version.status]}) er ikke ført som registrert"
    if version.parent_registered_on is not None:
        missing += f"; en tidligere versjon ble registrert {long_date(version.parent_registered_on)}, se «Endringer»"
    return Due(deadline.value, deadline.citation, what, MISSING, missing)


def _accessible(found: Sequence[Entry], deadline: Dated[date]) -> Due:
    unknown = [entry for entry in found if entry.enters and entry.accessible is None]
    silent = [entry for entry in found if entry.accessible is False and not entry.reason]
    parts = []
    if unknown:
        parts.append(f"{count(len(unknown), 'sted', 'steder')} er ikke avklart: gjør befaring")
    if silent:
        parts.append(f"{count(len(silent), 'sted', 'steder')} mangler begrunnelse (overrides i scenariet)")
    return Due(
        deadline.value,
        CITED["R3"],
        "Steder velgerne ikke kan ta seg inn i uten hjelp, registrert som det (R3)",
        MISSING if parts else DONE,
        "; ".join(parts),
        tuple(entry.number for entry in (*unknown, *silent)),
    )


def _announced(plan: Plan, deadline: Dated[date]) -> Due:
    version = plan.version
    what = "Åpningstidene meldt til Valgdirektoratet, også ved institusjoner (R2)"
    if version.status is PlanStatus.ANNOUNCED:
        return Due(deadline.value, deadline.citation, what, DONE, "")
    missing = f"Versjon {version.number} ({WORDS[version.status]}) er ikke ført som kunngjort"
    return Due(deadline.value, deadline.citation, what, MISSING, missing)


def _item(item: ChecklistItem, numbers: Mapping[str, str]) -> Due:
    """An item of the plan's checklist; a subject that is no station of the plan keeps its name."""
    left = tuple(sorted(numbers.get(subject, subject) for subject in item.subjects if subject not in item.settled))
    is_open = item.status is ItemStatus.OPEN
    who = f"Ansvarlig: {item.who}" if item.who else "Ingen ansvarlig oppgitt"
    day = item.due or date.max
    status = MISSING if is_open else DONE if item.status is ItemStatus.DONE else "gjelder ikke"
    return Due(day, CITED.get(item.rule, item.rule), item.text, status, who if is_open else "", left if is_open else ())
