import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.dataset import Mode
from planner.domain.errors import InputError
from planner.travel.line import MIN_PAIRS, LineModel

LINES = st.builds(
    LineModel,
    mode=st.sampled_from(Mode),
    per_km=st.floats(0.1, 40),
    detour=st.floats(0, 10),
    reach_m=st.floats(50, 800),
)
METRES = st.floats(0, 60_000)


@given(LINES, METRES, METRES)
def test_longer_is_never_quicker_and_two_legs_never_beat_one(line, one, other):
    nearer, farther = sorted((one, other))
    assert line.minutes(nearer) <= line.minutes(farther)
    assert line.minutes(one + other) <= line.minutes(one) + line.minutes(other) + 1e-9
    assert line.minutes(0) == 0


@given(LINES, st.floats(1, 60_000), st.floats(1, 60_000))
def test_detour_ratio_falls_with_distance(line, one, other):
    nearer, farther = sorted((one, other))
    assert line.minutes(farther) / farther <= line.minutes(nearer) / nearer * (1 + 1e-9)


@given(LINES)
def test_a_line_comes_back_from_plain_values(line):
    assert LineModel.from_dict(line.to_dict()).to_dict() == line.to_dict()


@pytest.mark.parametrize("reach", [100.0, 400.0])
def test_calibration_finds_the_line_that_made_the_pairs(reach):
    truth = LineModel(Mode.WALK, per_km=14.5, detour=3.0, reach_m=reach)
    metres = np.linspace(50, 8000, 400).reshape(20, 20)
    found = LineModel.calibrate(Mode.WALK, distance_m=metres, minutes=truth.minutes(metres))
    assert (found.per_km, found.detour, found.reach_m) == (14.5, 3.0, reach)
    assert found.mean_error < 1e-3
    assert found.pairs == 400


def test_calibration_leaves_out_same_places_missing_ways_and_pairs_without_people():
    metres, minutes = np.linspace(100, 5000, 100), np.linspace(2, 80, 100)
    weights = np.ones(100)
    metres[0], minutes[1], weights[2] = 0, np.inf, 0
    assert LineModel.calibrate(Mode.BIKE, distance_m=metres, minutes=minutes, weights=weights).pairs == 97


def test_people_weigh():
    metres = np.tile(np.linspace(100, 5000, 50), 2)
    minutes = np.concatenate([metres[:50] / 80, metres[:50] / 40])
    quick, slow = np.repeat([1.0, 1e-9], 50), np.repeat([1e-9, 1.0], 50)
    lines = [LineModel.calibrate(Mode.WALK, distance_m=metres, minutes=minutes, weights=w) for w in (quick, slow)]
    assert [round(float(line.minutes(4000))) for line in lines] == [50, 100]


def test_no_basis_is_said_in_norwegian():
    few = np.linspace(100, 1000, MIN_PAIRS - 1)
    with pytest.raises(InputError, match="for få par"):
        LineModel.calibrate(Mode.WALK, distance_m=few, minutes=few / 80)
    many = np.linspace(100, 1000, 50)
    with pytest.raises(InputError, match="øker ikke med avstanden"):
        LineModel.calibrate(Mode.WALK, distance_m=many, minutes=np.zeros(50))


def test_default_is_marked_as_no_fit():
    for mode in Mode:
        line = LineModel.default(mode)
        assert line.pairs == 0
        assert math.isnan(line.mean_error)
    assert LineModel.default(Mode.WALK).minutes(1000) > LineModel.default(Mode.BIKE).minutes(1000)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"mode": "boat", "per_km": 1, "detour": 1, "reach_m": 100},
        {"mode": "walk", "per_km": -1, "detour": 1, "reach_m": 100},
        {"mode": "walk", "per_km": "x", "detour": 1, "reach_m": 100},
        {"mode": "walk", "per_km": 1, "detour": 1, "reach_m": None},
        {"mode": "walk", "per_km": float("nan"), "detour": 1, "reach_m": 100},
        {"mode": "walk", "per_km": float("inf"), "detour": 1, "reach_m": 100},
    ],
)
def test_a_broken_line_is_refused(values):
    with pytest.raises(InputError, match="linjemodellen"):
        LineModel.from_dict(values)
