from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from planner.domain.plan import StationKind
from planner.law.rules import i3
from planner.scenario import Institution

PRISON = Institution(id="x1", name="Fjellgata fengsel", kind="prison")


@pytest.mark.parametrize(
    ("day", "served"),
    [(date(2027, 8, 9), 0), (date(2027, 8, 10), 1), (date(2027, 9, 10), 1), (date(2027, 9, 11), 0)],
)
def test_one_visit_in_the_period(make: SimpleNamespace, day: date, served: int) -> None:
    station = make.station("x1", (make.opening(day),), kind=StationKind.PRISON, public=False)
    found = list(i3.check(make.plan(station), make.problem(institutions=(PRISON,))))
    assert [(f.rule, f.severity, f.measured, f.limit, f.unit) for f in found] == (
        [] if served else [("I3", "hard", 0, 1, "besøk")]
    )


def test_our_reading_is_said(make: SimpleNamespace) -> None:
    (found,) = i3.check(make.plan(), make.problem(institutions=(PRISON,)))
    assert "Fjellgata fengsel (x1) har ingen besøk" in found.sentence
    assert "vår lesning" in found.sentence


def test_without_a_list_and_without_prisons(make: SimpleNamespace) -> None:
    (unknown,) = i3.check(make.plan(), make.problem())
    assert unknown.severity == "cannot_judge"
    (none,) = i3.check(make.plan(), make.problem(institutions=()))
    assert none.severity == "info"
