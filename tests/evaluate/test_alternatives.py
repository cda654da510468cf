"""The nearest open station at the same time, against every station tried by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import BUS_DAY, CELL_OF, LAST_WEEK, SATURDAY, minutes_of, station, tiny_plan, tiny_problem

from planner.domain.clock import clock_of
from planner.domain.dataset import Mark
from planner.domain.plan import Opening, StationKind
from planner.domain.spans import covers, open_spans, overlap_minutes
from planner.evaluate.alternatives import Alternatives, same_place

PROBLEM, PLAN = tiny_problem(), tiny_plan()
OPEN = Alternatives(PLAN, PROBLEM)
BY_ID = {s.id: s for s in PLAN.stations}


def ask(place: str, day: date, start: str, end: str, **more: object):
    return OPEN.nearest(BY_ID[place], day, start, end, without={place}, **more)


def test_the_nearest_that_is_open_the_whole_time() -> None:
    found = ask("e0101", BUS_DAY, "10:00", "12:30")
    assert found is not None
    # f0101 is two steps away, f0102 three.
    assert (found.station.id, found.minutes, found.whole, found.beyond) == ("f0101", minutes_of(2), True, False)
    assert found.mark is Mark.NETWORK
    assert found.spans == (("10:00", "16:00"),)


def test_who_is_open_for_part_of_it_comes_after_who_is_open_all_the_time() -> None:
    found = ask("f0101", BUS_DAY, "10:00", "17:00")
    assert found is not None
    assert (found.station.id, found.whole, found.mark) == ("f0201", True, Mark.PARTLY)
    part = OPEN.nearest(BY_ID["f0101"], SATURDAY, "10:00", "16:00", without={"f0101"})
    assert part is not None
    assert (part.station.id, part.whole, part.spans) == ("f0102", False, (("10:00", "14:00"),))


def test_nobody_is_open() -> None:
    assert ask("f0101", BUS_DAY, "20:00", "21:00") is None
    assert ask("f0101", date(2027, 8, 29), "10:00", "12:00") is None


def test_what_comes_to_voters_has_no_alternative_and_is_none() -> None:
    home = station("f0101", [Opening(BUS_DAY, "10:00", "12:00")], StationKind.HOME_TEAM, id="h1", lat=None, lon=None)
    ward = station("e0102", [Opening(BUS_DAY, "10:00", "12:30")], StationKind.INSTITUTION, id="i1", public=False)
    known = Alternatives(tiny_plan(home, ward), PROBLEM)
    assert known.nearest(home, BUS_DAY, "10:00", "12:00") is None
    found = known.nearest(ward, BUS_DAY, "10:00", "12:30")
    assert found is not None
    assert found.station.id == "f0102"


def test_premises_and_stop_of_one_site_are_one_place() -> None:
    plan = tiny_plan(station("e0202-b", [Opening(BUS_DAY, "10:00", "12:30", vehicle="buss")]))
    assert same_place(plan, BY_ID["e0202"]) == {"e0202", "e0202-b"}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(BY_ID)),
    st.sampled_from([BUS_DAY, SATURDAY, LAST_WEEK[0], date(2027, 8, 16)]),
    st.integers(32, 80),
    st.integers(1, 16),
)
def test_as_by_trying_all(place: str, day: date, start: int, length: int) -> None:
    first, last = clock_of(15 * start), clock_of(15 * (start + length))
    found = ask(place, day, first, last)
    ranked = []
    for other in PLAN.stations:
        spans = open_spans(other.opening).get(day, ())
        if other.id != place and overlap_minutes(spans, first, last):
            steps = abs(CELL_OF[place] - CELL_OF[other.id])
            ranked.append((not covers(spans, first, last), minutes_of(steps), other.id))
    if not ranked:
        assert found is None
        return
    assert found is not None
    assert (not found.whole, found.station.id) == (min(ranked)[0], min(ranked)[2])
    assert found.minutes == pytest.approx(min(ranked)[1])
