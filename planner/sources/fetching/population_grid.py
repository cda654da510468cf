"""Residents per 250 m square from a WFS of Statistics Norway, as the GeoPackage that the build reads.

Settings: ``url``, ``layer``. A square is the municipality's where its centre lies in its area. The build checks
every square's corner against its number, so a service that turned its axes round is found out there.
"""

from __future__ import annotations

import io
import re
import tempfile
import warnings
from pathlib import Path

import geopandas
import shapely

from planner.domain.errors import InputError, Problem
from planner.sources.fetching.task import Task

KIND = "population_grid"
MOST = 200_000
FIELDS = ("ru250m", "pop_tot")


def fetch(task: Task) -> bytes:
    """The municipality's squares with ``ru250m`` and ``pop_tot``.

    Raises:
        InputError: no reply, one without squares, or one cut short.
    """
    west, south, east, north = (f"{value:.0f}" for value in task.area.metres.bounds)
    crs = task.recipe.crs
    query = {
        "service": "WFS", "version": "1.1.0", "request": "GetFeature", "typeNames": task.settings["layer"],
        "srsName": crs, "bbox": f"{west},{south},{east},{north},{crs}", "maxFeatures": str(MOST),
    }  # fmt: skip
    reply = task.web.get(task.settings["url"], query, check=_whole)
    frame = _frame(reply, task)
    mine = frame[shapely.contains(task.area.metres, shapely.centroid(frame.geometry.to_numpy()))]
    if mine.empty:
        raise InputError(Problem("tjenesten ga ingen ruter i kommunen", task.settings["url"]))
    return _geopackage(mine.sort_values("ru250m").reset_index(drop=True).set_crs(crs, allow_override=True))


def _whole(content: bytes) -> str:
    if b"ExceptionReport" in content[:2000]:
        return "tjenesten svarte med en feil"
    if b"FeatureCollection" not in content[:2000]:
        return "svaret er ikke GML"
    return "" if content.rstrip().endswith(b">") and b"FeatureCollection>" in content[-200:] else "svaret er avkuttet"


def _frame(reply: bytes, task: Task) -> geopandas.GeoDataFrame:
    """Squares of a reply, their fields by our names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GDAL's notes on schemas that it does not fetch
        frame = geopandas.read_file(io.BytesIO(reply))
    names = {name: re.sub(r".*[.:]", "", name).lower() for name in frame.columns}
    frame = frame.rename(columns=names)
    missing = [name for name in FIELDS if name not in frame.columns]
    if missing:
        found = ", ".join(sorted(names))
        raise InputError([Problem("laget mangler feltet", task.settings["url"], name, found) for name in missing])
    if len(frame) >= MOST:
        raise InputError(Problem("tjenesten ga flere ruter enn det er bedt om", task.settings["url"], value=str(MOST)))
    return frame[[*FIELDS, frame.geometry.name]]


def _geopackage(frame: geopandas.GeoDataFrame) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ruter.gpkg"
        frame.to_file(file, driver="GPKG", layer="ruter")
        return file.read_bytes()
