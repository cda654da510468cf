from __future__ import annotations

from tiny import tiny_dataset, tiny_plan, tiny_problem, with_station

from planner.domain.findings import Finding
from planner.law.rules import o1


def check(**types: str) -> list[Finding]:
    sites = {site: {"type": kind} for site, kind in {"f0102": "library", **types}.items()}
    return list(o1.check(tiny_plan(), tiny_problem(tiny_dataset(sites=sites))))


def test_a_building_of_ones_own_passes() -> None:
    assert check() == []


def test_malls_are_one_warning() -> None:
    (found,) = check(f0101="mall", f0102="mall")
    assert (found.severity, found.subjects, found.measured, found.limit) == ("warning", ("f0101", "f0102"), 2, 0)
    assert "2 steder ligger i kjøpesenter" in found.sentence


def test_a_bus_stands_outside() -> None:
    assert check(e0101="party_office", e0201="mall") == []


def test_a_place_of_its_own_is_unknown() -> None:
    problem = tiny_problem(tiny_dataset(sites={"f0102": {"type": ""}}))
    (found,) = o1.check(with_station(tiny_plan(), "f0101", lat=59.95), problem)
    assert (found.severity, found.subjects) == ("cannot_judge", ("f0101", "f0102"))
