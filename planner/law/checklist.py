"""The checklist: rules of type C and D, and dated tasks, with due dates from the calendar.

The texts stand in ``checklist.yaml``, one entry per rule, so a new one is a new entry.
What a plan already says of an item (status, who) is kept when the list is made anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from planner.domain.findings import ChecklistItem, ItemStatus
from planner.domain.plan import Plan
from planner.law.rule import is_premises
from planner.law.rules.a1 import accessibility
from planner.law.wording import count, join, named, written

if TYPE_CHECKING:
    from planner.problem import Problem

FILE = Path(__file__).with_name("checklist.yaml")


class Template(BaseModel):
    """One entry of ``checklist.yaml``.

    Attributes:
        due: name of the calendar's date it is due on.
        needs: an entry that the calendar must have for the item to arise.
        done_by: name of the date of the plan's version that shows it is done.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    text: str = Field(min_length=1)
    due: str
    needs: str | None = None
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
    words = {name: written(entry.value) for name, entry in entries.items()}
    for template in templates():
        if template.needs is not None and template.needs not in entries:
            continue
        entry = entries[template.due]
        text = template.text.format_map(words)
        status = ItemStatus.OPEN
        if template.done_by and getattr(plan.version, template.done_by) is not None:
            status = ItemStatus.DONE
        if template.rule == "R3":
            text, status = _inaccessible(plan, problem, text)
        if entry.note and _is_deadline(template.due):
            text = f"{text} {entry.note}"
        yield ChecklistItem(template.rule, text, entry.first_day(), status)


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


def _is_deadline(name: str) -> bool:
    """Notes of deadlines say what to do; notes of periods only explain the calendar."""
    return name.endswith("_deadline")
