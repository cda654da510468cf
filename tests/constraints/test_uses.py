"""How near a plan is to its limits: recomputed from the plan, the tightest first."""

from __future__ import annotations

from typing import Any

import pytest
from tiny import BUS, tiny_plan, tiny_problem

from planner.constraints.registry import constraints, uses
from planner.constraints.requirement import Use
from planner.domain.findings import Severity
from planner.evaluate.cost import plan_cost

PLAN = tiny_plan()


def found(**changes: Any) -> dict[str, Use]:
    return {use.what: use for use in uses(PLAN, tiny_problem(**changes))}


def test_money_is_what_the_plan_costs() -> None:
    problem = tiny_problem()
    use = found()["budsjettet"]
    assert (use.measured, use.limit, use.unit) == (plan_cost(PLAN, problem).total, 100_000, "kr")
    assert not use.tight
    assert found(budget_nok=round(use.measured) + 1)["budsjettet"].tight


def test_persons_on_the_fullest_date() -> None:
    """Three at the pop-up on the evenings of the last week; the bus has two on a date of its own."""
    (what,) = (name for name in found() if name.startswith("bemanningspoolen"))
    assert (found()[what].measured, found()[what].limit) == (3, 30)
    assert "kl. 16:00 og 4 datoer til" in what
    assert next(use for name, use in found(crew_pool__persons=3).items() if name.startswith("bem")).tight


def test_a_vehicles_days_hours_and_kilometres() -> None:
    limits = found(vehicles=[{**BUS, "max_km_per_day": 28, "min_days": 1}])
    assert limits["dagene til Bussen"].measured == 1
    assert limits["tiden ute for Bussen (tirsdag 24. august 2027)"].measured == pytest.approx(7 + 50 / 60)
    assert limits["kjøringen til Bussen (tirsdag 24. august 2027)"] == Use(
        "kjøringen til Bussen (tirsdag 24. august 2027)", 28, 28, "km"
    )
    least = limits["minste antall dager i bruk for Bussen"]
    assert (least.measured, least.limit, least.at_least, least.tight) == (1, 1, True, True)


def test_shares_of_districts_and_visits() -> None:
    limits = found(targets=[{"share": 0.5, "minutes": 15}], min_visits=2)
    share = next(use for name, use in limits.items() if name.startswith("andelen innen 15 minutter"))
    assert share.limit == 50
    assert share.share == pytest.approx(50 / share.measured)
    visits = next(use for name, use in limits.items() if name.startswith("minste antall besøk"))
    assert (visits.measured, visits.limit, visits.share) == (1, 2, 2.0)


def test_the_tightest_comes_first_and_more_than_the_limit_is_a_hard_finding() -> None:
    """What uses more than its limit is just what the check of that constraint tells of."""
    problem = tiny_problem(budget_nok=1, crew_pool__persons=2, min_visits=2, vehicles=[{**BUS, "max_out_hours": 7}])
    shares = [use.share for use in uses(PLAN, problem)]
    assert shares == sorted(shares, reverse=True)
    for item in constraints():
        if item.use is not None:
            over = any(use.share > 1 + 1e-9 for use in item.use(PLAN, problem))
            hard = any(finding.severity is Severity.HARD for finding in item.check(PLAN, problem))
            assert over == hard, item.rule.id


@pytest.mark.parametrize(
    ("use", "share", "tight"),
    [
        (Use("a", 0, 0, "kr"), 1.0, True),
        (Use("a", 97, 100, "kr"), 0.97, False),
        (Use("a", 98, 100, "kr"), 0.98, True),
        (Use("a", 5, 5, "dager", at_least=True), 1.0, True),
        (Use("a", 10, 5, "dager", at_least=True), 0.5, False),
    ],
)
def test_share_of_a_limit(use: Use, share: float, tight: bool) -> None:
    assert (use.share, use.tight) == (share, tight)
