"""The checklist: rules of type C and D, and dated tasks, with due dates from the calendar.

The texts stand in ``checklist.yaml``, one entry per rule, so a new one is a new entry.
What a plan already says of an item is kept when the list is made anew (:mod:`planner.domain.checklist`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from planner.domain.checklist import carried, subject_of
from planner.domain.findings import ChecklistItem, ItemStatus
from planner.domain.plan import Phase, Plan, Version
from planner.law.rule import is_premises, openings_in
from planner.law.rules.a1 import accessibility
from planner.law.wording import count, join, long_date, named, written
from planner.seals import changes_announced

if TYPE_CHECKING:
    from planner.problem import Problem

FILE = Path(__file__).with_name("checklist.yaml")


class Template(BaseModel):
    """One entry of ``checklist.yaml``.

    Attributes:
        due: name of the calendar's date it is due on; None: as soon as possible.
        done_by: name of the date of the plan's version that shows it is done.
        needs: what must hold for the item to arise: ``announced_change`` (this version changes announced
            times or places), or the name of a date that the calendar must have.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    text: str = Field(min_length=1)
    due: str | None
    done_by: Literal["registered_on", "announced_on", "change_notified_on"] | None = None
    needs: str | None = None


@cache
def templates() -> tuple[Template, ...]:
    """Every entry of ``checklist.yaml``, in the order of the file."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return TypeAdapter(tuple[Template, ...]).validate_python(raw)


def checklist(plan: Plan, problem: Problem) -> tuple[ChecklistItem, ...]:
    """The items of a plan, by due date; who, status and a due date set by hand are taken over from the plan."""
    items = carried(_items(plan, problem), [_judged_anew(item) for item in plan.checklist])
    return tuple(sorted(items, key=lambda item: item.due or date.max))


def _judged_anew(old: ChecklistItem) -> ChecklistItem:
    """Whether R3 applies follows from the plan each time."""
    stale = old.rule == "R3" and old.status is ItemStatus.NOT_APPLICABLE
    return replace(old, status=ItemStatus.OPEN) if stale else old


def _items(plan: Plan, problem: Problem) -> Iterator[ChecklistItem]:
    entries = problem.calendar.entries()
    words = {name: written(entry.value) for name, entry in entries.items()}
    for template in templates():
        if not _needed(template, plan, entries):
            continue
        entry = entries[template.due] if template.due else None
        item = ChecklistItem(template.rule, template.text.format_map(words), entry.first_day() if entry else None)
        if template.done_by and getattr(plan.version, template.done_by) is not None:
            item = replace(item, status=ItemStatus.DONE)
        if template.rule == "R3":
            item = _inaccessible(plan, problem, item)
        item = replace(item, text=f"{item.text} {_early_note(template.rule, plan, problem)}".rstrip())
        if entry and entry.note and _is_deadline(template.due):
            item = replace(item, text=f"{item.text} {entry.note}")
        yield _of_a_change(item, plan.version)


def _needed(template: Template, plan: Plan, entries: Collection[str]) -> bool:
    if template.needs == "announced_change":
        return changes_announced(plan)
    return template.needs is None or template.needs in entries


def _of_a_change(item: ChecklistItem, version: Version) -> ChecklistItem:
    """R1 and R2 of a version whose parent met them: only what is changed is left, and that has no deadline."""
    if item.rule == "R1" and version.parent_registered_on and version.registered_on is None:
        text = f"Stedene ble registrert {long_date(version.parent_registered_on)}; registrer endringene. {item.text}"
        return replace(item, text=text, due=None)
    if item.rule == "R2" and version.parent_announced_on:
        text = f"Tidene ble kunngjort {long_date(version.parent_announced_on)}; endringer meldes for seg. {item.text}"
        return replace(item, text=text, status=ItemStatus.DONE)
    return item


def _inaccessible(plan: Plan, problem: Problem, item: ChecklistItem) -> ChecklistItem:
    """R3 names the stations it is about; with none, and none unknown, there is nothing to do."""
    known = {site.id: site.accessible for site in problem.dataset.sites}
    judged = [(station, accessibility(station, known)) for station in plan.stations if is_premises(station)]
    barred = [station for station, accessible in judged if accessible is False]
    unknown = sum(accessible is None for _, accessible in judged)
    text = item.text
    if barred:
        text = f"{text} Det gjelder {join([named(station) for station in barred])}."
    if unknown:
        text = f"{text} {count(unknown, 'sted', 'steder')} er ikke vurdert."
    status = ItemStatus.OPEN if barred or unknown else ItemStatus.NOT_APPLICABLE
    return replace(item, text=text, status=status, subjects=tuple(sorted(subject_of(station) for station in barred)))


def _early_note(rule: str, plan: Plan, problem: Problem) -> str:
    """What plan and scenario add to an item about tidligstemming."""
    given = problem.scenario.early.appointments
    if rule == "R1":
        stations = [named(station) for station in plan.stations if openings_in(station, Phase.EARLY)]
        return f"Faste lokaler for tidligstemming: {join(stations)}." if stations else ""
    if rule == "P2":
        place = f" Oppmøte: {given.place.rstrip('.')}." if given.place else ""
        if given.contact:
            return f"Velgeren henvender seg til: {given.contact.rstrip('.')}.{place}"
        return f"Bestem hvem velgeren skal henvende seg til, og kunngjør det.{place}"
    if rule == "P9" and given.weekday:
        return f"Hos dere: hverdager kl. {given.weekday.replace('-', '–')}."
    return ""


def _is_deadline(name: str | None) -> bool:
    """Notes of deadlines say what to do; notes of periods only explain the calendar."""
    return name is not None and name.endswith("_deadline")
