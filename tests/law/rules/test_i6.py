from __future__ import annotations

import pytest
from tiny import tiny_dataset, tiny_plan, tiny_problem, with_station

from planner.law.rules import i6


@pytest.mark.parametrize(
    ("kind", "told"), [("library", False), ("mall", True), ("university", True), ("military", True)]
)
def test_what_is_voluntary_is_told(kind: str, told: bool) -> None:
    problem = tiny_problem(tiny_dataset(sites={"f0102": {"type": kind}}))
    found = list(i6.check(tiny_plan(), problem))
    assert [(f.severity, f.subjects, f.measured) for f in found] == ([("info", ("f0102",), 1)] if told else [])


def test_a_bus_at_such_a_place_counts_a_station_elsewhere_does_not() -> None:
    problem = tiny_problem(tiny_dataset(sites={"e0101": {"type": "mall"}}))
    (found,) = i6.check(tiny_plan(), problem)
    assert found.subjects == ("e0101", "f0102")
    (found,) = i6.check(with_station(tiny_plan(), "e0101", lat=59.95), problem)
    assert found.subjects == ("f0102",)
