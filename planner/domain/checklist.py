"""What of a checklist is kept when it is made anew, and how an item is marked.

Who, status and a due date set by hand stay with the thing to do. An item that has to be done for
several stations is done for those it was marked for: a station that comes into the plan opens it
again, and ``settled`` keeps what was done for the others. A station that leaves is forgotten, as a
booking that was given up is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.domain.errors import InputError, Problem
from planner.domain.findings import ChecklistItem, ItemStatus
from planner.domain.plan import STOP_SUFFIX, Plan, Station, StationKind

OWN = "own-"
"""Rule ids of the items a planner has added begin so; they are always kept."""
MOST_NAMED = 6


def subject_of(station: Station) -> str:
    """A station as subject of an item: its id, a bus stop always with the suffix.

    What is done for premises is not done for a bus at the same place, whatever the plan calls the two.
    """
    stop = station.kind is StationKind.MOBILE_STOP and not station.id.endswith(STOP_SUFFIX)
    return station.id + STOP_SUFFIX if stop else station.id


def subject_names(plan: Plan) -> dict[str, str]:
    """``Name (id)`` of every station by its subject."""
    return {subject_of(station): f"{station.name} ({station.id})" for station in plan.stations}


def carried(fresh: Iterable[ChecklistItem], old: Sequence[ChecklistItem]) -> tuple[ChecklistItem, ...]:
    """Items made anew, with what an earlier checklist says of the same things to do.

    Args:
        fresh: as the plan asks for them; one that is not open is known from the plan itself.
        old: the earlier checklist, also with items of others.
    """
    items = tuple(fresh)
    counts = Counter(item.rule for item in items)
    return tuple(_kept(item, _same(item, old, only=counts[item.rule] == 1)) for item in items)


def own_items(items: Iterable[ChecklistItem]) -> tuple[ChecklistItem, ...]:
    """The items a planner has added, each once."""
    return tuple({(item.rule, item.text): item for item in items if item.rule.startswith(OWN)}.values())


def with_own(items: Sequence[ChecklistItem], text: str, *, who: str = "") -> tuple[ChecklistItem, ...]:
    """The checklist with one more item of the planner's own: ``own-1``, ``own-2`` and so on."""
    taken = {item.rule for item in items}
    number = next(n for n in range(1, len(taken) + 2) if f"{OWN}{n}" not in taken)
    return (*items, ChecklistItem(f"{OWN}{number}", text, who=who))


def combined(first: Sequence[ChecklistItem], second: Sequence[ChecklistItem]) -> tuple[ChecklistItem, ...]:
    """Two earlier checklists as one: of an item both have, the first's, unless only the second's is not open."""

    def best(item: ChecklistItem) -> ChecklistItem:
        other = _same(item, second, only=True)
        return other if other and item.status is ItemStatus.OPEN and other.status is not ItemStatus.OPEN else item

    rules = {item.rule for item in first}
    return (*map(best, first), *(item for item in second if item.rule not in rules))


def _same(item: ChecklistItem, old: Sequence[ChecklistItem], *, only: bool) -> ChecklistItem | None:
    """The earlier item of the same thing: by rule, and where a rule has several, by subjects or text."""
    for other in old:
        if other.rule == item.rule and (only or (other.text, other.subjects) == (item.text, item.subjects)):
            return other
    return None


def _kept(item: ChecklistItem, old: ChecklistItem | None) -> ChecklistItem:
    if old is None:
        return item
    kept = replace(item, who=old.who, due=old.due or item.due)
    if item.status is not ItemStatus.OPEN:
        return replace(kept, settled=item.subjects, done_on=old.done_on)
    settled = _settled(item, old)
    return _with_status(replace(kept, settled=settled), old)


def _settled(item: ChecklistItem, old: ChecklistItem) -> tuple[str, ...]:
    """The item's subjects for which it was done, in the item's order."""
    if old.status is not ItemStatus.OPEN:
        before_subjects = not old.subjects and old.text == item.text
        known = set(item.subjects) if before_subjects else {*old.subjects, *old.settled}
    elif old.subjects and set(old.subjects) <= set(old.settled):
        known = set()  # opened again by hand
    else:
        known = set(old.settled)
    return tuple(subject for subject in item.subjects if subject in known)


def _with_status(item: ChecklistItem, old: ChecklistItem) -> ChecklistItem:
    status = old.status
    if item.subjects:
        whole = len(item.settled) == len(item.subjects)
        closed = ItemStatus.DONE if old.status is ItemStatus.OPEN else old.status
        status = closed if whole else ItemStatus.OPEN
    if status is ItemStatus.OPEN:
        return item
    reason = old.reason if status is ItemStatus.NOT_APPLICABLE else ""
    return replace(item, status=status, done_on=old.done_on, reason=reason)


def remaining(item: ChecklistItem) -> tuple[str, ...]:
    """The subjects for which an item is still to be done; empty where it has none or is not open."""
    if item.status is not ItemStatus.OPEN:
        return ()
    return tuple(subject for subject in item.subjects if subject not in item.settled)


def progress_text(item: ChecklistItem, names: Mapping[str, str]) -> str:
    """``Gjort for 3 av 4, gjenstår: Skolen (e0202).``; empty unless an item is done in part.

    Args:
        names: of subjects, see :func:`subject_names`.
    """
    left = remaining(item)
    done = len(item.subjects) - len(left)
    if not left or not done:
        return ""
    named = ", ".join(names.get(subject, subject) for subject in left[:MOST_NAMED])
    more = f" og {len(left) - MOST_NAMED} til" if len(left) > MOST_NAMED else ""
    return f"Gjort for {done} av {len(item.subjects)}, gjenstår: {named}{more}."


@dataclass(frozen=True, slots=True)
class Mark:
    """One change of an item; None leaves as it is.

    Attributes:
        rule: the item's rule; every item of the rule is marked.
        subjects: those it is marked for; empty = all. Only ``DONE`` can be said of some.
        on: the date it was done.
    """

    rule: str
    status: ItemStatus | None = None
    subjects: tuple[str, ...] = ()
    who: str | None = None
    due: date | None = None
    on: date | None = None
    reason: str = ""


def marked(items: Sequence[ChecklistItem], marks: Iterable[Mark], file: str = "") -> tuple[ChecklistItem, ...]:
    """The items after some marks.

    Raises:
        InputError: every rule and subject that no item has.
    """
    result, problems = list(items), []
    for mark in marks:
        places = [n for n, item in enumerate(result) if item.rule == mark.rule]
        if not places:
            remedy = f"velg blant {', '.join(sorted({item.rule for item in items}))}"
            problems.append(Problem("sjekklista har ikke dette punktet", file, "checklist", mark.rule, remedy))
            continue
        known = {subject for n in places for subject in result[n].subjects}
        for subject in [s for s in mark.subjects if s not in known]:
            remedy = f"velg blant {', '.join(sorted(known))}" if known else f"skriv bare {mark.rule}"
            problems.append(
                Problem(f"punktet {mark.rule} gjelder ikke dette stedet", file, "checklist", subject, remedy)
            )
        for n in places:
            result[n] = _marked(result[n], mark)
    if problems:
        raise InputError(problems)
    return tuple(result)


def _marked(item: ChecklistItem, mark: Mark) -> ChecklistItem:
    item = replace(item, who=item.who if mark.who is None else mark.who, due=item.due if mark.due is None else mark.due)
    if mark.status is None:
        return item
    if mark.status is ItemStatus.OPEN:
        return replace(item, status=mark.status, settled=(), done_on=None, reason="")
    if mark.status is ItemStatus.NOT_APPLICABLE:
        return replace(item, status=mark.status, settled=item.subjects, done_on=None, reason=mark.reason)
    now = {*item.settled, *(mark.subjects or item.subjects)}
    settled = tuple(subject for subject in item.subjects if subject in now)
    if len(settled) < len(item.subjects):
        return replace(item, status=ItemStatus.OPEN, settled=settled, done_on=None, reason="")
    return replace(item, status=ItemStatus.DONE, settled=settled, done_on=mark.on, reason="")
