"""The folder's JSON files: manifest, provenance, figures and map layers, checked key by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from planner.dataset import layout
from planner.domain.dataset import BEYOND, AdvanceVotes
from planner.domain.errors import Problem
from planner.domain.plan import ProvenanceEntry
from planner.domain.textfile import read_json

_REBUILD = "bygg datasettet på nytt"
_TEXT = ("name", "version", "turnout_source")
_GEOMETRIES = ("Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_amount(value: object) -> bool:
    """Whether a JSON value is a finite number of at least 0."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")


def read_manifest(folder: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """The manifest, every key checked; None if any key is wrong."""
    before = len(problems)
    value = read_json(folder / layout.MANIFEST, problems)
    if len(problems) > before:
        return None
    if not isinstance(value, dict):
        problems.append(Problem("skal være et JSON-objekt", layout.MANIFEST, remedy=_REBUILD))
        return None
    if value.get("format_version") != layout.FORMAT_VERSION:
        remedy = f"denne utgaven leser format {layout.FORMAT_VERSION}; bygg datasettet på nytt"
        found = str(value.get("format_version"))
        problems.append(Problem("ukjent format", layout.MANIFEST, "format_version", found, remedy))
    checks: dict[str, Callable[[Any], bool]] = {
        **dict.fromkeys(_TEXT, _is_text),
        "municipality": lambda v: isinstance(v, dict) and _is_text(v.get("id")) and _is_text(v.get("name")),
        "minutes_limit": lambda v: isinstance(v, int) and not isinstance(v, bool) and 0 < v < BEYOND,
        "unplaced_eligible": lambda v: isinstance(v, dict) and all(is_amount(v.get(e)) for e in layout.ESTIMATES),
        "travel_keys": lambda v: isinstance(v, dict) and all(_is_text(v.get(k)) for k in ("cells", "points", "sites")),
        "files": lambda v: isinstance(v, dict) and all(isinstance(h, str) for h in v.values()),
    }
    if value.get("advance_votes") is not None:
        checks["advance_votes"] = lambda v: (
            isinstance(v, dict) and is_amount(v.get("ballots")) and _is_text(v.get("source"))
        )
    for key, holds in checks.items():
        if not holds(value.get(key)):
            remedy = "rett feltet, eller bygg datasettet på nytt"
            problems.append(
                Problem("feltet mangler eller er feil", layout.MANIFEST, key, _short(value.get(key)), remedy)
            )
    return value if len(problems) == before else None


def advance_votes(manifest: Mapping[str, Any]) -> AdvanceVotes | None:
    """The last election's advance votes of an error-free manifest, None where it does not say."""
    found = manifest.get("advance_votes")
    return None if found is None else AdvanceVotes(float(found["ballots"]), found["source"])


def read_provenance(folder: Path, problems: list[Problem]) -> tuple[ProvenanceEntry, ...]:
    """Sources of the dataset."""
    before = len(problems)
    value = read_json(folder / layout.PROVENANCE, problems)
    if len(problems) > before:
        return ()
    fields = ("source", "licence", "vintage", "used_for", "sha256")
    if not isinstance(value, list) or not value:
        problems.append(
            Problem("skal være en liste med kilder", layout.PROVENANCE, value=_short(value), remedy=_REBUILD)
        )
        return ()
    entries = []
    for number, entry in enumerate(value, 1):
        if isinstance(entry, dict) and set(entry) <= set(fields) and all(_is_text(entry.get(f)) for f in fields[:4]):
            entries.append(ProvenanceEntry(**{key: str(text) for key, text in entry.items()}))
        else:
            remedy = f"feltene {', '.join(fields)} skal være tekst; de fire første fylt ut"
            problems.append(
                Problem("kilden er ufullstendig", layout.PROVENANCE, f"kilde {number}", _short(entry), remedy)
            )
    return tuple(entries)


def read_figures(folder: Path, problems: list[Problem]) -> Mapping[str, Any]:
    """Figures printed by the build."""
    before = len(problems)
    value = read_json(folder / layout.FIGURES, problems)
    if len(problems) == before and not isinstance(value, dict):
        problems.append(Problem("skal være et JSON-objekt", layout.FIGURES, value=_short(value), remedy=_REBUILD))
    return value if isinstance(value, dict) else {}


WGS84 = "WGS84"


def read_features(folder: Path, name: str, problems: list[Problem]) -> Mapping[str, Any]:
    """A GeoJSON feature collection in WGS84 whose features all have a geometry."""
    before = len(problems)
    value = read_json(folder / name, problems)
    if len(problems) > before:
        return {}
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(value, dict) or value.get("type") != "FeatureCollection" or not isinstance(features, list):
        problems.append(Problem("skal være en GeoJSON FeatureCollection", name, value=_short(value), remedy=_REBUILD))
        return {}
    crs = _short(value.get("crs", WGS84))
    if not any(known in crs for known in (WGS84, "CRS84", "EPSG::4326", "EPSG:4326")):
        problems.append(Problem("skal være i lengde- og breddegrad (WGS84)", name, "crs", crs, _REBUILD))
    for number, feature in enumerate(features, 1):
        message = _feature_fault(feature)
        if message:
            problems.append(Problem(message, name, f"objekt {number}", _short(feature), "bygg datasettet på nytt"))
    return value


def _feature_fault(feature: object) -> str:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return "objektet mangler egenskaper"
    if not isinstance(geometry, dict) or geometry.get("type") not in _GEOMETRIES:
        return "objektet har ingen geometri som kan tegnes"
    pairs: list[Any] = []
    stack = [geometry.get("coordinates")]
    while stack:
        part = stack.pop()
        if not isinstance(part, list) or not part:
            return "objektet har feil i koordinatene"
        if isinstance(part[0], list):
            stack.extend(part)
        else:
            pairs.append(part)
    for pair in pairs:
        numbers = len(pair) == 2 and all(isinstance(v, int | float) and not isinstance(v, bool) for v in pair)
        if not numbers or not -180 <= pair[0] <= 180 or not -90 <= pair[1] <= 90:
            return "objektet har koordinater utenfor lengde- og breddegrad"
        if pair[0] > pair[1]:  # nowhere in Norway is the longitude above the latitude
            return "objektets lengde- og breddegrad er byttet om"
    return ""


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"
