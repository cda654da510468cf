"""Facts about premises as changes that can be undone, and what they come to in the scenario's file."""

from __future__ import annotations

from typing import Any

import pytest
from tiny import plain_scenario, tiny_problem

from planner.domain.errors import InputError
from planner.services import premises
from planner.services.premises import changed_premises, known, row_change


def _facts(site: str, **values: Any) -> dict[str, Any]:
    return {"what": "facts", "id": site, "values": values}


def _taken(site: str, day: str) -> dict[str, Any]:
    return {"what": "taken", "id": site, "time": {"date": day, "reason": "skolefest"}}


def test_changes_come_to_premises_and_pins_and_leave_the_rest() -> None:
    plain = plain_scenario(
        premises=[{"site": "e0101", "power": True}], pins=[{"station": "e0202"}, {"station": "f0101", "crew": 4}]
    )
    found = changed_premises(
        plain,
        [_facts("e0202", accessible=False, crew=5), _facts("e0101", power=None), _facts("f0101", crew=None),
         _taken("e0202", "2027-08-20"), _taken("e0202", "2027-08-21"), {"what": "free", "id": "e0202", "number": 0}],
    )  # fmt: skip
    assert found["premises"] == [
        {"site": "e0202", "accessible": False, "unavailable": [{"date": "2027-08-21", "reason": "skolefest"}]}
    ]
    assert found["pins"] == [{"station": "e0202"}, {"station": "e0202", "crew": 5}]
    assert plain["premises"] == [{"site": "e0101", "power": True}], "the scenario itself is left alone"


def test_what_is_known_is_the_scenario_then_the_dataset() -> None:
    problem = tiny_problem(premises=[{"site": "e0202", "mobile_coverage": "poor"}])
    site = problem.dataset.sites[problem.site_index["e0202"]]
    fields = changed_premises(problem.scenario.to_plain(), [])
    now = known(problem, site, fields)
    assert (now["mobile_coverage"], now["crew"], now["booths"]) == ("poor", None, None)
    assert now["accessible"] == site.accessible
    cleared = changed_premises(problem.scenario.to_plain(), [_facts("e0202", mobile_coverage=None, crew=2)])
    now = known(problem, site, cleared)
    assert (now["mobile_coverage"], now["crew"]) == (None, 2)


def test_a_row_is_a_change_only_where_it_differs() -> None:
    problem = tiny_problem()
    site = problem.dataset.sites[problem.site_index["e0202"]]
    fields = changed_premises(problem.scenario.to_plain(), [])
    row = known(problem, site, fields)
    assert row_change(problem, site, fields, row) is None
    change = row_change(problem, site, fields, {**row, "booths": 3})
    assert change == _facts("e0202", booths=3)


def test_a_change_that_no_scenario_can_hold_is_refused() -> None:
    plain = plain_scenario()
    premises.check(plain, [_taken("e0202", "2027-08-20")])
    bad = {"what": "taken", "id": "e0202", "time": {"date": "2027-08-20", "block": "19:00-16:00", "reason": "x"}}
    with pytest.raises(InputError) as caught:
        premises.check(plain, [bad])
    assert len(caught.value.problems) == 2, "the hours and the reason are told of together"
