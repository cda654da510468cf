"""Scenarios: whatever stands in the file, the planner gets a scenario or every mistake at once, in Norwegian."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import BaseModel, ValidationError
from tiny import plain_scenario, tiny_scenario

from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.law.parameters import law_parameters
from planner.scenario import Scenario, load_scenario, parse_scenario, scenario_assumptions, scenario_schema

SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.yaml"))
PATTERN = {"id": "p", "name": "p", "weekday": ["10:00-13:00"]}


def troubles(**changes: Any) -> tuple[Trouble, ...]:
    """What is wrong with the tiny scenario after a change."""
    with pytest.raises(InputError) as caught:
        tiny_scenario(**changes)
    return caught.value.problems


def written(tmp_path: Path, text: str | bytes) -> Path:
    file = tmp_path / "scenario.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return written(tmp_path, yaml.safe_dump(plain_scenario()))


def refusal(file: Path, overrides: dict[str, str] | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        load_scenario(file, overrides)
    return caught.value


# --- what is right ---------------------------------------------------------------------------------------------------


def test_a_scenario_is_read_with_visible_defaults(good: Path) -> None:
    scenario = load_scenario(good)
    assert scenario == tiny_scenario()
    assert scenario.election == date(2027, 9, 13)
    assert scenario.vehicles[0].weekday == ("10:00-12:30", "13:45-16:15", "17:30-19:30")
    assert [c.share for c in scenario.availability] == [0.55, 0.30, 0.15]
    assert [level.dates["saturday"] for level in scenario.presence] == [1, 2, 4]


def test_the_plain_values_of_a_scenario_are_a_scenario() -> None:
    scenario = tiny_scenario(budget_nok="before", demand__districts=["01"], stations__popup_sites=["e0101"])
    again = json.loads(json.dumps(scenario.to_plain()))
    assert parse_scenario(again) == scenario


@pytest.mark.parametrize("budget", ["before", 0, 350_000, 12.5])
def test_a_budget_is_a_number_or_before(budget: Any) -> None:
    assert tiny_scenario(budget_nok=budget).budget_nok == budget


@pytest.mark.parametrize("text", ["2027-09-13", date(2027, 9, 13)])
def test_a_date_may_be_text(text: Any) -> None:
    assert tiny_scenario(election=text).election == date(2027, 9, 13)


def test_a_clock_time_needs_no_quotes(tmp_path: Path) -> None:
    """YAML 1.1 reads 17:00 as a number to the base of sixty: 1020."""
    text = yaml.safe_dump(plain_scenario()) + "\nprices: {evening_from: 17:00}\n"
    assert load_scenario(written(tmp_path, text)).prices.evening_from == "17:00"


def test_everything_is_frozen() -> None:
    scenario = tiny_scenario()
    for part, field in ((scenario, "name"), (scenario.stations, "crew"), (scenario.vehicles[0], "min_days")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(part, field, 5)


# --- what is wrong, each with its place and value --------------------------------------------------------------------


def test_all_errors_come_at_once_with_place_value_and_words() -> None:
    found = troubles(budget_nok=-1, min_visits=0, election="i høst", demand__weight="alle", nonsense=1)
    said = {(trouble.place, trouble.value): trouble.message for trouble in found}
    assert said["budget_nok", "-1"] == "for lite (minst 0)"
    assert said["min_visits", "0"] == "for lite (minst 1)"
    assert said["election", "i høst"] == "ikke en dato (ÅÅÅÅ-MM-DD)"
    assert said["demand.weight", "alle"].startswith("ikke et av de tillatte valgene: 'expected_non_voters'")
    assert said["nonsense", "1"] == "ukjent felt"
    assert {trouble.file for trouble in found} == {"scenario"}


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"budget_nok": -1}, "budget_nok", "for lite"),
        ({"budget_nok": math.nan}, "budget_nok", "endelig tall"),
        ({"budget_nok": math.inf}, "budget_nok", "endelig tall"),
        ({"budget_nok": True}, "budget_nok", "ikke et tall"),
        ({"budget_nok": "350000"}, "budget_nok", "ikke et tall"),
        ({"budget_nok": "after"}, "budget_nok", "before"),
        ({"min_visits": True}, "min_visits", "ikke et heltall"),
        ({"min_visits": "3"}, "min_visits", "ikke et heltall"),
        ({"min_visits": 2.5}, "min_visits", "ikke et heltall"),
        ({"travel__walk": True, "travel__bike": 0, "travel__car": 0}, "travel.walk", "ikke et tall"),
        ({"travel__walk": 0.7}, "travel", "til sammen bli 1"),
        ({"travel__unreached_minutes": 91}, "travel.unreached_minutes", "for stort"),
        ({"crew_pool__persons": False}, "crew_pool.persons", "ikke et heltall"),
        ({"crew_pool__include_existing": "ja"}, "crew_pool.include_existing", "ja eller nei"),
        ({"aversion": 0}, "aversion", "for lite"),
        ({"aversion": math.nan}, "aversion", "endelig tall"),
        ({"max_minutes_persons": math.inf}, "max_minutes_persons", "endelig tall"),
        ({"within_minutes": [10, True]}, "within_minutes.1", "ikke et heltall"),
        ({"election": 20270913}, "election", "ikke en dato"),
        ({"election": True}, "election", "ikke en dato"),
        ({"election": "13.09.2027"}, "election", "ikke en dato"),
        ({"name": ""}, "name", "for kort"),
        ({"p7__reading": "some_day_each_week"}, "p7.reason", "mangler begrunnelse"),
        ({"p7__reading": "some_day_each_week", "p7__reason": " "}, "p7.reason", "mangler begrunnelse"),
        ({"name": True}, "name", "ikke tekst"),
        ({"prices__evening_from": "25:00"}, "prices.evening_from", "ikke et klokkeslett"),
        ({"prices__evening_from": "{x}"}, "prices.evening_from", "«{x}» er ikke et klokkeslett"),
        ({"stations__school": {"month_day": "13-45"}}, "stations.school.month_day", "ikke en dag i året"),
        ({"stations__school": {"month_day": "02-29"}}, "stations.school.month_day", "ikke en dag i året"),
        ({"stations__patterns": [{"id": "p", "name": "p"}]}, "stations.patterns.0", "minst én blokk"),
        (
            {"stations__patterns": [{**PATTERN, "weekday": ["13:00-10:00"]}]},
            "stations.patterns.0.weekday.0",
            "slutter (10:00) før det har begynt (13:00)",
        ),
        (
            {"stations__patterns": [{**PATTERN, "weekday": ["13–15"]}]},
            "stations.patterns.0.weekday.0",
            "ikke et tidsrom",
        ),
        ({"stations__patterns": [PATTERN, PATTERN]}, "stations.patterns", "brukt flere ganger"),
        ({"vehicles": [{"id": "b", "name": "B"}]}, "vehicles.0.depot", "feltet mangler"),
        ({"vehicles": [{"id": "b", "name": "B", "depot": "f0101"}] * 2}, "vehicles", "brukt flere ganger"),
        (
            {"vehicles": [{"id": "b", "name": "B", "depot": "f0101", "weekday": ["12:00-14:00", "10:00-12:30"]}]},
            "vehicles.0.weekday",
            "overlapper",
        ),
        ({"overrides": [{"rule": "P7", "reason": ""}]}, "overrides.0.reason", "for kort"),
        ({"votes__expected_total": -1}, "votes.expected_total", "for lite"),
        ({"votes__envelope_share": 1.1}, "votes.envelope_share", "for stort"),
        ({"stock__lists": 0}, "stock.lists", "for lite"),
        ({"shipping__weekdays": []}, "shipping.weekdays", "for få (minst 1)"),
        ({"shipping__weekdays": ["saturday"]}, "shipping.weekdays.0", "ikke et av de tillatte valgene"),
        ({"shipping__mail_pickup": "15.30"}, "shipping.mail_pickup", "klokkeslett"),
    ],
    ids=str,
)
def test_a_mistake_is_named(changes: dict[str, Any], place: str, message: str) -> None:
    found = troubles(**changes)
    assert any(trouble.place == place and message in trouble.message for trouble in found), found


@pytest.mark.parametrize(
    ("share", "dates", "told"),
    [
        (0.9, {"dag": 1}, ("availability", "0.900", "andelene må til sammen bli 1")),
        (1, {"natt": 1, "dag": 1}, ("presence.0.dates", "natt", "ukjent klasse")),
        (1, {}, ("presence.0.dates", "dag", "klassen mangler et antall datoer")),
    ],
)
def test_classes_and_levels_must_agree(share: float, dates: dict[str, int], told: tuple[str, str, str]) -> None:
    classes = [{"id": "dag", "name": "dag", "days": "weekday", "share": share}]
    (trouble,) = troubles(availability=classes, presence=[{"share": 1, "dates": dates}])
    assert (trouble.place, trouble.value, trouble.message) == told


def test_levels_must_rise_and_add_up() -> None:
    classes = [{"id": "dag", "name": "dag", "days": "weekday", "share": 1}]
    levels = [{"share": 0.5, "dates": {"dag": 4}}, {"share": 0.4, "dates": {"dag": 2}}]
    added, rising = troubles(availability=classes, presence=levels)
    assert (rising.place, rising.value) == ("presence", "4, 2")
    assert "må stige fra nivå til nivå" in rising.message
    assert (added.place, added.value) == ("presence", "0.900")


def test_a_class_needs_time() -> None:
    classes = [{"id": "dag", "name": "dag", "days": "weekday", "start": "16:00", "end": "10:00", "share": 1}]
    (trouble,) = troubles(availability=classes, presence=[{"share": 1, "dates": {"dag": 1}}])
    assert (trouble.place, "slutter før den begynner" in trouble.message) == ("availability.0", True)


# --- files that are no scenario --------------------------------------------------------------------------------------


def test_tagged_yaml_is_refused_and_nothing_is_run(tmp_path: Path) -> None:
    proof = tmp_path / "executed"
    text = f"name: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{proof}']]\n"
    error = refusal(written(tmp_path, text))
    (trouble, *_) = error.problems
    assert (trouble.place, trouble.message) == ("linje 1", "merket er ikke tillatt; ingenting er kjørt")
    assert not proof.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (bytes(range(256)), "innholdet er ikke tekst"),
        (b"name: a\x00b", "innholdet er ikke tekst"),
        (b"name: a\nb: \x1b", "linje 2: ikke gyldig YAML: ugyldig tegn"),
        ("", "fila er tom"),
        ("# bare en merknad\n", "felter med navn"),
        ("- name: liste\n", "felter med navn"),
        ("Valg 2027\n", "felter med navn"),
        ("{[1]: 2}", "ikke gyldig YAML"),
        ("name: [1, 2\n", "en liste i [ ] er ikke lukket"),
        ("name: [1, 2\nelection: 2027-09-13\n", "en liste i [ ] er ikke lukket"),
        ("prices: {popup_opening: 1\n", "felter i { } er ikke lukket"),
        ("name: a\nprices:\n\tpopup_opening: 1\n", "linje 3: ikke gyldig YAML: en tabulator"),
        ("name: Oslo: sentrum\n", "uventet kolon"),
        ("name: a\nelection\nbudget_nok: 1\n", "et felt uten kolon"),
        ("name: a\n  election: 1\n", "uventet kolon"),
        ("name: @a\n", "«@» kan ikke stå først i en verdi"),
        ("name: 'a\n", "et anførselstegn er ikke lukket"),
        ("name: *a\n", "viser med * til noe som ikke finnes"),
        ("name: a\n---\nname: b\n", "flere deler"),
        ("name:\n    a: 1\n  b: 2\n", "innrykket passer ikke"),
        ("[" * 5_000, "ikke gyldig YAML"),
        ("election: 2027-13-45\nbudget_nok: -1\n", "election: ikke en dato"),
        ("name: en\nname: to\n", "linje 2: feltet står to ganger (fant «name»)"),
        ("prices:\n  popup_opening: 1\n  popup_opening: 2\n", "linje 3: feltet står to ganger (fant «popup_opening»)"),
        ("a: &x [*x]\nvehicles: &v [*v]\n", "vehicles.0: ikke en samling av felter"),
        (f"budget_nok: {'9' * 5000}\nmin_visits: 0x{'f' * 5000}", "min_visits: ikke et heltall"),
    ],
    ids=[
        "binary", "nul", "escape", "empty", "comment", "list", "text", "list-as-key", "unclosed",
        "list-open", "fields-open", "tab", "colon", "no-colon", "indented", "at", "quote", "star", "two-parts",
        "indent",
        "deep", "no-such-date", "key-twice", "inner-key-twice", "holds-itself", "endless-number",
    ],
)  # fmt: skip
def test_a_file_that_is_no_scenario_is_told_apart(tmp_path: Path, content: str | bytes, message: str) -> None:
    error = refusal(written(tmp_path, content))
    assert message in str(error)
    assert "scenario.yaml" in str(error)


def test_the_same_key_in_two_places_is_no_mistake(tmp_path: Path) -> None:
    text = yaml.safe_dump(plain_scenario())
    assert text.count("name:") > 2
    assert load_scenario(written(tmp_path, text)).name == "Lillevik 2027"


def test_anchors_and_merges_still_work(tmp_path: Path) -> None:
    plain = plain_scenario()
    plain.pop("vehicles")
    buses = "vehicles:\n- &b {id: a, name: A, depot: f0101}\n- {<<: *b, id: b}\n"
    scenario = load_scenario(written(tmp_path, yaml.safe_dump(plain) + buses))
    assert [(v.id, v.name, v.depot) for v in scenario.vehicles] == [("a", "A", "f0101"), ("b", "A", "f0101")]


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "fila finnes ikke" in str(refusal(tmp_path / "borte.yaml"))
    assert "er en mappe" in str(refusal(tmp_path))


# --- FIELD=VALUE -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "path", "value"),
    [
        ("budget_nok", "before", ("budget_nok",), "before"),
        ("vehicles.0.min_days", "7", ("vehicles", 0, "min_days"), 7),
        ("prices.person_hour_day", "351.5", ("prices", "person_hour_day"), 351.5),
        ("prices.evening_from", "17:00", ("prices", "evening_from"), "17:00"),
        ("demand.districts", "[01, '02']", ("demand", "districts"), None),
        ("stations.popup_sites", "[e0101, e0202]", ("stations", "popup_sites"), ("e0101", "e0202")),
        ("vehicles", "[]", ("vehicles",), ()),
    ],
)
def test_a_field_is_set(good: Path, field: str, text: str, path: tuple[Any, ...], value: Any) -> None:
    if value is None:  # 01 is the number 1 in YAML: told of, not turned into text
        assert "demand.districts.0: ikke tekst (fant «1»)" in str(refusal(good, {field: text}))
        return
    found: Any = load_scenario(good, {field: text})
    for part in path:
        found = found[part] if isinstance(part, int) else getattr(found, part)
    assert found == value


@pytest.mark.parametrize(
    "field", ["vehicles.7.min_days", "vehicles.-1.min_days", "vehicles.first.id", "name.x.y", "budget_nok.x"]
)
def test_a_place_that_does_not_exist_cannot_be_set(good: Path, field: str) -> None:
    (trouble,) = refusal(good, {field: "1"}).problems
    assert (trouble.file, trouble.place, trouble.value) == ("--set", field, "1")
    assert "kan ikke sette feltet" in trouble.message


def test_bad_fields_are_all_told_of(good: Path) -> None:
    error = refusal(good, {"budgett": "1", "vehicles.0.wings": "2"})
    assert {(t.file, t.place, t.message) for t in error.problems} == {
        ("--set", "budgett", "ukjent felt"),
        ("--set", "vehicles.0.wings", "ukjent felt"),
    }
    assert len(refusal(good, {"vehicles.8.id": "x", "vehicles.9.id": "x"}).problems) == 2


def test_bad_yaml_in_a_value_and_a_file_that_is_empty(good: Path, tmp_path: Path) -> None:
    assert "--set, name: ikke gyldig YAML" in str(refusal(good, {"name": "[1, 2"}))
    empty = tmp_path / "tom.yaml"
    empty.write_text("#")
    assert "felter med navn" in str(refusal(empty, {"a.b": "1"}))


# --- what is published -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_ready_scenarios_are_valid_by_code_and_by_schema(file: Path) -> None:
    schema = json.loads(scenario_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(load_scenario(file).to_plain(), schema)
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    jsonschema.validate({**raw, "election": raw["election"].isoformat()}, schema)


def test_the_schema_refuses_what_the_code_refuses() -> None:
    schema = json.loads(scenario_schema())
    for change in ({"nonsense": 1}, {"budget_nok": "350000"}, {"min_visits": 0}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**tiny_scenario().to_plain(), **change}, schema)


def assumed_fields(part: BaseModel, prefix: str = "") -> set[str]:
    """Every field marked as an assumption, found by looking through the published schema's own marks."""
    found = set()
    for name, schema in type(part).model_json_schema()["properties"].items():
        value = getattr(part, name)
        if schema.get("assumption"):
            found.add(prefix + name)
        elif isinstance(value, BaseModel):
            found |= assumed_fields(value, f"{prefix}{name}.")
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    found |= assumed_fields(item, f"{prefix}{name}.{getattr(item, 'id', index)}.")
    return found


def test_every_field_marked_as_an_assumption_is_listed_with_its_value() -> None:
    scenario = tiny_scenario(prices__premises_hour=199)
    listed = {assumption.id: assumption for assumption in scenario_assumptions(scenario)}
    assert set(listed) == assumed_fields(scenario)
    assert len(listed) == len(scenario_assumptions(scenario))
    hour = listed["prices.premises_hour"]
    assert (float(hour.value), hour.unit, hour.verified) == (199, "kr/time", False)
    assert {"vehicles.buss.crew", "presence.2.dates", "availability.saturday.share", "p7.reading"} <= set(listed)
    assert all(a.text and a.source and a.value for a in listed.values())


def test_assumptions_speak_norwegian() -> None:
    shown = {a.id: (a.value, a.unit) for a in scenario_assumptions(tiny_scenario())}
    assert shown["p7.reading"] == ("hver hverdag", "")
    assert shown["stations.booths"] == ("ett per lag på to", "avlukker")
    assert shown["shipping.weekdays"] == ("tirsdag, fredag", "")
    assert shown["demand.weight"][0] == "forventede ikke-velgere"
    names = {item.id: item.name for item in tiny_scenario().availability}
    for index, level in enumerate(tiny_scenario().presence):
        said = ", ".join(f"{names[name]}: {dates}" for name, dates in level.dates.items())
        assert shown[f"presence.{index}.dates"] == (said, "datoer")


def test_numbers_without_a_source_are_marked_as_unverified() -> None:
    text = {a.id: a for a in scenario_assumptions(tiny_scenario())}
    assert "UBEKREFTET" in text["prices.person_hour_day"].source
    assert not text["crew_pool.persons"].verified
    assert Scenario.model_fields["aversion"].json_schema_extra["assumption"]


def test_the_strict_reading_of_p7_is_the_laws_own_default() -> None:
    scenario = tiny_scenario()
    assert scenario.p7.reading == law_parameters().choice("p7_reading", scenario.election)
