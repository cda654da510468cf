from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path

import pytest
import yaml

import planner.law
from planner.domain.errors import InputError
from planner.law.parameters import FOLDER, Unit, law_parameters, load_parameters

DAY = date(2027, 9, 13)
LAW = Path(planner.law.__file__).parent
GOOD = {
    "id": "a_number",
    "description": "et tall",
    "unit": "days",
    "values": [{"value": 1, "valid_from": date(2024, 1, 1), "citation": "vl 1-1"}],
    "checked_on": date(2026, 1, 1),
    "checked_against": "V 1",
    "checked_by": "noen",
    "verified": True,
}


def write(folder: Path, name: str, **changes: object) -> None:
    (folder / f"{name}.yaml").write_text(yaml.safe_dump({**GOOD, "id": name, **changes}), encoding="utf-8")


def value(value: object, valid_from: date = date(2024, 1, 1)) -> dict[str, object]:
    return {"value": value, "valid_from": valid_from, "citation": "vl 1-1"}


def test_every_file_is_loaded_under_its_name() -> None:
    assert set(law_parameters().by_id) == {file.stem for file in FOLDER.glob("*.yaml")}


@pytest.mark.parametrize("name", sorted(law_parameters().by_id))
def test_each_names_its_source_and_its_check(name: str) -> None:
    parameter = law_parameters().by_id[name]
    for dated in parameter.values:
        assert re.search(r"\b(vl|vf|V) \d", dated.citation)
    assert parameter.checked_on <= date(2030, 1, 1)
    assert parameter.verified or parameter.note, "what is not verified says why"


def test_numbers_of_the_law() -> None:
    law = law_parameters()
    assert law.date_in("early_start", 2027, DAY) == date(2027, 7, 1)
    assert law.date_in("ordinary_start", 2027, DAY) == date(2027, 8, 10)
    assert law.clock("election_day_closing", DAY) == time(21)
    assert law.clock("home_voting_deadline_clock", DAY) == time(12)
    assert law.clock("votes_in_by_clock", DAY) == time(17)
    assert law.number("min_workers_present", DAY) == 2
    assert law.number("institution_days", DAY) == 1
    assert law.choice("p7_reading", DAY) == "every_weekday"
    sets = [law.number("ballot_sets", date(year, 9, 13)) for year in (2023, 2025, 2027, 2029, 2031)]
    assert sets == [2, 1, 2, 1, 2]


def test_a_parameter_is_read_in_its_own_unit_only() -> None:
    with pytest.raises(TypeError, match="min_workers_present is in persons"):
        law_parameters().clock("min_workers_present", DAY)


def test_the_value_of_the_day_applies(tmp_path: Path) -> None:
    write(tmp_path, "a_number", values=[value(1), value(2, date(2028, 1, 1))])
    law = load_parameters(tmp_path)
    days = (date(2020, 1, 1), date(2027, 12, 31), date(2028, 1, 1))
    assert [law.number("a_number", day) for day in days] == [1, 1, 2]
    assert [law.in_force("a_number", day) for day in days] == [False, True, True]


def test_all_errors_at_once(tmp_path: Path) -> None:
    write(tmp_path, "clock", unit="clock", values=[value(720)])
    write(tmp_path, "order", values=[value(1), value(2, date(2020, 1, 1))])
    write(tmp_path, "renamed")
    (tmp_path / "renamed.yaml").rename(tmp_path / "another.yaml")
    write(tmp_path, "unknown", unit="furlongs", surprise=1)
    (tmp_path / "broken.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_parameters(tmp_path)
    assert {p.file for p in caught.value.problems} == {
        "clock.yaml", "order.yaml", "another.yaml", "unknown.yaml", "broken.yaml",
    }  # fmt: skip
    assert len(caught.value.problems) == 6


@pytest.mark.parametrize(
    ("unit", "bad"),
    [
        (Unit.MONTH_DAY, "02-29"), (Unit.MONTH_DAY, "13-01"), (Unit.CLOCK, "12"), (Unit.CLOCK, "25:00"),
        (Unit.WEEKDAY, "mandag"), (Unit.DAYS, 0), (Unit.DAYS, "1"), (Unit.DAYS, True), (Unit.CHOICE, ""),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_their_unit(tmp_path: Path, unit: Unit, bad: object) -> None:
    write(tmp_path, "a_number", unit=str(unit), values=[value(bad)])
    with pytest.raises(InputError, match=r"a_number\.yaml"):
        load_parameters(tmp_path)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ingen lovparametere"):
        load_parameters(tmp_path)


def test_what_is_not_verified_becomes_an_assumption() -> None:
    shown = {a.id: a for a in law_parameters().assumptions(DAY)}
    assert "law.p7_reading" in shown
    assert "law.early_start" not in shown
    assert not any(a.verified for a in shown.values())
    assert all(a.text and a.value and a.source for a in shown.values())


def test_every_parameter_is_used_or_waits_for_a_later_rule() -> None:
    waiting = {"election_day_closing", "institution_days", "prison_visits"}
    code = "".join(file.read_text(encoding="utf-8") for file in LAW.parent.rglob("*.py"))
    unused = {name for name in law_parameters().by_id if f'"{name}"' not in code}
    assert unused == waiting


def test_no_date_or_clock_time_of_the_law_stands_in_code() -> None:
    literal = re.compile(r"\"\d\d[-:]\d\d\"|\b(?:date|time)\(\d")
    allowed = {'"24:00"'}  # the end of a day, no rule
    for file in LAW.rglob("*.py"):
        assert set(literal.findall(file.read_text(encoding="utf-8"))) <= allowed, file.name
