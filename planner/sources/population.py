"""Residents on the 250 m grid (SSB): populated cells with their south-west corner in metres.

A cell's id holds that corner: ``22637506643000`` is easting 263 750, northing 6 643 000
in UTM 33 (EPSG:25833). The id is trusted; the geometry only has to agree with it, which
is how a wrong coordinate system shows, since the file's own declaration has no name.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import numpy.typing as npt
import pyogrio
import shapely
from shapely.errors import ShapelyError

from planner.domain.dataset import Floats, Ints
from planner.domain.errors import Problem
from planner.domain.textfile import read_bytes
from planner.sources.geometry import lat_lon, position_fault
from planner.sources.recipe import Recipe, belongs

_ID = re.compile(r"2(\d{6})(\d{7})")
_SLACK_M = 1.0
_MOST_DAMAGED = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Populated cells sorted by id.

    Attributes:
        ids: SSB's cell numbers.
        corner: (cells, 2) easting and northing of the south-west corner, metres.
        residents: persons.
        size: side of a cell, metres.
        crs: the grid's coordinate system.
    """

    ids: tuple[str, ...]
    corner: Ints
    residents: Ints
    size: int
    crs: str

    def centres(self) -> Floats:
        """(cells, 2) easting and northing of the centres."""
        centres: Floats = self.corner + np.float64(self.size / 2)
        return centres

    def squares(self) -> npt.NDArray[np.object_]:
        """Squares as polygons, metres."""
        x, y = self.corner[:, 0], self.corner[:, 1]
        return np.asarray(shapely.box(x, y, x + self.size, y + self.size))

    def lat_lon(self) -> tuple[Floats, Floats]:
        """Latitude and longitude of the centres, degrees WGS84."""
        return lat_lon(self.centres(), self.crs)


def read_population(path: Path, recipe: Recipe, problems: list[Problem]) -> Population | None:
    """Cells of a GeoPackage with the fields ``ru250m`` and ``pop_tot``; None and problems if any is wrong."""
    before = len(problems)
    if read_bytes(path, problems, missing=belongs(path)) is None:
        return None
    try:
        with warnings.catch_warnings():
            # What GDAL warns of (an odd declaration of the CRS, an odd file name) is checked below.
            warnings.simplefilter("ignore")
            frame = geopandas.read_file(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ShapelyError, ValueError, RuntimeError):
        remedy = "hent filen på nytt"
        problems.append(Problem("filen er ikke et lesbart kartlag", path.name, remedy=remedy))
        return None
    for column in ("ru250m", "pop_tot"):
        if column not in frame.columns:
            problems.append(Problem("kolonnen mangler", path.name, f"kartlaget, {column}", remedy="hent filen på nytt"))
    if frame.empty:
        problems.append(Problem("filen har ingen ruter", path.name, remedy="hent filen på nytt"))
    if len(problems) > before:
        return None
    cells: dict[str, tuple[int, int, int]] = {}
    declared = frame.crs.to_epsg() if frame.crs is not None else None
    if declared is not None and f"EPSG:{declared}" != recipe.crs:
        remedy = f"lagre filen i {recipe.crs}"
        problems.append(Problem("feil koordinatsystem", path.name, "kartlaget", f"EPSG:{declared}", remedy))
    bounds = (
        shapely.bounds(frame.geometry.to_numpy()) if "geometry" in frame.columns else np.full((len(frame), 4), np.nan)
    )
    displaced: list[Problem] = []
    for number, (name, count, box) in enumerate(zip(frame["ru250m"], frame["pop_tot"], bounds, strict=True), 1):
        _cell(str(name), count, box, f"rute {number}", path.name, cells, problems, displaced)
    # A wrong coordinate system displaces every cell: one sentence then says it, not thousands.
    problems += displaced[:1] if len(displaced) > _MOST_DAMAGED * len(frame) else displaced
    if len(problems) > before:
        return None
    ids = tuple(sorted(cells))
    table = np.array([cells[name] for name in ids], dtype=np.int64)
    population = Population(ids, table[:, :2], table[:, 2], recipe.cell_m, recipe.crs)
    _check_bounds(population, recipe, path.name, problems)
    return population if len(problems) == before else None


def _cell(
    name: str, count: object, box: Floats, place: str, file: str,
    cells: dict[str, tuple[int, int, int]], problems: list[Problem], displaced: list[Problem],
) -> None:  # fmt: skip
    match = _ID.fullmatch(name)
    if match is None:
        problems.append(
            Problem("ikke et rutenummer", file, f"{place}, kolonne ru250m", name, "14 sifre som begynner med 2")
        )
        return
    east, north = int(match[1]), int(match[2])
    if name in cells:
        problems.append(Problem("ruten står to ganger", file, f"{place}, kolonne ru250m", name, "slett den ene"))
        return
    residents = _residents(count)
    if residents is None:
        remedy = "antallet skal være et helt tall på 0 eller mer"
        problems.append(Problem("ikke et antall", file, f"{place}, kolonne pop_tot", str(count), remedy))
    if not (np.abs(box[:2] - (east, north)) <= _SLACK_M).all():
        found = f"{box[0]:.6g}, {box[1]:.6g}"
        remedy = "rutens hjørne skal stemme med rutenummeret; lagre filen i EPSG:25833 med øst før nord"
        displaced.append(Problem("feil koordinatsystem eller byttede koordinater", file, place, found, remedy))
    cells[name] = (east, north, residents or 0)


def _residents(count: object) -> int | None:
    if isinstance(count, int | np.integer) and not isinstance(count, bool) and count >= 0:
        return int(count)
    text = str(count).strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() else None


def _check_bounds(population: Population, recipe: Recipe, file: str, problems: list[Problem]) -> None:
    if not population.residents.any():
        problems.append(Problem("ingen innbyggere i noen rute", file, "kolonne pop_tot", remedy="hent filen på nytt"))
    for name, lat, lon in zip(population.ids, *population.lat_lon(), strict=True):
        if not recipe.bounds.holds(lat, lon):
            fault = position_fault(recipe.bounds, lat=float(lat), lon=float(lon), file=file, place=f"rute {name}")
            problems.append(Problem(*fault))
