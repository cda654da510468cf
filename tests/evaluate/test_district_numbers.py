"""Districts with few voters have no figures, in the same way everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.plan import Accessibility, AccessibilityPair, AccessMeasures
from planner.evaluate.district_numbers import TOTAL, DistrictNumbers, shown_points


def pair(weights: Mapping[str, float], shares: Mapping[str, float] | None = None) -> AccessibilityPair:
    within = {"15": 0.6, "30": 0.9}
    rows = {
        name: AccessMeasures(10.0, None, 60.0, within | {"30": (shares or {}).get(name, 0.9)}, weight)
        for name, weight in weights.items()
    }
    access = Accessibility(10.0, None, 60.0, within, rows, {})
    return AccessibilityPair(access, access)


def test_a_small_district_takes_another_with_it_and_neither_has_shares() -> None:
    given = pair({"Nord": 3.0, "Sør": 400.0, "Vest": 900.0})
    shown = DistrictNumbers(given)
    assert shown.weight == {"Nord": None, "Sør": None, "Vest": 900.0, TOTAL: 1303.0}
    assert shown.some_hidden
    assert shown.shares("Sør", given.before.by_district["Sør"]) == {"15": None, "30": None}
    assert shown.shares("Vest", given.before.by_district["Vest"]) == {"15": 0.6, "30": 0.9}


def test_large_districts_stand() -> None:
    shown = DistrictNumbers(pair({"Nord": 8000.0, "Sør": 12.0}))
    assert shown.weight == {"Nord": 8000.0, "Sør": 12.0, TOTAL: 8012.0}
    assert not shown.some_hidden


def test_a_share_that_counts_few_is_left_out_of_its_district_and_of_a_small_whole() -> None:
    few = pair({"Nord": 100.0, "Sør": 500.0}, {"Nord": 0.97})
    shown = DistrictNumbers(few)
    assert shown.shares("Nord", few.before.by_district["Nord"]) == {"15": None, "30": None}
    assert shown.shares("Sør", few.before.by_district["Sør"]) == {"15": 0.6, "30": 0.9}
    assert shown.shares(TOTAL, few.before) == {"15": None, "30": None}
    many = pair({"Nord": 100.0, "Sør": 5000.0}, {"Nord": 0.97})
    assert DistrictNumbers(many).shares(TOTAL, many.before) == {"15": 0.6, "30": 0.9}


def test_points_add_up_to_their_district_and_not_to_one_left_out() -> None:
    assert shown_points([2.0, 50.0, 60.0, 7.0, 8.0], [0, 0, 0, 1, 1]) == [None, None, 60.0, 7.0, 8.0]
    assert shown_points([50.0, 60.0, 7.0, 8.0], [0, 0, 1, 1], left_out={1}) == [50.0, 60.0, None, None]
