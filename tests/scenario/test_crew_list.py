"""The list of people: what each cell becomes, every error with its place, and no name in a written scenario."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tiny import plain_scenario, tiny_scenario

from planner.domain.errors import InputError
from planner.scenario import load_scenario, parse_scenario, person_key
from planner.scenario.crew_list import CREW_FORM, read_crew
from planner.scenario.list_template import template_bytes


def written(folder: Path, text: str) -> Path:
    file = folder / "folk.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_template_filled_in_with_its_own_examples(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(template_bytes(CREW_FORM)))
    for row in (0, 1):
        for number, column in enumerate(CREW_FORM.columns, start=1):
            book["Personer"].cell(row + 2, number).value = column.example[row] or None
    book.save(tmp_path / "folk.xlsx")
    kari, seven = read_crew(tmp_path / "folk.xlsx")
    assert (kari.name, kari.roles) == ("Kari Nordmann", ("leader", "deputy", "worker"))
    assert (kari.languages, kari.certificates) == (("somali", "engelsk"), ("valgkurs",))
    assert (kari.week_hours, kari.home) == (22.5, "e0901")
    assert [a.text() for a in kari.absences] == ["2027-08-24", "2027-08-25 16:00-24:00"]
    assert (seven.roles, seven.week_hours, seven.absences) == (("driver",), None, ())


def test_not_filled_in_it_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "mal.xlsx").write_bytes(template_bytes(CREW_FORM))
    with pytest.raises(InputError, match="bare overskrifter"):
        read_crew(tmp_path / "mal.xlsx")


def test_every_error_has_row_column_and_remedy(tmp_path: Path) -> None:
    text = (
        "Navn;Oppgaver;Timer per uke;Fravær\nKari;sjef;;\nKari;leder;mange;ferie\n;leder;0;2027-08-30–2027-08-24\n"
        "Buss stilling 3;leder;;\n"
    )
    with pytest.raises(InputError) as error:
        read_crew(written(tmp_path, text))
    told = {(p.place, p.value): p.message for p in error.value.problems}
    assert told == {
        ("rad 2, kolonne Oppgaver", "sjef"): "ukjent oppgave «sjef»",
        ("rad 3, kolonne Timer per uke", "mange"): "ikke et tall",
        ("rad 3, kolonne Fravær", "ferie"): "ikke et fravær",
        ("rad 4, kolonne Navn", ""): "feltet er tomt",
        ("rad 4, kolonne Timer per uke", "0"): "ikke et timetall for en uke",
        ("rad 4, kolonne Fravær", "2027-08-30–2027-08-24"): "fraværet slutter før den begynner",
        ("rad 5, kolonne Navn", "Buss stilling 3"): "«stilling» er forbeholdt plasser uten navn",
        ("rad 3, kolonne Navn", "Kari"): "navnet er brukt flere ganger",
    }
    assert all(p.remedy for p in error.value.problems)


def test_a_scenario_names_the_file_and_a_plan_never_the_people(tmp_path: Path) -> None:
    written(tmp_path, "Navn;Oppgaver;Fravær\nKari Nordmann;leder, nestleder;24.8.2027\n")
    plain = json.dumps(plain_scenario(crew="folk.csv"), default=str)
    (tmp_path / "s.yaml").write_text(plain, encoding="utf-8")
    scenario = load_scenario(tmp_path / "s.yaml")
    assert scenario.crew is not None
    assert scenario.crew[0].name == "Kari Nordmann"
    stored = scenario.to_plain()
    assert "Kari" not in json.dumps(stored, ensure_ascii=False)
    (again,) = parse_scenario(stored).crew or ()
    assert again.key == again.name == person_key("kari  NORDMANN")
    assert [a.first for a in again.absences] == [date(2027, 8, 24)]
    assert parse_scenario(stored).to_plain() == stored


def test_the_file_is_told_of_when_it_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(json.dumps(plain_scenario(crew="ingen.csv"), default=str), encoding="utf-8")
    with pytest.raises(InputError, match=r"ingen\.csv"):
        load_scenario(tmp_path / "s.yaml")


def test_two_persons_of_one_name() -> None:
    people = [{"name": name, "roles": ["leader"]} for name in ("Kari Nordmann", "kari nordmann")]
    with pytest.raises(InputError, match="samme navn er brukt flere ganger"):
        tiny_scenario(crew=people)
