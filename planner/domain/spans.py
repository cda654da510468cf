"""Stretches of open time per date, the way voters meet them: who works there and in which vehicle is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from planner.domain.clock import clock_of, minute_of
from planner.domain.plan import Opening

Spans = tuple[tuple[str, str], ...]
"""(start, end) as clock times, in order, apart from each other."""


def open_spans(openings: Iterable[Opening]) -> dict[date, Spans]:
    """Per date the stretches in which voters can come in; touching and overlapping ones are one."""
    by_date: dict[date, list[tuple[str, str]]] = {}
    for item in sorted(openings, key=lambda o: (o.date, o.start_minute, o.end_minute)):
        spans = by_date.setdefault(item.date, [])
        if spans and item.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], item.end))
        else:
            spans.append((item.start, item.end))
    return {day: tuple(spans) for day, spans in by_date.items()}


def span_minutes(spans: Spans) -> int:
    """Open minutes."""
    return sum(minute_of(end) - minute_of(start) for start, end in spans)


def lost_spans(before: Spans, after: Spans) -> Spans:
    """What of ``before`` is not in ``after``."""
    return tuple((clock_of(a), clock_of(b)) for start, end in before for a, b in _left(start, end, after))


def _left(start: str, end: str, after: Spans) -> Iterator[tuple[int, int]]:
    reached, last = minute_of(start), minute_of(end)
    for opens, closes in after:
        if minute_of(opens) >= last:
            break
        if minute_of(opens) > reached:
            yield reached, minute_of(opens)
        reached = max(reached, minute_of(closes))
    if reached < last:
        yield reached, last


def covers(spans: Spans, start: str, end: str) -> bool:
    """Whether it is open the whole time."""
    return not lost_spans(((start, end),), spans)


def overlap_minutes(spans: Spans, start: str, end: str) -> int:
    """Minutes of a time in which it is open."""
    return minute_of(end) - minute_of(start) - span_minutes(lost_spans(((start, end),), spans))
