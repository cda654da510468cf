"""Who may use a street, and in which direction: the OSM tags read per mode.

The most specific access tag decides (``foot`` before ``access``; ``motorcar``,
``motor_vehicle``, ``vehicle``, ``access`` for cars). Source: OpenStreetMap wiki,
*Key:access* and *OSM tags for routing/Access restrictions* (defaults for Norway:
people may walk and cycle on every road that is not a motorway or motor road and
may cycle on pavements and footways).
"""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.dataset import Mode
from planner.travel.speeds import CAR_KMH

NEVER = frozenset(
    {"", "construction", "proposed", "planned", "platform", "abandoned", "razed", "disused", "demolished"}
    | {"raceway", "bus_guideway", "busway", "escape", "services", "rest_area", "no"}
)
"""``highway`` values that are no street in use: nobody may pass."""

MOTORWAYS = frozenset({"motorway", "motorway_link"})

DENIED = frozenset(
    {"no", "private", "permit", "use_sidepath", "delivery", "agricultural", "forestry", "military", "emergency"}
    | {"restricted", "bus", "psv", "official", "employees"}
)
"""Access values that close a way to the public."""

_KEYS: Mapping[Mode, tuple[str, ...]] = {
    Mode.WALK: ("foot", "access"),
    Mode.BIKE: ("bicycle", "vehicle", "access"),
    Mode.CAR: ("motorcar", "motor_vehicle", "vehicle", "access"),
}
_ONEWAY_YES = frozenset({"yes", "true", "1"})
_ONEWAY_REVERSE = frozenset({"-1", "reverse"})


def is_open(tags: Mapping[str, str], mode: Mode) -> bool:
    """True if the public may use the way by ``mode``."""
    highway = tags.get("highway", "")
    if highway in NEVER or (mode is Mode.CAR and highway not in CAR_KMH):
        return False
    keys = _KEYS[mode]
    if mode is not Mode.CAR:
        explicit = tags.get(keys[0], "")
        if (highway in MOTORWAYS or tags.get("motorroad") == "yes") and explicit in {"", *DENIED}:
            return False
    decisive = next((tags[key] for key in keys if key in tags), "yes")
    return decisive not in DENIED


def _oneway(tags: Mapping[str, str], mode: Mode) -> str:
    """The one-way value that binds ``mode``: ``yes``, ``-1`` or ``no``."""
    if mode is Mode.BIKE:
        own = tags.get("oneway:bicycle", "")
        if own:
            return own
        if any(value.startswith("opposite") for key, value in tags.items() if key.startswith("cycleway")):
            return "no"
    implied = tags.get("junction") in {"roundabout", "circular"} or tags.get("highway") == "motorway"
    return tags.get("oneway", "yes" if implied else "no")


def directions(tags: Mapping[str, str], mode: Mode) -> tuple[bool, bool]:
    """(along the way's nodes, against them): where ``mode`` may go. Walking is always both ways."""
    if not is_open(tags, mode):
        return False, False
    if mode is Mode.WALK:
        return True, True
    oneway = _oneway(tags, mode)
    return oneway not in _ONEWAY_REVERSE, oneway not in _ONEWAY_YES
