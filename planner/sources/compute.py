"""From raw data to a dataset in memory: voters, demand points, sites, travel times and map layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from planner.dataset.assemble import points_of
from planner.domain.dataset import AdvanceVotes, Dataset, District, Floats, Ints, Places, Site
from planner.domain.errors import InputError, Problem
from planner.sources import minutes as travel
from planner.sources.boundaries import OUTSIDE, Membership, membership
from planner.sources.clustering import Clusters, cluster
from planner.sources.electorate import LocalSpread, spread_by_district, spread_local
from planner.sources.maplayers import district_areas, orientation
from planner.sources.rawdata import RawData
from planner.sources.recipe import Recipe
from planner.travel.places import LatLon

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Computed:
    """A dataset and what its quality is measured with.

    Attributes:
        residents: (cells,) persons; they are no part of the dataset.
        spread: how the local electorate was spread.
        member: the cells' districts as indices into the raw areas.
    """

    dataset: Dataset
    residents: Ints
    spread: LocalSpread
    member: Membership


def compute(recipe: Recipe, data: RawData, raw: Path, progress: Progress) -> Computed:
    """The dataset of some raw data; its figures are those of the travel times only.

    Args:
        recipe: of the municipality.
        data: all raw files but the streets.
        raw: folder of the raw files.
        progress: told what is being done (Norwegian).

    Raises:
        InputError: electors where nobody lives, or bad road files.
    """
    population = data.population
    progress("fordeler stemmeberettigede")
    member = membership(population.centres(), data.districts, data.subdistricts, recipe)
    problems: list[Problem] = []
    spread = spread_local(population, data.kretser, data.local, problems)
    if problems:
        raise InputError(problems)
    electorate = [data.storting.districts[area.id].electorate for area in data.districts]
    storting = spread_by_district(population.residents, member.district, electorate)
    eligible = {"local": spread.eligible, "storting": storting}
    districts, position = _districts(recipe, data, member, eligible)
    progress("lager behovspunkter")
    groups = list(zip(member.district.tolist(), member.subdistrict.tolist(), strict=True))
    clusters = cluster(population.corner, population.residents, groups, recipe.points_target, recipe.seed)
    cells = _cells(data, member, position, eligible)
    sites = _sites(recipe, data)
    times = _travel(recipe, raw, cells, clusters, population.residents, sites, progress)
    cells = replace(cells, covered=times.cells_covered)
    sites = tuple(replace(site, covered=bool(flag)) for site, flag in zip(sites, times.sites_covered, strict=True))
    dataset = _dataset(recipe, data, cells, clusters, sites, districts, times, _layers(data, member))
    return Computed(dataset, population.residents, spread, member)


def _dataset(
    recipe: Recipe, data: RawData, cells: Places, clusters: Clusters, sites: tuple[Site, ...],
    districts: tuple[District, ...], times: travel.TravelTimes, layers: tuple[dict[str, Any], dict[str, Any]],
) -> Dataset:  # fmt: skip
    ids = tuple(f"p{cells.ids[i]}" for i in clusters.medoid.tolist())
    return Dataset(
        name=recipe.name,
        version=recipe.version,
        path=Path(),
        sha256="",
        municipality_id=recipe.municipality_id,
        municipality_name=recipe.municipality_name,
        minutes_limit=recipe.minutes_limit,
        cells=cells,
        points=points_of(cells, ids, clusters.medoid, clusters.cell_point),
        point_cell=clusters.medoid,
        cell_point=clusters.cell_point,
        sites=sites,
        districts=districts,
        unavailable=(),
        minutes_cells_sites=times.cells_sites,
        minutes_points_cells=times.points_cells,
        car_minutes_sites=times.car_minutes,
        car_km_sites=times.car_km,
        unplaced_eligible={"local": float(data.local.unplaced), "storting": float(data.storting.unplaced)},
        turnout_source=recipe.turnout_source,
        provenance=data.provenance,
        areas=layers[0],
        orientation=layers[1],
        figures={"line_models": dict(times.calibration), "held_out": dict(times.held_out)},
        subdistrict_names={area.id: area.name for area in data.subdistricts},
        advance_votes=AdvanceVotes(float(data.storting.advance), recipe.advance_votes_source),
    )


def _cells(data: RawData, member: Membership, position: Ints, eligible: Mapping[str, Floats]) -> Places:
    lat, lon = data.population.lat_lon()
    return Places(
        ids=data.population.ids,
        lat=lat,
        lon=lon,
        district=position[member.district],
        subdistrict=tuple(data.subdistricts[i].id if i != OUTSIDE else "" for i in member.subdistrict.tolist()),
        eligible=eligible,
        covered=np.zeros(len(lat), dtype=np.bool_),
    )


def _layers(data: RawData, member: Membership) -> tuple[dict[str, Any], dict[str, Any]]:
    owners = {
        "district": (data.districts, member.district),
        "subdistrict": (data.subdistricts, member.subdistrict),
    }
    areas = district_areas(data.population, member.district, data.districts)
    return areas, orientation(data.population, owners, data.roads)


def _districts(
    recipe: Recipe, data: RawData, member: Membership, eligible: dict[str, Floats]
) -> tuple[tuple[District, ...], Ints]:
    """Districts sorted by id, and the place of each raw district in them; the last entry is for OUTSIDE (-1)."""
    made = [
        District(
            recipe.no_district_id,
            recipe.no_district_name,
            data.storting.turnout,
            True,
            {"local": _sum(eligible["local"], member.district == OUTSIDE), "storting": 0.0},
        )
    ]
    for index, area in enumerate(data.districts):
        result = data.storting.districts[area.id]
        electorate = {
            "local": _sum(eligible["local"], member.district == index),
            "storting": float(result.electorate),
        }
        made.append(District(area.id, area.name, result.turnout, False, electorate))
    made.sort(key=lambda district: district.id)
    order = {district.id: place for place, district in enumerate(made)}
    position = [order[area.id] for area in data.districts] + [order[recipe.no_district_id]]
    return tuple(made), np.array(position, dtype=np.int64)


def _sum(values: Floats, own: Any) -> float:
    return round(float(values[own].sum()), 1)


def _sites(recipe: Recipe, data: RawData) -> tuple[Site, ...]:
    """The places with their district; one far from all belongs to none."""
    places = data.places
    member = membership(places.grid(recipe.crs), data.districts, data.subdistricts, recipe)
    return tuple(
        replace(
            site,
            district_id=data.districts[d].id if d != OUTSIDE else recipe.no_district_id,
            subdistrict_id=data.subdistricts[s].id if s != OUTSIDE else "",
        )
        for site, d, s in zip(places.sites, member.district.tolist(), member.subdistrict.tolist(), strict=True)
    )


def _travel(
    recipe: Recipe, raw: Path, cells: Places, clusters: Clusters, residents: Ints, sites: tuple[Site, ...],
    progress: Progress,
) -> travel.TravelTimes:  # fmt: skip
    streets, main_roads = (raw / recipe.files[key].path for key in ("streets", "main_roads"))
    demand = travel.Demand(LatLon.of(cells), clusters.medoid, residents)
    where = LatLon(lat=[site.lat for site in sites], lon=[site.lon for site in sites])
    return travel.travel_times(streets, main_roads, demand, where, recipe.minutes_limit, progress)
