"""The division, forced by an ascent that is hardly begun and lists that are too short."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from optimise.siting.oracle import instances, replay
from optimise.siting.test_equitable import check_proof, least_ede
from optimise.siting.test_median import check, town
from scipy.sparse.csgraph import shortest_path

from planner.domain.dataset import Floats
from planner.optimise import equitable_p_median, p_median
from planner.optimise.siting import Region, branching, divides, division, engine, near

MANY = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=["by cuts", "by cuts and any region", "whole"])
def hurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """No kicks, multipliers of at most 0 at the root, lists of a single column; counts divisions."""
    monkeypatch.setattr(engine, "WRITTEN", 10**6 if request.param == "whole" else -1)
    monkeypatch.setattr(division, "WRITTEN", engine.WRITTEN)
    if request.param == "by cuts and any region":
        monkeypatch.setattr(branching, "offered", anything)
    monkeypatch.setattr(engine, "ROUNDS", 1)
    monkeypatch.setattr(engine, "KICKS", 0)
    ascended = engine.Search.root

    def root(self: engine.Search) -> engine.Node:
        node = ascended(self)
        u = np.minimum(self.near_lists.cap, 0.0)
        bound, rho, _ = self.price(u, node.state)
        self.root_u = u
        return engine.Node(bound, 0, (), node.state, u, rho)

    monkeypatch.setattr(engine.Search, "root", root)
    monkeypatch.setattr(near, "MARGIN", 0.0)
    monkeypatch.setattr(near, "SPARE", 1)
    monkeypatch.setattr(division, "DRAWS", 0)
    monkeypatch.setattr(division, "ROOT_ROUNDS", 2)
    monkeypatch.setattr(division, "NODE_ROUNDS", 1)
    divided: list[int] = []
    real = division.Division.run

    def run(self: Any) -> Any:
        divided.append(1)
        return real(self)

    monkeypatch.setattr(division.Division, "run", run)
    return divided


def anything(_near: Any, y: Floats, state: Any, count: int) -> list[Region]:
    """Regions of no sense, also of columns that are open already."""
    chance = np.random.default_rng(int(1e6 * y.sum()) + int(np.count_nonzero(state)))
    usable = np.flatnonzero(state >= 0)
    if len(state) > 10 or chance.random() < 0.7:  # these lead nowhere, so not too many of them
        return []
    sizes = chance.integers(1, len(usable) + 1, count)
    chosen = [np.sort(chance.choice(usable, size, replace=False)) for size in sizes]
    return [Region(tuple(columns.tolist()), int(chance.integers(0, len(columns)))) for columns in chosen]


def test_equals_brute_force(hurried: list[int]) -> None:
    @MANY
    @given(instances())
    def holds(made: dict[str, Any]) -> None:
        check(made, p_median(**made), made["minutes"])

    holds()
    assert len(hurried) > 30


def test_equitable_equals_brute_force(hurried: list[int]) -> None:
    @MANY
    @given(instances(holes=False))
    def holds(made: dict[str, Any]) -> None:
        if not np.minimum(made["minutes"].min(axis=1), made["outside_minutes"] or np.inf)[made["weights"] > 0].any():
            return
        if made["outside_minutes"] == 0.0:
            return
        found = equitable_p_median(**made)
        least = least_ede(made, found.kappa)
        assert found.status == "optimal"
        assert found.ede == pytest.approx(least, rel=2e-7, abs=1e-9)
        assert found.lower_bound <= least * (1 + 1e-9) + 1e-9
        check_proof(found, made)

    holds()
    assert len(hurried) > 30


@pytest.mark.parametrize("seed", range(3))
def test_a_town_is_divided_and_the_proof_replays(hurried: list[int], seed: int) -> None:
    minutes, weights = town(150, 40, seed)
    found = p_median(minutes, weights, 6)
    assert hurried
    assert found.certificate is not None
    assert len(found.certificate.cases) > 10 or engine.WRITTEN > 0  # written out as a whole it may need no division
    assert divides([case.path for case in found.certificate.cases])
    shown = replay(found.certificate, minutes, weights, 6)
    assert found.objective * (1 - 2e-7) <= shown <= found.objective * (1 + 1e-9)
    again = p_median(minutes, weights, 6)
    assert np.array_equal(found.open, again.open)
    assert [case.path for case in found.certificate.cases] == [case.path for case in again.certificate.cases]  # type: ignore[union-attr]


@pytest.mark.parametrize("looks", [3, 6, 12, 25])
def test_what_is_left_of_a_stopped_division_is_in_the_certificate(hurried: list[int], looks: int) -> None:
    minutes, weights = town(150, 40, 1)
    best = p_median(minutes, weights, 6).objective
    asked = iter(range(looks))
    found = p_median(minutes, weights, 6, cancel=lambda: next(asked, None) is None)
    assert hurried
    assert found.certificate is not None
    assert divides([case.path for case in found.certificate.cases])
    assert found.lower_bound <= best * (1 + 1e-12) <= found.objective * (1 + 1e-9)
    assert replay(found.certificate, minutes, weights, 6) >= found.lower_bound - 0.01


def test_graph_with_many_facilities_and_ties() -> None:
    rng = np.random.default_rng(4)
    steps = rng.integers(1, 9, (60, 60)).astype(float)
    steps = np.minimum(steps, steps.T)
    np.fill_diagonal(steps, 0.0)
    for k in range(60):
        steps = np.minimum(steps, steps[:, [k]] + steps[[k]])
    for p in (2, 10, 20):
        found = p_median(steps, np.ones(60), p)
        assert found.status == "optimal"
        assert found.certificate is not None
        assert divides([case.path for case in found.certificate.cases])
        assert np.ceil(replay(found.certificate, steps, np.ones(60), p) - 0.01) == found.objective


@pytest.mark.parametrize("kind", [p_median, equitable_p_median])
def test_a_town_with_few_places_is_divided_by_regions(monkeypatch: pytest.MonkeyPatch, kind: Any) -> None:
    monkeypatch.setattr(division, "WRITTEN", -1)
    minutes, weights = roads(300, 1)
    today = {} if kind is p_median else {"baseline_minutes": minutes.mean(axis=1)}
    found = kind(minutes, weights, 6, **today)
    cases = found.certificate.cases
    regions = {question for case in cases for question, _ in case.path if isinstance(question, Region)}
    assert regions
    assert any(any(case.prices) for case in cases)
    assert divides([case.path for case in cases])
    if kind is p_median:
        shown = replay(found.certificate, minutes, weights, 6)
        assert np.ceil(shown - 0.01) == found.objective
        without = replace(found.certificate, cases=[replace(case, prices=()) for case in cases])
        assert replay(without, minutes, weights, 6) < shown
    else:
        check_proof(found, {"minutes": minutes, "weights": weights, "p": 6, "outside_minutes": None,
                            "fixed": [], "excluded": []})  # fmt: skip


def roads(nodes: int, seed: int) -> tuple[Floats, Floats]:
    """Shortest paths of a random tree with as many more edges, weights 1."""
    rng = np.random.default_rng(seed)
    steps = np.full((nodes, nodes), np.inf)
    for i in range(1, nodes):
        for other in (rng.integers(0, i), rng.integers(0, i)):
            steps[i, other] = steps[other, i] = float(rng.integers(1, 100))
    return np.asarray(shortest_path(steps, directed=False)), np.ones(nodes)


def test_divides_tells_regions_apart() -> None:
    few, more = Region((1, 4), 0), Region((1, 4), 1)
    assert divides([((few, False),), ((few, True), (more, False)), ((few, True), (more, True))])
    assert not divides([((few, False),), ((more, True),)])
    assert not divides([((few, True),)])
    assert divides([((few, True),), ((few, False), (3, True)), ((few, False), (3, False))])


def test_divides_tells_gaps_and_overlaps() -> None:
    whole = [((0, True),), ((0, False), (1, True)), ((0, False), (1, False))]
    assert divides(whole)
    assert divides([()])
    assert not divides(whole[:2])
    assert not divides([*whole, ((0, True), (1, True))])
    assert not divides([((0, True),), ((1, False),)])
    assert divides(
        [tuple((j, j != k) for j in range(k + 1)) for k in range(1100)] + [tuple((j, True) for j in range(1100))]
    )
