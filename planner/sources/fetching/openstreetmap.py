"""Streets of a municipality and a border around it from an Overpass service.

Settings: ``url``, ``border_m`` (way back into the municipality must not end at its border), ``roads``: ``all`` for
every way with a ``highway`` tag as OpenStreetMap XML, ``main`` for motorways to secondary roads as GeoJSON.
Source of what comes: © OpenStreetMap contributors, ODbL 1.0.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from planner.sources.fetching.task import Task
from planner.sources.roads import read_pbf
from planner.travel.graph import SCALE

KIND = "openstreetmap"
SERVICE_SECONDS = 540
MAIN = '["highway"~"^(motorway|trunk|primary|secondary)(_link)?$"]'
EVERY = '["highway"]'


def fetch(task: Task) -> bytes:
    """The streets.

    Raises:
        InputError: no reply, or one without streets.
    """
    west, south, east, north = task.area.box_with_border(float(task.settings["border_m"]))
    main = task.settings["roads"] == "main"
    box = f"{south:.6f},{west:.6f},{north:.6f},{east:.6f}"
    body = f"[out:xml][timeout:{SERVICE_SECONDS}];way{MAIN if main else EVERY}({box});(._;>;);out;"
    reply = task.web.get(task.settings["url"], body=body, check=_whole)
    return _geojson(reply) if main else reply


def _whole(content: bytes) -> str:
    """A reply that was given up halfway comes with a good status and a remark at its end."""
    if b"<remark>" in content[-2000:]:
        return "tjenesten ga opp underveis"
    return "" if content.rstrip().endswith(b"</osm>") else "svaret er avkuttet"


def _geojson(reply: bytes) -> bytes:
    """Ways as lines with their tags, in the order of their numbers."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "veier.osm"
        file.write_bytes(reply)
        ways = read_pbf(file)
    features = [
        {
            "type": "Feature",
            "properties": {"@id": f"way/{way.id}", **dict(sorted(way.tags.items()))},
            "geometry": {"type": "LineString", "coordinates": [[x / SCALE, y / SCALE] for x, y in way.vertices]},
        }
        for way in sorted(ways, key=lambda way: way.id)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()
