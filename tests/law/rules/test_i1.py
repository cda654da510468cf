from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from planner.domain.findings import Finding
from planner.domain.plan import Opening, Phase, StationKind
from planner.law.rules import i1, i3
from planner.scenario import Closure, Institution

FIRST, LAST = date(2027, 8, 10), date(2027, 9, 10)
HOME = Institution(id="s1", name="Solhjem", kind="institution")
PRISON = Institution(id="x1", name="Fjellgata fengsel", kind="prison")


def home(make: SimpleNamespace, *openings: Opening, **changes: Any) -> Any:
    changes = {"kind": StationKind.INSTITUTION, "public": False, "name": "Solhjem", **changes}
    return make.station("s1", tuple(openings) or (make.opening(),), **changes)


def check(make: SimpleNamespace, *stations: Any, listed: tuple[Institution, ...] | None = (HOME,)) -> list[Finding]:
    return list(i1.check(make.plan(*stations), make.problem(institutions=listed)))


@pytest.mark.parametrize("day", [FIRST, date(2027, 8, 28), LAST])
def test_one_day_in_the_period_is_enough(make: SimpleNamespace, day: date) -> None:
    assert check(make, home(make, make.opening(day))) == []


@pytest.mark.parametrize("day", [date(2027, 8, 9), date(2027, 9, 11)])
def test_a_day_outside_the_period_is_none(make: SimpleNamespace, day: date) -> None:
    (found,) = check(make, home(make, make.opening(day)))
    assert (found.severity, found.measured) == ("hard", 0)


def test_a_missing_one_is_named(make: SimpleNamespace) -> None:
    other = replace_id(HOME, "s2", "Lilleborg")
    (found,) = check(make, home(make), listed=(HOME, other, PRISON))
    assert (found.rule, found.severity, found.subjects) == ("I1", "hard", ("s2",))
    assert (found.measured, found.limit, found.unit) == (0, 1, "dager")
    assert "Lilleborg (s2) har ingen dag" in found.sentence
    assert "med id s2" in found.sentence


def replace_id(item: Institution, new: str, name: str) -> Institution:
    return item.model_copy(update={"id": new, "name": name})


def test_tidligstemming_and_a_station_of_another_kind_do_not_count(make: SimpleNamespace) -> None:
    (early,) = check(make, home(make, make.opening(date(2027, 8, 2), phase=Phase.EARLY)))
    assert early.measured == 0
    (other,) = check(make, home(make, kind=StationKind.FIXED, public=True))
    assert "av en annen type (fixed); rett typen til institution" in other.sentence


def test_a_visit_while_it_is_closed_does_not_count(make: SimpleNamespace) -> None:
    closed = Closure(first=FIRST, last=FIRST, start="08:00", end="12:00")
    listed = (HOME.model_copy(update={"closed": (closed,)}),)
    (found,) = check(make, home(make, make.opening(FIRST, "11:00", "13:00")), listed=listed)
    assert "Det er stengt tirsdag 10. august 2027 kl. 11:00–13:00 (lista)" in found.sentence
    assert check(make, home(make, make.opening(FIRST, "12:00", "13:00")), listed=listed) == []
    assert check(make, home(make, make.opening(FIRST), make.opening(LAST)), listed=listed) == []


def test_no_list_is_no_pass(make: SimpleNamespace) -> None:
    (found,) = check(make, home(make), listed=None)
    assert (found.severity, found.measured, found.unit) == ("cannot_judge", 1, "lister")
    assert "Planen besøker 1 helse- og omsorgsinstitusjon, men uten en liste" in found.sentence
    (bare,) = check(make, listed=None)
    assert bare.sentence.startswith("Uten en liste over kommunens helse- og omsorgsinstitusjoner")


@pytest.mark.parametrize("listed", [(), (PRISON,)])
def test_a_list_without_any_passes_and_says_so(make: SimpleNamespace, listed: tuple[Institution, ...]) -> None:
    (found,) = check(make, listed=listed)
    assert (found.severity, found.measured) == ("info", 0)
    assert "ingen helse- og omsorgsinstitusjoner" in found.sentence


def test_a_station_that_is_not_on_the_list_is_told_of(make: SimpleNamespace) -> None:
    (found,) = check(make, home(make), replace(home(make), id="s9", name="Ukjent"))
    assert (found.severity, found.subjects) == ("info", ("s9",))
    # A prison's station is the other rule's.
    assert check(make, home(make), replace(home(make), id="x9", kind=StationKind.PRISON)) == []


def test_marked_as_open_to_all_is_a_warning(make: SimpleNamespace) -> None:
    (found,) = check(make, home(make, public=True))
    assert (found.severity, found.subjects, found.measured) == ("warning", ("s1",), 1)


def test_prisons_are_judged_apart(make: SimpleNamespace) -> None:
    problem = make.problem(institutions=(HOME, PRISON))
    (found,) = i3.check(make.plan(home(make)), problem)
    assert (found.rule, found.severity, found.subjects) == ("I3", "hard", ("x1",))
