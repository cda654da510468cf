from __future__ import annotations

import ast
import re
from datetime import date, time
from fractions import Fraction
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
    "values": [{"value": 1, "valid_from": date(2024, 1, 1), "citation": "vl 1-1, V 1", "section": "V 1"}],
    "checked_on": date(2026, 1, 1),
    "checked_against": "V 1",
    "checked_by": "noen",
    "verified": True,
}


CODE = sorted(LAW.rglob("*.py"))
NO_LAW = {0, 1, 60, 100}
"""None, one, minutes of an hour, per cent."""
OTHER_NUMBERS = {
    "calendar_notes.py": {2},  # odd and even years
    "calendar_text.py": {40, 120},  # columns of text
    "days.py": {5, 6},  # Python's Saturday and Sunday
    "parameters/loader.py": {2001, 80},  # a year without 29 February; length of a quoted value
    "registry.py": {2},  # group of a match, place in a name
    "rules/h1.py": {0.01, 2},  # rounding, decimals
    "rules/l3.py": {1e-9},  # rounding
    "rules/q2.py": {3},  # stations named before «… til»
    "visits.py": {5},  # places named before «… til»
    "wording.py": {5},  # openings named before «… til»
}


def write(folder: Path, name: str, **changes: object) -> None:
    (folder / f"{name}.yaml").write_text(yaml.safe_dump({**GOOD, "id": name, **changes}), encoding="utf-8")


def value(value: object, valid_from: date = date(2024, 1, 1)) -> dict[str, object]:
    return {"value": value, "valid_from": valid_from, "citation": "vl 1-1, V 1", "section": "V 1"}


SECTIONS = {
    "2.1", "2.2.1", "2.2.2", "2.4.1", "2.6.1", "2.6.2", "3.1", "3.1.1", "3.1.2", "3.2.1", "3.2.2.2", "3.2.2.3",
    "4.1", "4.2.1.3", "5.1", "5.2", "5.3", "5.4", "5.5",
}  # fmt: skip
"""Headings of the guide that parameters cite, as its table of contents has them."""


def test_every_file_is_loaded_under_its_name() -> None:
    assert set(law_parameters().by_id) == {file.stem for file in FOLDER.glob("*.yaml")}


@pytest.mark.parametrize("name", sorted(law_parameters().by_id))
def test_each_names_its_source_and_its_check(name: str) -> None:
    parameter = law_parameters().by_id[name]
    for dated in parameter.values:
        assert re.search(r"\b(vl|vf|aml|V) \d", dated.citation)
        found = set(re.findall(r"V (\S+?)(?:,|$)", dated.section))
        assert found <= SECTIONS
        assert found or dated.section == "ikke i veilederen"
    assert parameter.checked_on <= date(2030, 1, 1)
    assert "ikke kontrollert av en jurist" in parameter.checked_by, "until one has"
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
    assert law.number("home_voting_workers", DAY) == law.number("outside_workers", DAY) == 2
    assert law.share("longer_hours_members", DAY) == Fraction(1, 3)
    assert law.choice("p7_reading", DAY) == "every_weekday"


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("work_day_hours", 9), ("work_week_hours", 40), ("work_day_hours_agreed", 10), ("work_week_hours_agreed", 48),
        ("work_week_minutes_tariff", 37.5), ("rest_day_hours", 11), ("rest_week_hours", 35),
        ("rest_day_hours_tariff", 8), ("rest_week_hours_tariff", 28), ("break_after_minutes", 5.5),
        ("break_long_from_hours", 8), ("break_long_minutes", 0.5),
    ],
)  # fmt: skip
def test_working_time_is_read_in_minutes_and_is_not_verified(name: str, hours: float) -> None:
    law = law_parameters()
    assert law.minutes(name, DAY) == hours * 60
    assert not law.by_id[name].verified


def test_minutes_are_read_of_lengths_of_time_only() -> None:
    with pytest.raises(TypeError, match="institution_days is in days"):
        law_parameters().minutes("institution_days", DAY)


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
        (Unit.SHARE, "1/0"), (Unit.SHARE, "4/3"), (Unit.SHARE, "0"), (Unit.HOURS, 5.5), (Unit.MINUTES, 0),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_their_unit(tmp_path: Path, unit: Unit, bad: object) -> None:
    write(tmp_path, "a_number", unit=str(unit), values=[value(bad)])
    with pytest.raises(InputError, match=r"a_number\.yaml"):
        load_parameters(tmp_path)


@pytest.mark.parametrize("field", sorted(set(GOOD) - {"id"}))
def test_no_field_may_be_missing(tmp_path: Path, field: str) -> None:
    parameter = {key: value for key, value in GOOD.items() if key != field}
    (tmp_path / "a_number.yaml").write_text(yaml.safe_dump(parameter), encoding="utf-8")
    with pytest.raises(InputError, match=field):
        load_parameters(tmp_path)


@pytest.mark.parametrize("field", ["value", "valid_from", "citation", "section"])
def test_no_field_of_a_value_may_be_missing(tmp_path: Path, field: str) -> None:
    write(tmp_path, "a_number", values=[{key: item for key, item in value(1).items() if key != field}])
    with pytest.raises(InputError, match=field):
        load_parameters(tmp_path)


@pytest.mark.parametrize("section", ["V 2", "V 1, V 2", "ikke i veilederen", "punkt 1", ""])
def test_section_and_citation_name_the_same_sections(tmp_path: Path, section: str) -> None:
    write(tmp_path, "a_number", values=[{**value(1), "section": section}])
    with pytest.raises(InputError, match="section"):
        load_parameters(tmp_path)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ingen lovparametere"):
        load_parameters(tmp_path)


def test_what_is_not_verified_becomes_an_assumption() -> None:
    shown = {a.id: a for a in law_parameters().assumptions(DAY)}
    assert "law.p7_reading" in shown
    assert "law.early_start" not in shown, "verified"
    assert "law.break_long_minutes" in shown
    assert "law.weekend_work_clock" not in shown, "not in use"
    assert not any(a.verified for a in shown.values())
    assert all(a.text and a.value and a.source for a in shown.values())


ENGLISH = {*Unit, "monday", "friday", "saturday", "sunday", "workdays", "odd", "every_weekday", "last_day"} - {
    Unit.CLOCK
}


def test_assumptions_of_the_law_speak_norwegian() -> None:
    for parameter in law_parameters().by_id.values():
        value, unit = parameter.spoken(DAY)
        assert not {value, unit} & ENGLISH, parameter.id
    said = {name: law_parameters().by_id[name].spoken(DAY) for name in law_parameters().by_id}
    assert said["daily_shipping_week"] == ("2", "uker")
    assert said["last_week"] == ("1", "uke")
    assert said["election_weekday"] == ("mandag", "")
    assert said["registration_deadline"] == ("31. mai", "")
    assert said["p7_reading"] == ("hver hverdag", "")


def test_a_choice_without_norwegian_words_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "p7_reading.yaml").read_text(encoding="utf-8")
    (tmp_path / "p7_reading.yaml").write_text(text.partition("words:")[0], encoding="utf-8")
    with pytest.raises(InputError, match="norske ord"):
        load_parameters(tmp_path)


def test_every_parameter_is_used_or_waits_for_a_later_rule() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in LAW.parent.rglob("*.py"))
    texts = (LAW / "decisions.yaml").read_text(encoding="utf-8")
    used = {name for name in law_parameters().by_id if f'"{name}"' in code or f"{{{name}}}" in texts}
    marked = {name for name, parameter in law_parameters().by_id.items() if parameter.in_use}
    assert marked - used == set(), "nobody reads it: in_use must be false"
    assert used - marked == set(), "in use now: take in_use: false away, so that results show it"


def test_no_number_of_the_law_stands_in_code() -> None:
    """31 (May), 10 (August), 21 and 12 (o'clock), 2 (workers) …: everything but what is named here."""
    found = {}
    for file in CODE:
        constants = [
            node.value
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and type(node.value) in (int, float)
        ]
        if strange := set(constants) - NO_LAW:
            found[file.relative_to(LAW).as_posix()] = strange
    assert found == OTHER_NUMBERS


def test_no_date_or_clock_time_of_the_law_stands_in_code() -> None:
    literal = re.compile(r"\"\d\d[-:]\d\d\"|\b(?:date|time)\(\d")
    allowed = {'"24:00"'}  # the end of a day, no rule
    for file in CODE:
        assert set(literal.findall(file.read_text(encoding="utf-8"))) <= allowed, file.name


@pytest.mark.parametrize("year", range(2021, 2050, 2))
def test_local_elections_have_two_sets_of_ballots_and_storting_elections_one(year: int) -> None:
    """Storting 2025 and 2029, local 2027 and 2031, and so on by turns."""
    assert law_parameters().number("ballot_sets", date(year, 9, 13)) == (1 if year % 4 == 1 else 2)
