import pytest

from planner.domain.dataset import Mode
from planner.travel.speeds import BIKE_KMH, BIKE_SHARED_KMH, CAR_KMH, WALK_KMH, posted_limit, speed_kmh


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50),
        ("50;60", 50),
        ("20 mph", 32.18688),
        ("none", None),
        ("NO:urban", None),
        ("", None),
        ("0", None),
        ("walk", None),
    ],
)
def test_posted_limit(text: str, kmh: float | None) -> None:
    assert posted_limit(text) == kmh


def test_walking_is_eighty_metres_a_minute_everywhere() -> None:
    assert WALK_KMH == 4.8
    assert {speed_kmh({"highway": kind}, Mode.WALK) for kind in ("steps", "footway", "primary")} == {4.8}


@pytest.mark.parametrize(
    ("tags", "kmh"),
    [
        ({"highway": "residential"}, BIKE_KMH),
        ({"highway": "footway"}, BIKE_SHARED_KMH),
        ({"highway": "footway", "bicycle": "designated"}, BIKE_KMH),
        ({"highway": "steps"}, WALK_KMH),
        ({"highway": "cycleway", "bicycle": "dismount"}, WALK_KMH),
    ],
)
def test_bicycles_are_slower_where_they_share_the_way(tags: dict[str, str], kmh: float) -> None:
    assert speed_kmh(tags, Mode.BIKE) == kmh


def test_cars_follow_the_sign_and_else_the_class() -> None:
    assert speed_kmh({"highway": "residential", "maxspeed": "40"}, Mode.CAR) == 40
    assert speed_kmh({"highway": "residential"}, Mode.CAR) == CAR_KMH["residential"]
    assert speed_kmh({"highway": "residential", "maxspeed": "signals"}, Mode.CAR) == CAR_KMH["residential"]
