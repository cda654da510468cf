"""The calendar and the decisions as iCalendar (RFC 5545), for Outlook and others.

Periods, deadlines and decisions are all-day events; deadlines with a clock time are moments
in UTC, which every program shows in the reader's own time and which needs no VTIMEZONE.
Nothing depends on the day it is written: UIDs follow from the election day and the name of
the entry, DTSTAMP is the day the law's parameters were last checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from icalendar import Calendar as ICalendar
from icalendar import Event

from planner.law.calendar import Calendar, Dated
from planner.law.calendar_words import LABELS
from planner.law.days import ONE_DAY
from planner.law.decisions import Decision
from planner.law.parameters import law_parameters
from planner.law.wording import written

PERIODS = {
    "early": ("Tidligstemming", "early_start", "early_end"),
    "ordinary": ("Ordinær forhåndsstemming", "ordinary_start", "ordinary_end"),
    "second_to_last_week": ("Nest siste uke med forhåndsstemming", "daily_shipping_from", "daily_shipping_to"),
    "last_week": ("Siste uke med forhåndsstemming", "last_week_from", "last_week_to"),
}


def calendar_ics(calendar: Calendar, decided: Sequence[Decision]) -> bytes:
    """An iCalendar file with CRLF line ends, UTF-8; the same bytes for the same election."""
    file = ICalendar()
    file.add("prodid", "-//valgplan//kalender//NO")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", f"Valget {written(calendar.election)}")
    events = [*_periods(calendar), *_entries(calendar), *_decisions(calendar, decided)]
    for event in sorted(events, key=_order):
        file.add_component(event)
    return bytes(file.to_ical())


def _periods(calendar: Calendar) -> Iterator[Event]:
    entries = calendar.entries()
    for name, (label, start, end) in PERIODS.items():
        first, last = entries[start], entries[end]
        span = f"Fra {written(first.value)} til og med {written(last.value)}."
        notes = dict.fromkeys(note for note in (first.note, last.note) if note)
        yield _event(calendar, name, label, (first.value, last.value), " ".join((span, *notes)), first.citation)


def _entries(calendar: Calendar) -> Iterator[Event]:
    """Everything that is no end of a period; one event for each day of a list."""
    ends = {name for _, start, end in PERIODS.values() for name in (start, end)}
    for name, entry in calendar.entries().items():
        if name in ends:
            continue
        if isinstance(entry.value, tuple):
            for day in entry.value:
                label = "Send stemmer til andre kommuner"
                yield _event(calendar, f"{name}_{day:%Y%m%d}", label, (day, day), entry.note, entry.citation)
        else:
            yield _event(calendar, name, LABELS[name], entry.value, _deadline_text(entry), entry.citation)


def _deadline_text(entry: Dated[date]) -> str:
    return " ".join(part for part in (f"{written(entry.value).capitalize()}.", entry.note) if part)


def _decisions(calendar: Calendar, decided: Sequence[Decision]) -> Iterator[Event]:
    for decision in decided:
        day = decision.due.value
        parts = (decision.text, f"Avgjøres av {decision.who}.", decision.note, decision.due.note)
        text = " ".join(part for part in parts if part)
        label = f"Må være vedtatt: {decision.title}"
        yield _event(calendar, f"decision_{decision.id}", label, (day, day), text, decision.citation)


def _event(
    calendar: Calendar, name: str, label: str, when: date | tuple[date, date], text: str, citation: str
) -> Event:
    """An event; ``when`` is a moment, a day, or the first and last day of a period."""
    event = Event()
    event.add("uid", f"{name}-{calendar.election:%Y%m%d}@valgplan")
    event.add("dtstamp", datetime.combine(law_parameters().last_checked(), time(), UTC))
    if isinstance(when, datetime):
        event.add("dtstart", when.astimezone(UTC))
    else:
        first, last = when if isinstance(when, tuple) else (when, when)
        event.add("dtstart", first)
        event.add("dtend", last + ONE_DAY)  # the end of an all-day event is the day after it
    event.add("summary", label)
    event.add("description", f"{text}\nHjemmel: {citation}" if text else f"Hjemmel: {citation}")
    event.add("transp", "TRANSPARENT")  # a deadline makes nobody busy
    return event


def _order(event: Event) -> tuple[str, str]:
    start = event.decoded("dtstart")
    return f"{start:%Y-%m-%dT%H:%M}", str(event["uid"])
