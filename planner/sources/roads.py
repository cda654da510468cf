"""Roads: an OpenStreetMap extract (pbf) and main roads (GeoJSON) as street graphs.

The extract holds every street of a part of the municipality; the GeoJSON holds main
roads of a wider part, without node ids. Both are kept and joined by coordinate
(:mod:`planner.travel.graph`). Source: © OpenStreetMap contributors, ODbL 1.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import osmium
from shapely.geometry.base import BaseGeometry

from planner.domain.dataset import Mode
from planner.domain.errors import InputError, Problem
from planner.domain.textfile import read_json
from planner.sources.recipe import belongs
from planner.travel.area import area_of_streets
from planner.travel.graph import SCALE, Vertex, Way, street_graph

NORWAY = ((2.0, 57.0), (36.0, 82.0))
"""(lon, lat) of the south-west and north-east corner, generous: tells degrees from metres and lat from lon."""

WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4979", "EPSG:4979")
"""Endings of a GeoJSON ``crs`` name that mean longitude and latitude in WGS84; no ``crs`` means the same."""

SHOWN = 5
"""Bad features listed one by one; the rest are counted."""


def read_roads(pbf: Path, main_roads: Path) -> dict[Mode, nx.MultiDiGraph]:
    """One street graph per mode from both sources, each its largest strongly connected part.

    Args:
        pbf: OpenStreetMap extract with complete streets (``.osm.pbf``, or ``.osm`` XML).
        main_roads: GeoJSON lines with OSM tags as properties, longitude first, WGS84.

    Raises:
        InputError: all that is wrong with either file, or no street open to a mode.
    """
    ways = read_ways(pbf, main_roads)
    graphs = {mode: street_graph(ways, mode) for mode in Mode}
    closed = [mode.value for mode, graph in graphs.items() if not graph.number_of_edges()]
    if closed:
        remedy = "bruk et fullstendig utsnitt fra OpenStreetMap"
        raise InputError(Problem("ingen gate er åpen", file=pbf.name, value=", ".join(closed), remedy=remedy))
    return graphs


def street_area(pbf: Path) -> BaseGeometry:
    """Area (WGS84) in which complete streets are in the extract; see :mod:`planner.travel.area`.

    Raises:
        InputError: the file cannot be read or holds no net of local streets.
    """
    area = area_of_streets(read_pbf(pbf))
    if area.is_empty:
        remedy = "bruk et fullstendig utsnitt, ikke bare hovedveier"
        raise InputError(Problem("filen har ikke noe sammenhengende lokalt gatenett", file=pbf.name, remedy=remedy))
    return area


def read_ways(pbf: Path, main_roads: Path) -> list[Way]:
    """Every street of both files, the extract's first.

    Raises:
        InputError: all that is wrong with either file.
    """
    sources: list[list[Way]] = []
    problems: list[Problem] = []
    for read, path in ((read_pbf, pbf), (read_main_roads, main_roads)):
        try:
            sources.append(read(path))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    streets, roads = sources
    known = {vertex for way in streets for vertex in way.vertices}
    if known.isdisjoint(vertex for way in roads for vertex in way.vertices):
        remedy = "bruk to filer fra OpenStreetMap over samme kommune"
        raise InputError(Problem(f"veiene møter ingen gate i {pbf.name}", file=main_roads.name, remedy=remedy))
    return streets + roads


def read_pbf(path: Path) -> list[Way]:
    """Ways with a ``highway`` tag; a way is split where the extract lacks one of its nodes.

    Raises:
        InputError: the file is missing, cut short, no OpenStreetMap file or without streets.
    """
    _must_exist(path)
    ways: list[Way] = []
    try:
        things = osmium.FileProcessor(str(path)).with_locations().with_filter(osmium.filter.KeyFilter("highway"))
        for thing in things:
            if isinstance(thing, osmium.osm.Way):
                tags = {tag.k: tag.v for tag in thing.tags}
                places = [(n.location.x, n.location.y) if n.location.valid() else None for n in thing.nodes]
                ways += [Way(thing.id, part, tags) for part in _unbroken(places)]
    except (RuntimeError, ValueError, OSError) as error:
        remedy = "last ned filen på nytt; den skal være et utsnitt fra OpenStreetMap (.osm.pbf)"
        problem = Problem("filen er ødelagt, avkuttet eller ikke fra OpenStreetMap", path.name, remedy=remedy)
        raise InputError(problem) from error
    if not ways:
        remedy = "bruk et utsnitt med gater (taggen highway)"
        raise InputError(Problem("filen inneholder ingen gater", file=path.name, remedy=remedy))
    return ways


def _unbroken(places: list[Vertex | None]) -> Iterator[tuple[Vertex, ...]]:
    """Runs of at least two known vertices."""
    run: list[Vertex] = []
    for place in [*places, None]:
        if place is not None:
            run.append(place)
            continue
        if len(run) > 1:
            yield tuple(run)
        run = []


def read_main_roads(path: Path) -> list[Way]:
    """Lines of a GeoJSON feature collection that carry a ``highway`` property; other features are left out.

    Raises:
        InputError: the file is missing, no GeoJSON, in another CRS, with swapped or broken
            coordinates, or without streets.
    """
    unread: list[Problem] = []
    data = read_json(path, unread, missing=belongs(path))
    if unread:
        raise InputError(unread)
    remedy = "eksporter hovedveiene på nytt som GeoJSON (FeatureCollection)"
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        raise InputError(Problem("filen er ikke en GeoJSON FeatureCollection", path.name, remedy=remedy))
    _must_be_wgs84(data, path)
    ways: list[Way] = []
    problems: list[Problem] = []
    for number, feature in enumerate(data["features"], start=1):
        try:
            ways += _lines(feature, number)
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
            bad = str(error) if isinstance(error, _MisplacedError) else "objektet er ikke en gyldig linje"
            problems.append(Problem(bad, path.name, f"objekt {number}", remedy="bruk lengdegrad først, WGS84"))
    if problems:
        more = [Problem(f"og {len(problems) - SHOWN} objekter til", path.name)] if len(problems) > SHOWN else []
        raise InputError([*problems[:SHOWN], *more])
    if not ways:
        remedy = "ta med veiene som linjer med taggen highway"
        raise InputError(Problem("filen inneholder ingen veilinjer", path.name, remedy=remedy))
    return ways


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise InputError(Problem("fila finnes ikke", path.name, remedy=belongs(path)))


def _must_be_wgs84(data: dict[str, Any], path: Path) -> None:
    crs = data.get("crs")
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name")) if isinstance(properties, dict) else str(crs)
    if not name.endswith(WGS84):
        remedy = "eksporter i WGS84 (EPSG:4326)"
        raise InputError(Problem("filen har feil koordinatsystem", path.name, "crs", name, remedy))


def _lines(feature: Any, number: int) -> Iterator[Way]:
    """The ways of one feature: none unless it is a line with a highway tag."""
    tags = {key: str(value) for key, value in (feature.get("properties") or {}).items() if value is not None}
    geometry = feature.get("geometry") or {}
    kind: Any = geometry.get("type")
    coordinates: Any = geometry.get("coordinates")
    if "highway" not in tags or kind not in {"LineString", "MultiLineString"}:
        return
    digits = str(tags.get("@id", feature.get("id", ""))).rpartition("/")[2]
    way_id = int(digits) if digits.isdecimal() else -number
    for part in [coordinates] if kind == "LineString" else coordinates:
        yield Way(way_id, tuple(_vertex(position) for position in part), tags)


class _MisplacedError(ValueError):
    """A position that is not longitude and latitude in Norway; the message is Norwegian."""


def _vertex(position: Any) -> Vertex:
    lon, lat = float(position[0]), float(position[1])
    (west, south), (east, north) = NORWAY
    if west <= lon <= east and south <= lat <= north:
        return round(lon * SCALE), round(lat * SCALE)
    if west <= lat <= east and south <= lon <= north:
        raise _MisplacedError(f"lengde- og breddegrad er byttet om ({lon}, {lat})")
    raise _MisplacedError(f"koordinatene er ikke grader i Norge ({lon}, {lat}), trolig feil koordinatsystem")
