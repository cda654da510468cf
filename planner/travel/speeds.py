"""Travel speeds by mode, road class and posted limit.

**Assumed, UNVERIFIED.** No speed here is measured in Oslo:

* walking 4.8 km/h (80 m/min) is a common planning value for adults; older people
  and people with a disability are slower;
* cycling 15 km/h on streets, slower on ways shared with pedestrians, pushed at
  walking speed on steps and where the sign says dismount;
* cars drive at the posted limit, or at the class's usual Norwegian limit where no
  limit is in the data: free flow, without queues, signals and parking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from planner.domain.dataset import Mode

WALK_M_PER_MIN = 80.0
"""Walking speed, metres per minute (4.8 km/h). Also the speed of every snap leg."""

WALK_KMH = WALK_M_PER_MIN * 60 / 1000
BIKE_KMH = 15.0
BIKE_SHARED_KMH = 10.0

BIKE_SHARED = frozenset({"footway", "pedestrian", "path", "track", "trail", "bridleway", "living_street"})
"""Classes where a bicycle shares the way with people on foot or rides on gravel."""

BIKE_PUSHED = frozenset({"steps", "corridor", "elevator"})
"""Classes where a bicycle is pushed or carried at walking speed."""

CAR_KMH: Mapping[str, float] = {
    "motorway": 80,
    "motorway_link": 60,
    "trunk": 70,
    "trunk_link": 50,
    "primary": 50,
    "primary_link": 50,
    "secondary": 50,
    "secondary_link": 50,
    "tertiary": 40,
    "tertiary_link": 40,
    "unclassified": 30,
    "residential": 30,
    "road": 30,
    "service": 15,
    "living_street": 10,
}
"""Classes a car may use and their speed in km/h where no limit is posted."""

_LIMIT = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(mph)?")


def posted_limit(maxspeed: str) -> float | None:
    """Posted limit in km/h from an OSM ``maxspeed`` tag; None where it holds no number.

    Of several values (``50;60``) the first counts; ``mph`` is converted.
    """
    match = _LIMIT.match(maxspeed)
    if match is None or float(match[1]) <= 0:
        return None
    return float(match[1]) * (1.609344 if match[2] else 1.0)


def speed_kmh(tags: Mapping[str, str], mode: Mode) -> float:
    """Assumed speed in km/h of ``mode`` on a way with these OSM tags (the way must be open to it)."""
    highway = tags.get("highway", "")
    if mode is Mode.WALK:
        return WALK_KMH
    if mode is Mode.BIKE:
        if highway in BIKE_PUSHED or tags.get("bicycle") == "dismount":
            return WALK_KMH
        shared = highway in BIKE_SHARED and tags.get("bicycle") != "designated"
        return BIKE_SHARED_KMH if shared else BIKE_KMH
    return posted_limit(tags.get("maxspeed", "")) or CAR_KMH.get(highway, CAR_KMH["road"])
