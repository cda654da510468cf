"""Stretches of open time, checked minute by minute."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.clock import clock_of, minute_of
from planner.domain.plan import Opening
from planner.domain.spans import Spans, covers, lost_spans, open_spans, overlap_minutes, span_minutes

DAY = date(2027, 8, 24)
TIMES = st.lists(st.integers(0, 96), min_size=0, max_size=8, unique=True).map(sorted)


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    ends = draw(TIMES)
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return tuple((clock_of(15 * a), clock_of(15 * b)) for a, b in pairs)


def minutes(found: Spans) -> set[int]:
    return {minute for start, end in found for minute in range(minute_of(start), minute_of(end))}


@given(spans(), spans())
def test_what_is_lost_is_what_was_open_and_is_not(before: Spans, after: Spans) -> None:
    lost = lost_spans(before, after)
    assert minutes(lost) == minutes(before) - minutes(after)
    assert span_minutes(lost) == len(minutes(lost))


@given(spans(), st.integers(0, 90), st.integers(1, 6))
def test_cover_and_overlap(found: Spans, start: int, length: int) -> None:
    first, last = clock_of(15 * start), clock_of(15 * (start + length))
    asked = minutes(((first, last),))
    assert covers(found, first, last) == (asked <= minutes(found))
    assert overlap_minutes(found, first, last) == len(asked & minutes(found))


def test_openings_that_touch_or_overlap_are_one() -> None:
    openings = [Opening(DAY, "16:00", "19:00"), Opening(DAY, "10:00", "16:00"), Opening(DAY, "15:00", "16:30", crew=2)]
    assert open_spans(openings) == {DAY: (("10:00", "19:00"),)}
    assert open_spans([*openings, Opening(DAY, "20:00", "21:00")])[DAY][-1] == ("20:00", "21:00")
