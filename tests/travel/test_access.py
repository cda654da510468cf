import pytest

from planner.domain.dataset import Mode
from planner.travel.access import directions, is_open

WALK, BIKE, CAR = Mode.WALK, Mode.BIKE, Mode.CAR


def modes(**tags: str) -> str:
    """Modes that may use a way, as letters."""
    named = {key.replace("__", ":"): value for key, value in tags.items()}
    return "".join(mode.value[0] for mode in Mode if is_open(named, mode))


@pytest.mark.parametrize("kind", ["construction", "proposed", "platform", "raceway", "abandoned", ""])
def test_what_is_no_street_in_use_is_closed_to_all(kind: str) -> None:
    assert modes(highway=kind) == ""


def test_a_way_without_highway_is_closed_to_all() -> None:
    assert modes(public_transport="platform") == ""


@pytest.mark.parametrize(
    ("tags", "who"),
    [
        ({"highway": "residential"}, "wbc"),
        ({"highway": "motorway"}, "c"),
        ({"highway": "motorway_link"}, "c"),
        ({"highway": "motorway", "foot": "yes"}, "wc"),
        ({"highway": "trunk"}, "wbc"),
        ({"highway": "trunk", "motorroad": "yes"}, "c"),
        ({"highway": "trunk", "motorroad": "yes", "bicycle": "yes"}, "bc"),
        ({"highway": "primary", "foot": "no", "bicycle": "no"}, "c"),
        ({"highway": "primary", "foot": "use_sidepath"}, "bc"),
        ({"highway": "service", "access": "private"}, ""),
        ({"highway": "service", "access": "private", "foot": "yes"}, "w"),
        ({"highway": "service", "access": "no", "bicycle": "designated"}, "b"),
        ({"highway": "residential", "motor_vehicle": "no"}, "wb"),
        ({"highway": "residential", "motor_vehicle": "no", "motorcar": "destination"}, "wbc"),
        ({"highway": "residential", "motor_vehicle": "destination"}, "wbc"),
        ({"highway": "residential", "vehicle": "no"}, "w"),
        ({"highway": "residential", "vehicle": "no", "bicycle": "yes"}, "wb"),
        ({"highway": "footway"}, "wb"),
        ({"highway": "cycleway"}, "wb"),
        ({"highway": "cycleway", "foot": "no"}, "b"),
        ({"highway": "footway", "bicycle": "dismount"}, "wb"),
        ({"highway": "track"}, "wb"),
    ],
)
def test_who_may_use_a_way(tags: dict[str, str], who: str) -> None:
    assert modes(**tags) == who


@pytest.mark.parametrize(
    ("tags", "bike", "car"),
    [
        ({}, (True, True), (True, True)),
        ({"oneway": "yes"}, (True, False), (True, False)),
        ({"oneway": "1"}, (True, False), (True, False)),
        ({"oneway": "-1"}, (False, True), (False, True)),
        ({"oneway": "reverse"}, (False, True), (False, True)),
        ({"oneway": "no"}, (True, True), (True, True)),
        ({"oneway": "yes", "oneway:bicycle": "no"}, (True, True), (True, False)),
        ({"oneway": "no", "oneway:bicycle": "yes"}, (True, False), (True, True)),
        ({"oneway": "yes", "cycleway:left": "opposite_lane"}, (True, True), (True, False)),
        ({"oneway": "yes", "cycleway": "opposite"}, (True, True), (True, False)),
        ({"junction": "roundabout"}, (True, False), (True, False)),
        ({"junction": "circular"}, (True, False), (True, False)),
        ({"junction": "roundabout", "oneway": "no"}, (True, True), (True, True)),
    ],
)
def test_directions(tags: dict[str, str], bike: tuple[bool, bool], car: tuple[bool, bool]) -> None:
    street = {"highway": "residential", **tags}
    assert directions(street, WALK) == (True, True)
    assert directions(street, BIKE) == bike
    assert directions(street, CAR) == car


def test_a_motorway_is_one_way_unless_it_says_otherwise() -> None:
    assert directions({"highway": "motorway"}, CAR) == (True, False)
    assert directions({"highway": "motorway", "oneway": "no"}, CAR) == (True, True)
    assert directions({"highway": "motorway"}, WALK) == (False, False)
