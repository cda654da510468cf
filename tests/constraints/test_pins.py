"""pins: what is pinned is there and what is forbidden is not; on either side of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tiny import BUS, BUS_DAY, bus_stop, tiny_plan, tiny_problem, tiny_scenario, with_station

from planner.constraints.pins import relaxed, requirement
from planner.domain.errors import InputError
from planner.evaluate.pinned import pinned_days
from planner.problem import Slot, bans_of, merged_slots
from planner.problem.edits import without_banned

DAY = BUS_DAY.isoformat()
LAST_MONDAY = "2027-09-06"


def visit(stop: str, block: str, date: str = DAY, **more: Any) -> dict[str, Any]:
    return {"stop": stop, "date": date, "block": block, **more}


def test_pinned_places_open_as_premises(measured: Any) -> None:
    problem = tiny_problem(pins=[{"station": "e0202"}, {"station": "e0101"}])
    # e0101 has a bus, but a bus is no premises.
    assert measured("pins", tiny_plan(), problem) == [(("e0101",), 0, 1, "åpne steder")]
    assert measured("pins", tiny_plan(), tiny_problem(pins=[{"station": "e0202"}, {"station": "f0101"}])) == []


def test_pinned_hours(measured: Any) -> None:
    def asked(block: str) -> list[Any]:
        pins = [{"station": "e0202", "date": LAST_MONDAY, "block": block}]
        found: list[Any] = measured("pins", tiny_plan(), tiny_problem(pins=pins))
        return found

    assert asked("17:00-19:00") == []
    assert asked("17:00-19:15") == [(("e0202",), 1, 0, "åpninger som mangler")]


def test_pinned_stops_and_visits(measured: Any) -> None:
    assert measured("pins", tiny_plan(), tiny_problem(pins=[{"stop": "e0101"}, visit("e0101", "10:00-12:30")])) == []
    assert measured("pins", tiny_plan(), tiny_problem(pins=[{"stop": "e0102"}])) == [(("e0102-b",), 0, 1, "stopp")]
    other = visit("e0101", "13:45-16:15")
    assert measured("pins", tiny_plan(), tiny_problem(pins=[other])) == [(("e0101",), 1, 0, "åpninger som mangler")]


def test_a_visit_pinned_to_a_vehicle(measured: Any) -> None:
    vehicles = [BUS, {**BUS, "id": "b2", "name": "To"}]
    for vehicle, found in (("buss", []), ("b2", [(("e0101",), 1, 0, "åpninger som mangler")])):
        pins = [visit("e0101", "10:00-12:30", vehicle=vehicle)]
        assert measured("pins", tiny_plan(), tiny_problem(pins=pins, vehicles=vehicles)) == found


def test_a_pinned_crew(measured: Any) -> None:
    assert measured("pins", tiny_plan(), tiny_problem(pins=[{"station": "e0202", "crew": 3}])) == []
    assert measured("pins", tiny_plan(), tiny_problem(pins=[{"station": "e0202", "crew": 4}])) == [
        (("e0202",), 3, 4, "personer")
    ]


def test_what_is_forbidden(measured: Any) -> None:
    def there(**ban: Any) -> list[Any]:
        found: list[Any] = measured("pins", tiny_plan(), tiny_problem(forbid=[ban]))
        return found

    assert there(station="e0202") == [(("e0202",), 5, 0, "forbudte åpninger")]
    assert there(station="e0202", date=LAST_MONDAY) == [(("e0202",), 1, 0, "forbudte åpninger")]
    assert there(station="e0202", date=LAST_MONDAY, until="2027-09-08") == [(("e0202",), 3, 0, "forbudte åpninger")]
    assert there(station="e0202", block="18:59-20:00") == [(("e0202",), 5, 0, "forbudte åpninger")]
    assert there(station="e0202", block="19:00-20:00") == []
    assert there(stop="e0202") == []
    assert there(stop="e0101") == [(("e0101",), 1, 0, "forbudte åpninger")]
    assert there(station="e0101") == []


def test_a_ban_of_premises_leaves_the_bus_there(measured: Any) -> None:
    plan = with_station(tiny_plan(), "e0101", opening=bus_stop("e0101", "10:00", "12:30").opening)
    assert measured("pins", plan, tiny_problem(forbid=[{"station": "e0101"}])) == []


def test_banned_time_is_cut_out_of_the_catalogue() -> None:
    forbid = [{"station": "e0202", "date": DAY, "block": "12:00-14:00"}, {"station": "e0202", "date": "2027-08-25"}]
    problem = tiny_problem(forbid=forbid)
    column = problem.site_index["e0202"]
    slots = next(s for s in problem.patterns if s.site == column and s.pattern_id == "dag").slots
    on_day = [(s.start, s.end) for s in slots if s.day == BUS_DAY]
    assert on_day == [(600, 720), (840, 960)]
    assert not any(s.day.isoformat() == "2027-08-25" for s in slots)
    whole = Slot(BUS_DAY, 600, 960)
    assert list(without_banned([whole], bans_of(problem.scenario, "e0202", stop=False))) == [
        Slot(BUS_DAY, 600, 720),
        Slot(BUS_DAY, 840, 960),
    ]


def test_pinned_hours_are_in_every_pattern_of_the_place() -> None:
    pins = [{"station": "e0202", "date": DAY, "block": "19:00-20:00"}]
    problem = tiny_problem(pins=pins, stations__popup_sites=["e0101"])
    mine = [s for s in problem.patterns if s.site == problem.site_index["e0202"]]
    assert [s.pattern_id for s in mine] == ["pinned"]  # it is no candidate but for its pinned hours
    more = tiny_problem(pins=pins)
    mine = [s for s in more.patterns if s.site == more.site_index["e0202"]]
    assert {s.pattern_id for s in mine} == {"dag", "kveld-siste", "lordag", "pinned"}
    assert all(Slot(BUS_DAY, 19 * 60, 20 * 60) in merged_slots(s.slots) for s in mine)


def test_a_pinned_crew_costs_and_loads_the_pool() -> None:
    three, five = tiny_problem(), tiny_problem(pins=[{"station": "e0202", "crew": 5}])
    column = three.site_index["e0202"]
    assert (three.crew_of(column), five.crew_of(column)) == (3, 5)
    one, other = (next(s for s in p.patterns if s.site == column and s.pattern_id == "lordag") for p in (three, five))
    assert other.nok - one.nok == 2 * 16 * 600


def test_every_sharing_of_a_date_is_tried() -> None:
    two = [BUS, {**BUS, "id": "b2", "name": "To"}]
    pins = [visit("e0101", "10:00-12:30"), visit("e0202", "10:00-12:30"), visit("e0101", "13:45-16:15")]
    shared = pinned_days(tiny_problem(pins=pins, vehicles=two), BUS_DAY)
    assert shared is not None
    assert sorted(len(visits) for visits in shared.values()) == [1, 2]
    assert pinned_days(tiny_problem(pins=pins), BUS_DAY) is None


@pytest.mark.parametrize(
    ("fields", "place", "says"),
    [
        ({"pins": [{"station": "x"}]}, "pins.0.station", "ukjent sted"),
        ({"forbid": [{"stop": "x"}]}, "forbid.0.stop", "ukjent sted"),
        ({"start": [{"stop": "x"}]}, "start.0.stop", "ukjent sted"),
        ({"pins": [visit("e0101", "10:00-12:30", "2027-08-22")]}, "pins.0.date", "ikke blant dem som planlegges"),
        ({"pins": [visit("e0101", "10:00-12:31")]}, "pins.0.block", "ingen av kjøretøyene har blokken"),
        ({"pins": [visit("e0101", "10:00-12:30", vehicle="x")]}, "pins.0.vehicle", "ukjent kjøretøy"),
        ({"pins": [{"station": "e0101", "date": DAY, "block": "10:00-12:00"}]}, "pins.0", "lokalet er ikke ledig"),
        ({"pins": [{"station": "f0101", "date": DAY, "block": "10:00-20:00"}]}, "pins.0", "sine egne tider"),
        ({"pins": [{"station": "e0202"}], "forbid": [{"station": "e0202"}]}, "pins.0", "både låst (pins) og forbudt"),
        (
            {"pins": [visit("e0202", "10:00-12:30")], "forbid": [{"stop": "e0202", "date": DAY}]},
            "pins.0",
            "tida er både låst",
        ),
        ({"pins": [{"station": "e0202", "stop": "e0202"}]}, "pins.0", "enten station"),
        ({"pins": [{"station": "e0202", "date": DAY}]}, "pins.0", "hører sammen"),
        ({"pins": [{"stop": "e0202", "crew": 3}]}, "pins.0", "crew hører til et sted"),
        ({"forbid": [{"stop": "e0202", "until": DAY}]}, "forbid.0", "until er siste dato"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(fields: dict[str, Any], place: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        tiny_problem(**fields)
    assert any(p.place == place and says in p.message for p in caught.value.problems), caught.value.problems


def test_words() -> None:
    scenario = {"pins": [{"station": "e0202"}, visit("e0101", "10:00-12:30")], "forbid": [{"stop": "e0202"}]}
    problem = tiny_problem(**scenario)
    said = requirement(problem)
    assert "åpne: e0202; stopp: e0101; besøk: e0101 tirsdag 24. august 2027 kl. 10:00–12:30" in said
    assert "1 forbud (forbid)" in said
    assert "pins" in relaxed(problem, 1.0)
    assert tiny_scenario(**scenario).to_plain()["pins"][0]["station"] == "e0202"
    assert replace(problem, patterns=()).standing == problem.standing
