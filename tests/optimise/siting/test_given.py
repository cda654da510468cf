"""Bad input: every mistake, all at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse

from planner.domain.errors import InputError
from planner.optimise import p_median

GOOD: dict[str, Any] = {"minutes": np.ones((2, 3)), "weights": [1.0, 2.0], "p": 1}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"p": 0}, "p"),
        ({"p": 4}, "p"),
        ({"p": -1}, "p"),
        ({"p": 1.5}, "p"),
        ({"p": True}, "p"),
        ({"p": 3, "excluded": [0]}, "p"),
        ({"minutes": [[1, np.nan, 2], [1, 1, 1]]}, "minutes (0, 1)"),
        ({"minutes": [[1, 2, 2], [1, 1, -3]]}, "minutes (1, 2)"),
        ({"minutes": scipy.sparse.csr_array([[1.0, 2.0, 2.0], [0, 1, -3]])}, "minutes (1, 2)"),
        ({"minutes": [1.0, 2.0]}, "minutes"),
        ({"minutes": [["a"]]}, "minutes"),
        ({"weights": [1.0]}, "weights"),
        ({"weights": [[1.0, 2.0]]}, "weights"),
        ({"weights": [0.0, 0.0]}, "weights"),
        ({"weights": [1.0, -2.0]}, "weights, rad 1"),
        ({"weights": [np.nan, 2.0]}, "weights, rad 0"),
        ({"weights": [np.inf, 2.0]}, "weights, rad 0"),
        ({"weights": ["x", "y"]}, "weights"),
        ({"fixed": [3]}, "fixed"),
        ({"fixed": [-1]}, "fixed"),
        ({"fixed": [0.5]}, "fixed"),
        ({"fixed": 1}, "fixed"),
        ({"fixed": [0, 1]}, "fixed"),
        ({"fixed": [0], "excluded": [0]}, "fixed, excluded"),
        ({"outside_minutes": -1}, "outside_minutes"),
        ({"outside_minutes": np.nan}, "outside_minutes"),
        ({"gap": -0.1}, "gap"),
        ({"gap": 1.0}, "gap"),
        ({"time_limit": 0}, "time_limit"),
        ({"time_limit": np.nan}, "time_limit"),
        ({"time_limit": "60"}, "time_limit"),
        ({"seed": -1}, "seed"),
    ],
)
def test_each_mistake_is_named(change: dict[str, Any], place: str) -> None:
    with pytest.raises(InputError) as caught:
        p_median(**{**GOOD, **change})
    assert [problem.place for problem in caught.value.problems] == [place]


def test_all_mistakes_come_together() -> None:
    with pytest.raises(InputError) as caught:
        p_median(np.array([[np.nan, -1.0]]), [0.0], 5, fixed=[7], gap=2.0, outside_minutes=-1)
    assert len(caught.value.problems) == 7


def test_many_rows_are_counted_not_listed() -> None:
    with pytest.raises(InputError, match="og 90 til"):
        p_median(np.ones((100, 2)), -np.ones(100), 1)
