"""The checklist: rules of type C and D, and dated tasks, with due dates from the calendar.

The texts stand in ``checklist.yaml``, one entry per rule, so a new one is a new entry.
What a plan already says of an item (status, who) is kept when the list is made anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from planner.domain.findings import ChecklistItem, ItemStatus
from planner.domain.plan import Phase, Plan
from planner.law.calendar import Dated
from planner.law.rule import is_premises, openings_in
from planner.law.rules.a1 import accessibility
from planner.law.wording import count, join, long_date, named

if TYPE_CHECKING:
    from planner.problem import Problem

FILE = Path(__file__).with_name("checklist.yaml")


class Template(BaseModel):
    """One entry of ``checklist.yaml``.

    Attributes:
        due: name of the calendar's date it is due on.
        done_by: name of the date of the plan's version that shows it is done.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    text: str = Field(min_length=1)
    due: str
    done_by: Literal["registered_on", "announced_on"] | None = None


@cache
def templates() -> tuple[Template, ...]:
    """Every entry of ``checklist.yaml``, in the order of the file."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return TypeAdapter(tuple[Template, ...]).validate_python(raw)


def checklist(plan: Plan, problem: Problem) -> tuple[ChecklistItem, ...]:
    """The items of a plan, by due date; status and who are taken over from the plan."""
    old = {item.rule: item for item in plan.checklist}
    items = [_kept(item, old.get(item.rule)) for item in _items(plan, problem)]
    return tuple(sorted(items, key=lambda item: item.due or date.max))


def _kept(item: ChecklistItem, old: ChecklistItem | None) -> ChecklistItem:
    """The item with what the plan said of it; whether R3 applies is judged anew each time."""
    if old is None:
        return item
    stale = item.rule == "R3" and old.status is ItemStatus.NOT_APPLICABLE
    status = old.status if item.status is ItemStatus.OPEN and not stale else item.status
    return replace(item, status=status, who=old.who)


def _items(plan: Plan, problem: Problem) -> Iterator[ChecklistItem]:
    entries = problem.calendar.entries()
    words = {name: _written(entry) for name, entry in entries.items()}
    for template in templates():
        entry = entries[template.due]
        text = template.text.format_map(words)
        status = ItemStatus.OPEN
        if template.done_by and getattr(plan.version, template.done_by) is not None:
            status = ItemStatus.DONE
        if template.rule == "R3":
            text, status = _inaccessible(plan, problem, text)
        text = f"{text} {_early_note(template.rule, plan, problem)}".rstrip()
        if entry.note and _is_deadline(template.due):
            text = f"{text} {entry.note}"
        yield ChecklistItem(template.rule, text, _day(entry), status)


def _inaccessible(plan: Plan, problem: Problem, text: str) -> tuple[str, ItemStatus]:
    """R3 names the stations it is about; with none, and none unknown, there is nothing to do."""
    known = {site.id: site.accessible for site in problem.dataset.sites}
    judged = [(station, accessibility(station, known)) for station in plan.stations if is_premises(station)]
    barred = [named(station) for station, accessible in judged if accessible is False]
    unknown = sum(accessible is None for _, accessible in judged)
    if barred:
        text = f"{text} Det gjelder {join(barred)}."
    if unknown:
        text = f"{text} {count(unknown, 'sted', 'steder')} er ikke vurdert."
    return text, ItemStatus.OPEN if barred or unknown else ItemStatus.NOT_APPLICABLE


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


def _is_deadline(name: str) -> bool:
    """Notes of deadlines say what to do; notes of periods only explain the calendar."""
    return name.endswith("_deadline")


def _day(entry: Dated[date] | Dated[datetime]) -> date:
    value = entry.value
    return value.date() if isinstance(value, datetime) else value


def _written(entry: Dated[date] | Dated[datetime]) -> str:
    if isinstance(entry.value, datetime):
        return f"{long_date(_day(entry))} kl. {entry.value:%H:%M}"
    return long_date(entry.value)
