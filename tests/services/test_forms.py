"""A form's answers become the YAML that the command line reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import write_scenario

from planner.domain.errors import InputError
from planner.scenario import load_scenario, parse_scenario
from planner.services import forms
from planner.services.forms import WISHES


@pytest.mark.parametrize("name", WISHES)
def test_every_wish_is_a_goal_of_the_scenario_and_read_back(tmp_path: Path, name: str) -> None:
    raw = forms.raw_scenario(write_scenario(tmp_path))
    plain = forms.changed_scenario(raw, WISHES[name].fields(20, 0.8, "low_turnout"))
    scenario = parse_scenario(plain)
    assert scenario.ordered_goals[0].name == WISHES[name].objective
    assert bool(scenario.targets) is WISHES[name].target
    minutes, share = (20 if WISHES[name].minutes else 15), (0.8 if WISHES[name].share else 0.9)
    assert forms.wish_of(plain) == (name, minutes, share)


def test_what_is_not_answered_stays_as_it_was(tmp_path: Path) -> None:
    path = write_scenario(tmp_path)
    raw = forms.raw_scenario(path)
    written = forms.save_scenario(tmp_path, "nytt", forms.changed_scenario(raw, {"crew_pool.persons": 7}))
    assert forms.raw_scenario(written) == {**raw, "crew_pool": {"persons": 7}}
    before, after = load_scenario(path).to_plain(), load_scenario(written).to_plain()
    assert {key for key in before if before[key] != after[key]} == {"crew_pool"}
    assert forms.raw_scenario(path) == raw


def test_clock_times_and_dates_survive_the_round_trip(tmp_path: Path) -> None:
    raw = forms.raw_scenario(write_scenario(tmp_path))
    file = tmp_path / "igjen.yaml"
    file.write_bytes(forms.scenario_bytes(raw))
    assert forms.raw_scenario(file) == raw


def test_vehicles_are_copied_or_taken_away() -> None:
    raw = {"vehicles": [{"id": "buss-1", "name": "Valgbuss 1", "depot": "f1"}]}
    three = forms.with_vehicles(raw, 3)
    assert [vehicle["id"] for vehicle in three] == ["buss-1", "buss-2", "buss-3"]
    assert {vehicle["depot"] for vehicle in three} == {"f1"}
    assert forms.with_vehicles(raw, 0) == []
    with pytest.raises(InputError, match="ingen kjøretøy"):
        forms.with_vehicles({}, 1)


def test_without_saturdays_only_weekdays_are_left() -> None:
    patterns = [
        {"id": "a", "saturday": ["10:00-14:00"]},
        {"id": "b", "weekday": ["10:00-16:00"], "saturday": ["10:00-14:00"]},
    ]
    assert forms.without_saturdays(patterns) == [{"id": "b", "weekday": ["10:00-16:00"]}]


@pytest.mark.parametrize("stem", ["", "../ute", "Stor", "a b", "x" * 90])
def test_a_file_name_is_a_plain_word(tmp_path: Path, stem: str) -> None:
    raw = forms.raw_scenario(write_scenario(tmp_path))
    with pytest.raises(InputError, match="filnavnet"):
        forms.save_scenario(tmp_path, stem, raw)


def test_nothing_wrong_is_written_and_nothing_lost(tmp_path: Path) -> None:
    path = write_scenario(tmp_path)
    raw = forms.raw_scenario(path)
    with pytest.raises(InputError, match="finnes alt"):
        forms.save_scenario(tmp_path, path.stem, raw)
    with pytest.raises(InputError) as told:
        forms.save_scenario(
            tmp_path, "feil", forms.changed_scenario(raw, {"budget_nok": -1, "pins": [{"station": "finnes-ikke"}]})
        )
    assert len(told.value.problems) == 2
    assert not (tmp_path / "feil.yaml").exists()
    forms.save_scenario(tmp_path, path.stem, {**raw, "name": "Nytt navn"}, replacing=True)
    assert forms.raw_scenario(path)["name"] == "Nytt navn"


def test_a_file_that_is_no_scenario_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "liste.yaml"
    file.write_text("- a\n", encoding="utf-8")
    with pytest.raises(InputError, match="felter med navn"):
        forms.raw_scenario(file)
