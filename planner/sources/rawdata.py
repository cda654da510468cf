"""All raw files of a municipality, read and checked together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planner.dataset.text import sha256_of
from planner.domain.errors import InputError, Problem
from planner.domain.plan import ProvenanceEntry
from planner.sources.boundaries import check_parents
from planner.sources.elections import LocalElectorate, StortingResult, check_join, read_local, read_storting
from planner.sources.geometry import Area, read_areas
from planner.sources.places import RawPlaces, read_places
from planner.sources.population import Population, read_population
from planner.sources.recipe import Recipe
from planner.sources.roads import read_main_roads, read_pbf
from planner.travel.graph import Way


@dataclass(frozen=True, slots=True, eq=False)
class RawData:
    """All raw files of one municipality but the streets, read and found good."""

    population: Population
    districts: list[Area]
    subdistricts: list[Area]
    kretser: list[Area]
    storting: StortingResult
    local: LocalElectorate
    places: RawPlaces
    roads: list[Way]
    provenance: tuple[ProvenanceEntry, ...]


def read_raw(recipe: Recipe, raw: Path) -> RawData:
    """Read and check every raw file.

    Raises:
        InputError: with all that is wrong, of all files.
    """
    if not raw.is_dir():
        raise InputError(Problem("mappen med rådata finnes ikke", str(raw), remedy="oppgi den med --raw"))
    problems: list[Problem] = []
    files, paths = recipe.files, {key: raw / file.path for key, file in recipe.files.items()}
    population = read_population(paths["population"], recipe, problems)
    districts = read_areas(paths["districts"], files["districts"], recipe, problems, digits=2)
    subdistricts = read_areas(paths["subdistricts"], files["subdistricts"], recipe, problems)
    kretser = read_areas(paths["kretser"], files["kretser"], recipe, problems, digits=4)
    storting = read_storting(paths["storting_municipality"], paths["storting_districts"], recipe, problems)
    local = read_local(paths["local_election"], recipe, problems)
    places = read_places(paths["places"], recipe, problems)
    roads = _collected(read_main_roads, paths["main_roads"], problems)
    if districts and subdistricts:
        check_parents(districts, subdistricts, recipe, problems)
    if districts and kretser and storting and local:
        check_join(districts, storting, kretser, local, recipe, problems)
    if problems:
        # The streets take long to read, and the travel stage reads them anyway: here only to tell all faults at once.
        _collected(read_pbf, paths["streets"], problems)
    if problems or population is None or storting is None or local is None or places is None:
        raise InputError(problems)
    if not paths["streets"].is_file():
        raise InputError(Problem("filen mangler", paths["streets"].name, remedy="legg filen der"))
    provenance = tuple(
        ProvenanceEntry(f.source, f.licence, f.vintage, f.used_for, sha256_of(paths[key].read_bytes(), binary=True))
        for key, f in files.items()
    )
    return RawData(population, districts, subdistricts, kretser, storting, local, places, roads, provenance)


def _collected(read: Callable[[Path], list[Way]], path: Path, problems: list[Problem]) -> list[Way]:
    """What a reader of roads returns; its problems join the others."""
    try:
        return read(path)
    except InputError as error:
        problems += error.problems
        return []
