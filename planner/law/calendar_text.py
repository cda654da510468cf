"""The calendar and the decisions as text that a planner reads, and as the values of ``--json``."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from planner.law.calendar import Calendar
from planner.law.calendar_notes import deadline_note
from planner.law.calendar_words import LABELS
from planner.law.decisions import Decision
from planner.law.parameters import law_parameters
from planner.law.wording import long_date, written

DATE_WIDTH, WIDTH = 40, 120


def calendar_lines(calendar: Calendar, decided: Sequence[Decision]) -> Iterator[str]:
    """Two tables in order of date: what happens and what is due, and what has to be decided."""
    election = long_date(calendar.election)
    yield f"Kalender for valget {election}"
    yield ""
    entries = sorted(calendar.entries().items(), key=lambda item: (item[1].first_day(), item[1].note == ""))
    for name, entry in entries:
        value = entry.value
        first, rest = (written(value[0]), f": {written(value)}") if isinstance(value, tuple) else (written(value), "")
        yield from _row(first, f"{LABELS[name]}{rest} – {entry.citation}", entry.note)
    yield ""
    yield f"Hva må vedtas før valget {election}, og når"
    for due, group in groupby(decided, key=lambda decision: decision.due.value):
        yield ""
        # The note on a day off stands once over its decisions, not in each of them.
        shift = deadline_note(due)
        yield from _wrapped(f"Senest {long_date(due)}" + (f". {shift}" if shift else ""), "", "")
        for decision in group:
            yield from _row(f"  {decision.body}", f"{decision.title} – {decision.citation}", "")
            yield from _row("", decision.text, _notes(decision).removesuffix(shift).rstrip())
    yield ""
    yield from textwrap.wrap(
        f"Lovens tall er sist kontrollert {long_date(law_parameters().last_checked())} mot veilederen om stemming, "
        "ikke av en jurist. «Vår lesning» er en tolkning som ingen kilde bekrefter.",
        WIDTH,
    )


def calendar_json(calendar: Calendar, decided: Sequence[Decision]) -> dict[str, Any]:
    """The entries of the calendar, and ``decisions`` in the same shape: ``value`` is a list, in order of due date."""
    citation = "V 2.1 (hvert vedtak har sin egen hjemmel)"
    return {**calendar.to_json(), "decisions": {"value": [d.to_json() for d in decided], "citation": citation}}


def _row(first: str, text: str, note: str) -> Iterator[str]:
    indent = " " * DATE_WIDTH
    yield from _wrapped(text, f"{first:<{DATE_WIDTH}}", indent)
    if note:
        yield from _wrapped(note, f"{indent}  ", f"{indent}  ")


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    """Lines in which «V 3.2.1», «kl. 12:00» and «30. mai» stay together."""
    held = re.sub(r"\b(V|vl|vf|aml|kl\.|\d+\.) (?=\w)", "\\1\u00a0", text)
    for line in textwrap.wrap(held, WIDTH, initial_indent=first, subsequent_indent=rest):
        yield line.replace("\u00a0", " ")


def _notes(decision: Decision) -> str:
    reading = "Hvem som avgjør, er vår lesning." if decision.basis == "our_reading" else ""
    return " ".join(part for part in (reading, decision.note, decision.due.note) if part)
