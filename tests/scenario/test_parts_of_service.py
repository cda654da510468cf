"""Institutions, home voting and tidligstemming as fields of a scenario, and a list named by its file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from tiny import plain_scenario, tiny_scenario

from planner.domain.errors import InputError
from planner.scenario import HomeVoting, load_scenario, parse_scenario, scenario_assumptions

HOME = {"id": "s1", "name": "Solhjem", "kind": "institution"}
LIST = "Id;Navn;Type;Stengt\ns1;Sølvhjem;institusjon;2027-08-24\nx1;Åna;fengsel;\n"


def messages(**changes: Any) -> str:
    with pytest.raises(InputError) as caught:
        tiny_scenario(**changes)
    return str(caught.value)


def written(folder: Path, **changes: Any) -> Path:
    file = folder / "scenario.yaml"
    file.write_text(yaml.safe_dump(plain_scenario(**changes)), encoding="utf-8")
    return file


def test_no_list_and_an_empty_list_are_two_things() -> None:
    assert tiny_scenario().institutions is None
    assert tiny_scenario(institutions=[]).institutions == ()


def test_a_list_in_the_scenario_survives_the_plan_file() -> None:
    closed = [{"first": "2027-08-24", "last": "2027-08-25", "start": "08:00", "end": "12:00"}]
    scenario = tiny_scenario(institutions=[{**HOME, "lat": 59.9, "lon": 10.7, "closed": closed}])
    assert parse_scenario(json.loads(json.dumps(scenario.to_plain()))) == scenario


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"kind": "hospital"}, "institutions.0.kind: ikke et av de tillatte valgene"),
        ({"name": ""}, "institutions.0.name: for kort"),
        ({"id": "s 1"}, "institutions.0.id: ikke en id"),
        ({"lat": 59.9}, "bare én av lat og lon er oppgitt"),
        ({"lat": 10.7, "lon": 59.9}, "byttet om"),
        ({"residents": -1}, "institutions.0.residents: for lite"),
        ({"beds": 1}, "institutions.0.beds: ukjent felt"),
        ({"closed": [{"first": "2027-08-25", "last": "2027-08-24"}]}, "slutter (2027-08-24) før den begynner"),
        ({"closed": [{"first": "2026-08-24", "last": "2026-08-24"}]}, "utenfor den ordinære perioden"),
    ],
)
def test_a_mistake_in_the_list_is_named(item: dict[str, Any], message: str) -> None:
    assert message in messages(institutions=[{**HOME, **item}])


def test_ids_stand_once_and_the_kind_is_not_guessed() -> None:
    assert "institutions: id-en er brukt flere ganger (fant «s1»)" in messages(institutions=[HOME, HOME])
    assert "institutions.0.kind: feltet mangler" in messages(institutions=[{"id": "s1", "name": "Solhjem"}])
    assert "institutions: navnet på en liste" in messages(institutions="liste.xlsx")


def test_a_file_beside_the_scenario_becomes_the_list(tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_bytes(LIST.encode("cp1252"))
    scenario = load_scenario(written(tmp_path, institutions="liste.csv"))
    assert scenario.institutions is not None
    assert [(i.id, i.name, i.kind) for i in scenario.institutions] == [
        ("s1", "Sølvhjem", "institution"), ("x1", "Åna", "prison"),
    ]  # fmt: skip
    assert "liste.csv" not in json.dumps(scenario.to_plain())


def test_a_file_in_the_working_directory_and_by_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "her").mkdir()
    (tmp_path / "liste.csv").write_bytes(LIST.encode())
    monkeypatch.chdir(tmp_path)
    scenario = load_scenario(written(tmp_path / "her"), {"institutions": "liste.csv"})
    assert len(scenario.institutions or ()) == 2


def test_mistakes_of_list_and_scenario_come_together(tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_text("Id;Navn;Type;Stengt\ns1;;institusjon;2026-08-24\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(written(tmp_path, institutions="liste.csv", budget_nok=-1))
    assert [(t.file, t.place) for t in caught.value.problems] == [
        (str(tmp_path / "liste.csv"), "rad 2, kolonne Navn"),
        (str(tmp_path / "liste.csv"), "rad 2, kolonne Stengt"),
        (str(tmp_path / "scenario.yaml"), "budget_nok"),
    ]
    with pytest.raises(InputError, match=r"borte\.xlsx: fila finnes ikke"):
        load_scenario(written(tmp_path, institutions="borte.xlsx"))


def test_home_voting_has_visible_defaults() -> None:
    assert tiny_scenario().home_voting is None
    scenario = tiny_scenario(home_voting={})
    assert scenario.home_voting == HomeVoting(teams=2, hours_per_weekday=3, last_weeks=2, crew=2)
    shown = {a.id: a for a in scenario_assumptions(scenario)}
    assert not shown["home_voting.hours_per_weekday"].verified
    assert "home_voting.teams" not in {a.id for a in scenario_assumptions(tiny_scenario())}


@pytest.mark.parametrize("day", ["2027-08-09", "2027-09-11"])
def test_home_voting_begins_inside_the_period(day: str) -> None:
    assert "home_voting.first_date" in messages(home_voting={"first_date": day})


@pytest.mark.parametrize("day", ["2027-08-10", "2027-09-10"])
def test_the_edges_of_the_period_are_inside(day: str) -> None:
    assert tiny_scenario(home_voting={"first_date": day}).home_voting is not None


@pytest.mark.parametrize(
    ("fixed", "message"),
    [
        ({}, "minst én blokk"),
        ({"weekday": ["10:00-12:00", "11:00-13:00"]}, "overlapper"),
        ({"weekday": ["10:00-12:00"], "first": "2027-07-05", "last": "2027-07-02"}, "slutter (2027-07-02) før"),
        ({"weekday": ["10:00-12:00"], "crew": 0}, "for lite"),
    ],
)
def test_mistakes_in_fixed_hours(fixed: dict[str, Any], message: str) -> None:
    assert message in messages(early={"fixed": [{"site": "f0101", **fixed}]})


def test_the_crew_of_fixed_hours_is_an_assumption() -> None:
    scenario = tiny_scenario(early={"fixed": [{"site": "f0101", "weekday": ["10:00-12:00"]}]})
    assert {a.id for a in scenario_assumptions(scenario)} >= {"early.fixed.0.crew"}
