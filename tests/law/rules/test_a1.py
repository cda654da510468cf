from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from planner.domain.plan import Phase, StationKind
from planner.law.registry import judge
from planner.law.rules import a1


def check(make: SimpleNamespace, *stations: Any, sites: dict[str, bool | None] | None = None) -> list:
    return list(a1.check(make.plan(*stations), make.problem(sites=sites)))


def test_accessible_passes(make: SimpleNamespace) -> None:
    assert check(make, make.station()) == []


def test_unknown_cannot_be_judged_one_finding_for_all(make: SimpleNamespace) -> None:
    stations = [make.station(i, accessible=None) for i in ("f0101", "f0102", "x1")]
    (found,) = check(make, *stations)
    assert (found.severity, found.subjects) == ("cannot_judge", ("f0101", "f0102", "x1"))
    assert (found.measured, found.limit, found.unit) == (3, 0, "steder uten svar")
    assert "3 steder" in found.sentence


def test_not_accessible_is_hard(make: SimpleNamespace) -> None:
    (found,) = check(make, make.station(accessible=False, opening=(make.opening(phase=Phase.EARLY),)))
    assert (found.rule, found.severity, found.subjects) == ("A1", "hard", ("f0101",))
    for part in ("Biblioteket (f0101)", "mandag 31. mai 2027", "fravikes med begrunnelse"):
        assert part in found.sentence


def test_it_is_set_aside_per_station(make: SimpleNamespace) -> None:
    stations = [make.station(i, accessible=False) for i in ("f0101", "f0102")]
    problem = make.problem(overrides=(make.override("A1", "f0101"),))
    found = [(f.severity, f.subjects) for f in judge(make.plan(*stations), problem) if f.rule == "A1"]
    assert found == [("warning", ("f0101",)), ("hard", ("f0102",))]


@pytest.mark.parametrize(("dataset", "severity"), [(None, "cannot_judge"), (False, "hard")])
def test_a_plan_cannot_make_premises_accessible(make: SimpleNamespace, dataset: bool | None, severity: str) -> None:
    (found,) = check(make, make.station(accessible=True), sites={"f0101": dataset})
    assert found.severity == severity


def test_a_plan_can_say_that_they_are_not(make: SimpleNamespace) -> None:
    (found,) = check(make, make.station(accessible=False), sites={"f0101": True})
    assert found.severity == "hard"


def test_a_bus_is_judged_by_the_plan_not_by_the_place_it_stands_at(make: SimpleNamespace) -> None:
    assert check(make, make.station(kind=StationKind.MOBILE_STOP), sites={"f0101": False}) == []


def test_home_teams_have_no_premises(make: SimpleNamespace) -> None:
    assert check(make, make.station(kind=StationKind.HOME_TEAM, accessible=None)) == []


def test_the_model_keeps_out_premises_voters_cannot_enter(make: SimpleNamespace) -> None:
    days = [make.tuesday]
    sites = {"f0101": False, "f0102": True, "f0103": None}
    model = make.model([(0, days), (1, days), (2, days), (0, days)], sites=sites)
    a1.build(model)
    assert model.rows == {"A1[f0101]": ({0: 1.0, 3: 1.0}, "<=", 0.0)}


@pytest.mark.parametrize("said", [True, None])
def test_without_the_flag_in_the_plan_it_may_not_be_set_aside(make: SimpleNamespace, said: bool | None) -> None:
    problem = make.problem(sites={"f0101": False}, overrides=(make.override("A1", "f0101"),))
    hard, refused = (f for f in judge(make.plan(make.station(accessible=said)), problem) if f.rule == "A1")
    assert (hard.severity, refused.severity) == ("hard", "warning")
    assert "gjelder ikke" in refused.sentence
    assert "f0101 (sett accessible: false" in refused.sentence
