"""Ids in EVA: four digits, unique, kept for good, never reused, never 9999, in the hundred of their borough."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import InputError
from planner.domain.plan import DatasetReference, Plan, Station, StationKind, Version
from planner.exporters import ExportContext
from planner.exporters.context import PlaceFacts
from planner.exporters.place_ids import place_ids, with_place_ids

BOROUGHS = ("00", "01", "12", "99")
PLACES = {f"{kind}{borough}{n:02d}": (kind, borough, n) for kind in "fe" for borough in BOROUGHS for n in range(1, 4)}
CONTEXT = ExportContext(
    places={
        site: PlaceFacts(f"{borough}{n:02d}", district_id=borough, advance=kind == "f")
        for site, (kind, borough, n) in PLACES.items()
    }
)
STATIONS = st.frozensets(
    st.sampled_from([*PLACES, *(f"{site}-b" for site in PLACES), "i0001", "ambulerende-1"]), max_size=12
)


def plan_of(stations: frozenset[str] | tuple[str, ...], ids: dict[str, str] | None = None) -> Plan:
    made = tuple(Station(s, "x", StationKind.POPUP, 59.9, 10.7, "", None, True, ()) for s in stations)
    return Plan({}, DatasetReference("x", "1", "", "", ()), made, version=Version(place_ids=ids or {}))


@given(st.lists(STATIONS, min_size=1, max_size=5))
def test_over_any_chain_of_versions_ids_are_kept_and_never_reused(versions: list[frozenset[str]]) -> None:
    ever: dict[str, str] = {}
    for stations in versions:
        plan = with_place_ids(plan_of(stations, ever), CONTEXT)
        ids = place_ids(plan, CONTEXT)
        assert ids == place_ids(plan_of(stations, ever), CONTEXT)
        assert ids.keys() == stations
        assert {s: i for s, i in ids.items() if s in ever} == {s: ever[s] for s in ids if s in ever}
        ever = plan.version.place_ids
        assert len(set(ever.values())) == len(ever)
        assert all(len(i) == 4 and i.isdecimal() and i not in {"0000", "9999"} for i in ever.values())
    for station, number in ever.items():
        _, borough, _ = PLACES.get(station.removesuffix("-b"), ("", "00", 0))
        assert number[:2] == borough
        if station.startswith("f") and not station.endswith("-b"):
            assert number == station[1:]


def test_a_new_place_takes_the_first_free_number_of_its_hundred() -> None:
    assert place_ids(plan_of(("e1201", "e1202", "f1203", "e1203-b")), CONTEXT) == {
        "e1201": "1204", "e1202": "1205", "e1203-b": "1206", "f1203": "1203",
    }  # fmt: skip
    gone = {"e1203": "1204", "e1299": "1206"}
    assert place_ids(plan_of(("e1201", "e1202"), gone), CONTEXT) == {"e1201": "1205", "e1202": "1207"}


def test_9999_is_passed_over_and_a_full_hundred_goes_on_where_no_borough_is() -> None:
    gone = {f"x{n}": f"99{n:02d}" for n in range(4, 99)}
    ids = place_ids(plan_of(("e9901", "e9902"), gone), CONTEXT)
    assert ids == {"e9901": "0201", "e9902": "0202"}


def test_a_number_of_the_source_that_another_has_been_given_stays_the_others() -> None:
    assert place_ids(plan_of(("f1201",), {"e1201": "1201"}), CONTEXT) == {"f1201": "1204"}


def test_ids_that_are_none_or_shared_are_named_together() -> None:
    with pytest.raises(InputError) as caught:
        place_ids(plan_of((), {"a": "9999", "b": "0101", "c": "0101", "d": "12"}), CONTEXT)
    assert [p.place.rpartition(".")[2] for p in caught.value.problems] == ["a", "c", "d"]


def test_no_number_left_is_an_error() -> None:
    full = {f"x{n}": f"{n:04d}" for n in range(1, 9999)}
    with pytest.raises(InputError, match="ingen ledige"):
        place_ids(plan_of(("e1201",), full), ExportContext())


def test_a_station_outside_the_dataset_takes_the_borough_of_the_nearest_voters(sample: ModuleType) -> None:
    dataset = sample.sample_dataset()

    class Stub:
        pass

    problem = Stub()
    problem.dataset = dataset  # type: ignore[attr-defined]
    context = replace(ExportContext.of(dataset), problem=problem)
    plan = sample.sample_plan()
    south = tuple(replace(s, lat=59.82) for s in plan.stations if s.id == "i0001")
    assert place_ids(plan, context)["i0001"] == "0105"
    assert place_ids(replace(plan, stations=south), context) == {"i0001": "0201"}
    assert place_ids(plan, context)["h0001"] == "0001"
