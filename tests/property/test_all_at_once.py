"""Any mixture of mistakes in one run of ``valgplan plan``: every one of them is told of, and nothing is written."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tiny import BUS, PATTERNS, plain_scenario, tiny_dataset

from planner import services
from planner.domain.errors import InputError
from planner.problem import build_problem
from planner.scenario import parse_scenario

Spoil = Callable[[dict[str, Any]], object]


def base() -> dict[str, Any]:
    """A valid scenario with enough parts that each can be spoilt for itself."""
    plain = plain_scenario(vehicles=[{**BUS, "id": f"b{n}", "name": f"Buss {n}"} for n in range(5)])
    plain["stations"] |= {
        "popup_sites": ["e0101", "e0202"],
        "patterns": [{**PATTERNS[0], "id": f"p{n}"} for n in range(4)],
        "school": {"start": "07:00"},
    }
    plain |= {"pins": [{"station": "e0101"}], "forbid": [{"station": "e0102"}, {"stop": "e0102"}]}
    plain["availability"] = [
        {"id": "dag", "name": "dag", "days": "weekday", "share": 0.5},
        {"id": "kveld", "name": "kveld", "days": "weekday", "start": "16:00", "share": 0.5},
    ]
    plain["presence"] = [{"share": s, "dates": {"dag": m, "kveld": m}} for s, m in ((0.4, 1), (0.6, 4))]
    plain |= {"demand": {"districts": ["01", "02"]}, "travel": {"walk": 0.6}, "exports": ["geojson"], "prices": {}}
    return plain


def put(value: Any, *path: Any) -> Spoil:
    def spoil(plain: dict[str, Any]) -> None:
        part: Any = plain
        for key in path[:-1]:
            part = part[key]
        part[path[-1]] = value

    return spoil


def add(value: Any, *path: Any) -> Spoil:
    def spoil(plain: dict[str, Any]) -> None:
        part: Any = plain
        for key in path:
            part = part[key]
        part.append(value)

    return spoil


MISTAKES: dict[str, tuple[Spoil, str, str]] = {
    # what is done, and the place and words (of message or value) it is told of with
    "no name": (lambda plain: plain.pop("name"), "name", "feltet mangler"),
    "unknown field": (put(1, "tull"), "tull", "ukjent felt"),
    "negative budget": (put(-4, "budget_nok"), "budget_nok", "for lite"),
    "no whole number": (put("tre", "min_visits"), "min_visits", "ikke et heltall"),
    "no date": (put("20270913", "election"), "election", "ikke en dato"),
    "objective": (put("tull", "objective"), "objective", "ukjent mål"),
    "exporter": (add("tull", "exports"), "exports", "ukjent eksportformat"),
    "no text in exports": (add(5, "exports"), "exports.", "ikke tekst"),
    "pinned site": (add({"station": "e9998"}, "pins"), "pins.", "e9998"),
    "no text in pins": (add({"station": 7}, "pins"), "pins.", "ikke tekst"),
    "popup site": (add("e9997", "stations", "popup_sites"), "stations.popup_sites", "e9997"),
    "both ways": (add({"station": "e0101"}, "forbid"), "pins.", "både låst (pins) og forbudt"),
    "district": (add("99", "demand", "districts"), "demand.districts", "ukjent bydel"),
    "no text in districts": (put(1, "demand", "districts", 0), "demand.districts.0", "ikke tekst"),
    "share of ways": (put(0.9, "travel", "walk"), "travel", "til sammen bli 1"),
    "minutes": (put(91, "travel", "unreached_minutes"), "travel.unreached_minutes", "for stort"),
    "price": (put(-3, "prices", "premises_hour"), "prices.premises_hour", "for lite"),
    "clock": (put("25:00", "prices", "evening_from"), "prices.evening_from", "ikke et klokkeslett"),
    "school": (put("06:00", "stations", "school", "end"), "stations.school", "slutter før"),
    "class hours": (put("10:00", "availability", 1, "end"), "availability.1", "slutter før"),
    "class name": (put(3, "availability", 1, "name"), "availability.1.name", "ikke tekst"),
    "class shares": (put(0.7, "availability", 0, "share"), "availability", "til sammen bli 1"),
    "level shares": (put(0.7, "presence", 0, "share"), "presence", "til sammen bli 1"),
    "unknown class": (put(1, "presence", 0, "dates", "natt"), "presence.0.dates", "natt"),
    "no dates": (lambda plain: plain["presence"][1]["dates"].pop("kveld"), "presence.1.dates", "kveld"),
    "falling dates": (put(9, "presence", 0, "dates", "dag"), "presence", "må stige"),
    "vehicle twice": (put("b1", "vehicles", 2, "id"), "vehicles", "b1"),
    "crew": (put(-1, "vehicles", 1, "crew"), "vehicles.1.crew", "for lite"),
    "depot": (put("f9999", "vehicles", 0, "depot"), "vehicles.0.depot", "f9999"),
    "no depot": (lambda plain: plain["vehicles"][4].pop("depot"), "vehicles.4.depot", "feltet mangler"),
    "stops": (put(["e0101", "e9996"], "vehicles", 0, "stops"), "vehicles.0.stops", "e9996"),
    "no stop": (put(["e0102"], "vehicles", 1, "stops"), "vehicles.1.stops", "ingen stopp"),
    "overlap": (
        put(["10:00-12:00", "11:00-13:00"], "vehicles", 1, "weekday"),
        "vehicles.1.weekday",
        "overlapper",
    ),
    "no block": (put(["tull"], "vehicles", 2, "saturday"), "vehicles.2.saturday.0", "tull"),
    "no vehicle": (put(5, "vehicles", 3), "vehicles.3", "ikke en samling"),
    "pattern twice": (put("p1", "stations", "patterns", 2, "id"), "stations.patterns", "p1"),
    "pattern without blocks": (
        put({"id": "p3", "name": "p"}, "stations", "patterns", 3),
        "stations.patterns.3",
        "minst én blokk",
    ),
    "weeks": (put(0, "stations", "patterns", 0, "last_weeks"), "stations.patterns.0.last_weeks", "for lite"),
}
OVERRIDES = {
    "crew_pool.persons": ("mange", "ikke et heltall"),
    "p7.reading": ("aldri", "ikke et av de tillatte valgene"),
    "vehicles.9.id": ("x", "kan ikke sette feltet"),
    "aversion": ("[1", "ikke gyldig YAML"),
    "within_minutes": (None, "mangler felt eller «=»"),
}


@pytest.fixture(scope="module", autouse=True)
def dataset() -> Any:
    """The tiny dataset in place of a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services.joining, "load_dataset", lambda _: tiny_dataset())
        yield


def refusal(folder: Path, content: bytes, overrides: dict[str, str | None] | None = None) -> InputError:
    file = folder / "scenario.yaml"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        services.plan_scenario(file, data=folder, out=folder / "out", overrides=overrides)
    assert not (folder / "out").exists()
    return caught.value


def test_the_scenario_that_is_spoilt_is_good() -> None:
    problem = build_problem(tiny_dataset(), parse_scenario(base()))
    assert len(problem.fleets) == 1


@settings(max_examples=150, deadline=None)
@given(
    st.sets(st.sampled_from(sorted(MISTAKES)), min_size=1, max_size=8),
    st.sets(st.sampled_from(sorted(OVERRIDES)), max_size=3),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
@example(names={"both ways", "no text in pins", "pinned site"}, fields=set(), encoding="utf-8")
def test_any_mixture_of_mistakes_is_told_at_once(
    tmp_path_factory: pytest.TempPathFactory, names: set[str], fields: set[str], encoding: str
) -> None:
    plain = copy.deepcopy(base())
    for name in sorted(names):
        MISTAKES[name][0](plain)
    text = yaml.safe_dump(plain, allow_unicode=True) + "description: Blåbærøya\n"
    told = refusal(
        tmp_path_factory.getbasetemp(), text.encode(encoding), {field: OVERRIDES[field][0] for field in fields}
    ).problems
    for name in names:
        _, place, words = MISTAKES[name]
        assert any(t.place.startswith(place) and words in f"{t.message} {t.value}" for t in told), (name, told)
    for field in fields:
        assert any((t.file, t.place) == ("--set", field) and OVERRIDES[field][1] in t.message for t in told), field
    assert len(told) == len(names) + len(fields), told


def test_every_key_given_twice_and_every_tag_beside_all_else(tmp_path: Path) -> None:
    proof = tmp_path / "executed"
    lines = yaml.safe_dump({**base(), "objective": "tull"}).splitlines()
    lines += ["name: en gang til", f"description: !!python/object/apply:os.mkdir ['{proof}']", "min_visits: 2"]
    lines += ["prices: {popup_opening: 1, popup_opening: 2, person_hour_day: !!binary YQ==, evening_from: !x 16:00}"]
    told = {(t.message, t.value) for t in refusal(tmp_path, "\n".join(lines).encode()).problems}
    assert told == {
        ("feltet står to ganger", "name"),
        ("feltet står to ganger", "min_visits"),
        ("feltet står to ganger", "prices"),
        ("feltet står to ganger", "popup_opening"),
        ("merket er ikke tillatt; ingenting er kjørt", "!!python/object/apply:os.mkdir"),
        ("merket er ikke tillatt; ingenting er kjørt", "!x"),
        ("ikke et tall", "b'a'"),
        ("ukjent mål", "tull"),
    }
    assert not proof.exists()


def test_a_dataset_that_cannot_be_read_is_told_of_beside_the_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Path) -> Any:
        raise InputError("datasettet er ødelagt")

    monkeypatch.setattr(services.joining, "load_dataset", broken)
    plain = {**base(), "objective": "tull", "min_visits": 0, "election": "9999-12-31"}
    error = refusal(tmp_path, yaml.safe_dump(plain).encode(), {"exports": "[tull]"})
    assert {t.message for t in error.problems} == {
        "datasettet er ødelagt",
        "ukjent mål",
        "for lite (minst 1)",
        "ukjent eksportformat",
        "valgdagen kan ikke regnes ut",
    }
    assert "ikke sjekket mot datasettet" in error.__notes__[0]
