"""plan.json: read, written, refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import tiny_dataset, tiny_plan, tiny_scenario

from planner.audit import complete
from planner.domain.errors import InputError
from planner.domain.findings import Finding, Override, Severity
from planner.domain.plan import Leg, ObjectiveResult, Plan, SolveStatus
from planner.planfile import findings_json, parse_plan, plan_bytes, plan_schema, read_plan
from planner.problem import build_problem


@pytest.fixture(scope="module")
def plan() -> Plan:
    problem = build_problem(tiny_dataset(), tiny_scenario())
    objective = ObjectiveResult("mean_minutes", 2.0, "minutter", 1.9, 0.05, SolveStatus.FEASIBLE, 0.1)
    return replace(complete(tiny_plan(), problem), objective=objective)


def raw(plan: Plan) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(plan_bytes(plan))
    return value


def test_round_trip(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(plan_bytes(plan))
    assert read_plan(path) == plan
    assert plan_bytes(read_plan(path)) == path.read_bytes()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_norwegian_letters_in_any_encoding(encoding: str, plan: Plan, tmp_path: Path) -> None:
    named = replace(plan, stations=(replace(plan.stations[0], name="Blåbærøya"), *plan.stations[1:]))
    path = tmp_path / "plan.json"
    path.write_bytes(plan_bytes(named).decode().encode(encoding, "replace"))
    assert read_plan(path).stations[0].name == "Blåbærøya"


def test_it_validates_against_its_schema(plan: Plan) -> None:
    jsonschema.validate(raw(plan), json.loads(plan_schema()))


def test_names_of_the_interface(plan: Plan) -> None:
    value = raw(plan)
    assert set(value["stations"][0]) == {
        "id", "name", "kind", "lat", "lon", "address", "accessible", "public", "opening", "booths",
    }  # fmt: skip
    legs = [leg for v in value["vehicles"] for d in v["days"] for leg in d["legs"]]
    assert legs
    assert set(legs[0]) == {"from", "to", "depart", "arrive", "minutes", "km"}
    named = {"name", "value", "unit", "lower_bound", "gap", "status", "seconds"}
    assert set(value["objective"]) == named | {"gap_parts", "certified_bound", "bound_staffed"}
    assert "objectives" not in value
    assert value["version"] == {"number": 1, "status": "draft"}
    assert value["accessibility"]["before"]["by_group"] == {}
    assert all("override" not in finding for finding in value["findings"])


def test_an_override_is_kept() -> None:
    finding = Finding("A1", Severity.WARNING, "x", override=Override("rampe kommer"))
    assert json.loads(findings_json([finding]))[0]["override"] == {"reason": "rampe kommer"}


def test_all_errors_at_once_with_their_places(plan: Plan) -> None:
    value = raw(plan)
    value["stations"][0]["unknown"] = 1
    value["stations"][0]["opening"][0]["start"] = "25:00"
    del value["stations"][1]["name"]
    value["objective"]["value"] = "mye"
    with pytest.raises(InputError) as caught:
        parse_plan(value)
    places = {problem.place for problem in caught.value.problems}
    assert {"stations.0.unknown", "stations.1.name", "objective.value"} <= places
    assert any(place.startswith("stations.0.opening.0") for place in places)


def test_an_opening_that_ends_before_it_starts(plan: Plan) -> None:
    value = raw(plan)
    value["stations"][0]["opening"][0] |= {"start": "16:00", "end": "10:00"}
    with pytest.raises(InputError, match="før den begynner"):
        parse_plan(value)


def test_two_stations_of_one_id(plan: Plan) -> None:
    value = raw(plan)
    value["stations"][1]["id"] = value["stations"][0]["id"]
    with pytest.raises(InputError, match="flere steder"):
        parse_plan(value)


@pytest.mark.parametrize("version", [None, "0", "2", 1])
def test_another_version_is_refused(plan: Plan, version: Any) -> None:
    with pytest.raises(InputError, match="utgave"):
        parse_plan(raw(plan) | {"schema_version": version})


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner), max_leaves=5))
def test_anything_else_is_refused_without_a_crash(value: Any) -> None:
    with pytest.raises(InputError):
        parse_plan(value)


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"{", "blåbær".encode("latin-1"), b"[" * 100_000])
def test_rubbish_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_plan(path)


def test_a_folder_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_plan(tmp_path)


def test_frozen(plan: Plan) -> None:
    with pytest.raises(AttributeError):
        plan.stations = ()  # type: ignore[misc]
    assert Leg("a", "b", "10:00", "10:05", 5.0, 2.0) == Leg("a", "b", "10:00", "10:05", 5.0, 2.0)
    assert plan.stations[0].opening[0].date >= date(2027, 8, 10)
