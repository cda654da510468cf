"""Travel times of a dataset: the one place where the build meets :mod:`planner.travel`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.domain.dataset import Floats, Ints, Minutes, Mode
from planner.sources.roads import read_roads, street_area
from planner.travel.border import SPACING_M, Border
from planner.travel.heldout import Pairs, measure
from planner.travel.line import LineModel
from planner.travel.matrix import car_between_sites, covered, travel_minutes
from planner.travel.network import Network, network_minutes_km
from planner.travel.places import LatLon, line_m

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class TravelTimes:
    """Everything about travel that a dataset holds, see :class:`planner.domain.dataset.Dataset`.

    Attributes:
        calibration: the straight-line models that were fitted, as plain values.
        held_out: per mode the portals on the border and the errors measured on held-out ways, as plain values.
    """

    cells_sites: Mapping[Mode, Minutes]
    points_cells: Mapping[Mode, Minutes]
    car_minutes: Floats
    car_km: Floats
    cells_covered: Flags
    sites_covered: Flags
    calibration: Mapping[str, Any]
    held_out: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Cells, the rows of them that are demand points, and residents of the cells (weights of the fit)."""

    cells: LatLon
    points: Ints
    residents: Ints


def travel_times(
    streets: Path, main_roads: Path, demand: Demand, sites: LatLon, limit: int, progress: Callable[[str], None]
) -> TravelTimes:
    """Minutes per mode between cells, points and sites.

    Args:
        streets: OpenStreetMap extract with complete streets.
        main_roads: GeoJSON of main roads.
        demand: cells and points.
        sites: the sites.
        limit: longest way stored, minutes.
        progress: told what is being done (Norwegian).

    Raises:
        InputError: a road file is wrong, or has too few streets to fit the line.
    """
    progress("leser gatenettet")
    graphs, area = read_roads(streets, main_roads), street_area(streets)
    networks = {mode: Network.from_graph(graphs[mode], mode) for mode in Mode}
    at_cells = covered(demand.cells, area=area, network=networks[Mode.WALK])
    at_sites = covered(sites, area=area, network=networks[Mode.WALK])
    cells, points, places = _Ends(demand.cells, at_cells), _Ends.of(demand, at_cells), _Ends(sites, at_sites)
    lines: dict[str, LineModel] = {}
    borders: dict[Mode, Border] = {}
    held_out: dict[str, Any] = {}
    cells_sites, points_cells = {}, {}
    for mode in Mode:
        progress(f"regner reisetider ({_NAMES[mode]})")
        pairs, km = _known(networks[mode], demand, at_cells)
        line = _fit(mode, pairs, pairs.minutes)
        measured = measure(networks[mode], area, pairs)
        border = Border.of(networks[mode], area, measured.share)
        lines[mode.value], borders[mode] = line, border
        held_out[mode.value] = {"portals": len(border.nodes), "spacing_m": SPACING_M, **asdict(measured)}
        cells_sites[mode] = _minutes(networks[mode], line, border, cells, places, limit)
        points_cells[mode] = _minutes(networks[mode], line, border, points, cells, limit)
        if mode is Mode.CAR:
            lines["car_km"] = _fit(mode, pairs, km)
    ways = car_between_sites(
        networks[Mode.CAR],
        minutes_line=lines[Mode.CAR.value],
        km_line=lines["car_km"],
        sites=sites,
        sites_covered=at_sites,
        border=borders[Mode.CAR],
    )
    calibration = {name: line.to_dict() for name, line in lines.items()}
    return TravelTimes(cells_sites, points_cells, ways.minutes, ways.km, at_cells, at_sites, calibration, held_out)


@dataclass(frozen=True, slots=True, eq=False)
class _Ends:
    """Places at one end of many ways, and whether streets are in the data there."""

    where: LatLon
    covered: Flags

    @classmethod
    def of(cls, demand: Demand, at_cells: Flags) -> _Ends:
        """The demand points."""
        return cls(demand.cells.take(demand.points), at_cells[demand.points])


def _minutes(
    network: Network, line: LineModel, border: Border, origins: _Ends, destinations: _Ends, limit: int
) -> Minutes:
    return travel_minutes(
        network,
        line,
        origins=origins.where,
        destinations=destinations.where,
        origins_covered=origins.covered,
        destinations_covered=destinations.covered,
        border=border,
        limit=limit,
    )


_NAMES = {Mode.WALK: "til fots", Mode.BIKE: "sykkel", Mode.CAR: "bil"}


def _known(network: Network, demand: Demand, at_cells: Flags) -> tuple[Pairs, Floats]:
    """Ways from covered points to covered cells, weighted by residents at both ends, and their kilometres."""
    rows, columns = demand.points[at_cells[demand.points]], np.flatnonzero(at_cells)
    origins, destinations = demand.cells.take(rows), demand.cells.take(columns)
    minutes, km = network_minutes_km(network, origins=origins, destinations=destinations)
    weights = np.outer(demand.residents[rows], demand.residents[columns]).astype(np.float64)
    return Pairs(origins, destinations, minutes, line_m(origins=origins, destinations=destinations), weights), km


def _fit(mode: Mode, pairs: Pairs, known: Floats) -> LineModel:
    """The line for minutes or kilometres."""
    return LineModel.calibrate(mode, distance_m=pairs.metres, minutes=known, weights=pairs.weights)
