"""Recipes: what is particular to one municipality's raw files, in one YAML file each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from planner.domain.errors import InputError, Problem

_FOLDER = Path(__file__).with_name("recipes")


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box in degrees WGS84."""

    lat: tuple[float, float]
    lon: tuple[float, float]

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a position lies in the box."""
        return self.lat[0] <= lat <= self.lat[1] and self.lon[0] <= lon <= self.lon[1]


@dataclass(frozen=True, slots=True)
class RawFile:
    """One raw file: where it lies, where it comes from, and its field names.

    Attributes:
        path: relative to the raw folder.
        sha256: of the file that the embedded dataset was made of.
        by_hand: where a person finds it, where no service gives it.
        fetch: ``kind`` of the service, what it is asked, and ``save_as`` where that is not ``path``;
            see :mod:`planner.sources.fetching`.
        fields: names of id, name … in the file, by our name.
    """

    path: str
    source: str
    licence: str
    vintage: str
    used_for: str
    sha256: str
    by_hand: str
    fetch: Mapping[str, str]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that the build needs to know about one municipality."""

    name: str
    version: str
    municipality_id: str
    municipality_name: str
    minutes_limit: int
    bounds: Bounds
    crs: str
    cell_m: int
    points_target: int
    seed: int
    no_district_id: str
    no_district_name: str
    within_m: float
    turnout_source: str
    advance_votes_source: str
    licence: str
    area_source: Mapping[str, str]
    files: Mapping[str, RawFile]


def belongs(path: Path) -> str:
    """What to do where a raw file is missing."""
    return f"legg fila i {path.parent}, eller oppgi en annen mappe med --raw"


def recipe_names() -> tuple[str, ...]:
    """Names of the recipes that come with the program."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def load_recipe(name: str) -> Recipe:
    """The recipe of a municipality.

    Raises:
        InputError: there is no recipe of that name.
    """
    if name not in recipe_names():
        remedy = f"bruk {' eller '.join(recipe_names())}"
        raise InputError(Problem("ukjent datasett", place="NAVN", value=name, remedy=remedy))
    raw = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return Recipe(
        name=raw["name"],
        version=raw["version"],
        municipality_id=raw["municipality"]["id"],
        municipality_name=raw["municipality"]["name"],
        minutes_limit=raw["minutes_limit"],
        bounds=Bounds(tuple(raw["bounds"]["lat"]), tuple(raw["bounds"]["lon"])),
        crs=raw["grid"]["crs"],
        cell_m=raw["grid"]["cell_m"],
        points_target=raw["points"]["target"],
        seed=raw["points"]["seed"],
        no_district_id=raw["no_district"]["id"],
        no_district_name=raw["no_district"]["name"],
        within_m=raw["no_district"]["within_m"],
        turnout_source=raw["turnout_source"].strip(),
        advance_votes_source=raw["advance_votes_source"].strip(),
        licence=raw["licence"],
        area_source=raw["area_source"],
        files={key: _raw_file(value) for key, value in raw["files"].items()},
    )


def _raw_file(value: dict[str, Any]) -> RawFile:
    named = {key: value[key] for key in ("path", "source", "licence", "vintage", "used_for", "sha256")}
    by_hand, fetch = value.get("by_hand", ""), value.get("fetch", {})
    others = {*named, "by_hand", "fetch"}
    fields = {key: text for key, text in value.items() if key not in others}
    return RawFile(**named, by_hand=by_hand.strip(), fetch=fetch, fields=fields)
