"""Cells of the population grid: ids, counts and coordinate systems."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import geopandas
import numpy as np
import pytest

from planner.sources.population import read_population


def read(path, recipe):
    problems = []
    return read_population(path, recipe, problems), problems


@pytest.fixture
def path(raw, recipe):
    return raw / recipe.files["population"].path


def test_cells_are_sorted_and_placed(path, recipe):
    population, problems = read(path, recipe)
    assert not problems
    assert list(population.ids) == sorted(population.ids)
    assert population.corner[0].tolist() == [262_000, 6_650_000]
    assert population.centres()[0].tolist() == [262_125.0, 6_650_125.0]
    lat, lon = population.lat_lon()
    assert np.all((lat > 59.8) & (lat < 60.1) & (lon > 10.6) & (lon < 10.9))


@pytest.mark.parametrize("count", [-1, None, 1.5, "mange"])
def test_a_bad_count_is_named(path, recipe, write_population, count):
    write_population(path, pop_tot=[count] + [5 if not isinstance(count, str) else "5"] * 63)
    population, problems = read(path, recipe)
    assert population is None
    assert [(p.message, p.place) for p in problems] == [("ikke et antall", "rute 1, kolonne pop_tot")]


def test_a_duplicate_cell_is_named(path, recipe):
    frame = geopandas.read_file(path)
    frame.loc[1, "ru250m"] = frame.loc[0, "ru250m"]
    frame.to_file(path, driver="GPKG")
    _, problems = read(path, recipe)
    assert any("to ganger" in p.message for p in problems)


def test_a_wrong_crs_is_told_once(path, recipe):
    frame = geopandas.read_file(path).to_crs("EPSG:25832")
    path.unlink()
    frame.to_file(path, driver="GPKG")
    _, problems = read(path, recipe)
    assert {p.message for p in problems} == {"feil koordinatsystem", "feil koordinatsystem eller byttede koordinater"}
    assert len(problems) == 2


def test_nobody_at_all(path, recipe, write_population):
    write_population(path, pop_tot=[0] * 64)
    _, problems = read(path, recipe)
    assert [p.message for p in problems] == ["ingen innbyggere i noen rute"]


def test_no_cells(path, recipe):
    frame = geopandas.read_file(path).iloc[:0]
    path.unlink()
    frame.to_file(path, driver="GPKG")
    _, problems = read(path, recipe)
    assert [p.message for p in problems] == ["filen har ingen ruter"]


def test_a_cell_whose_outline_is_damaged(path, recipe):
    with closing(sqlite3.connect(path)) as database:
        (table,) = database.execute("SELECT table_name FROM gpkg_geometry_columns").fetchone()
        (outline,) = database.execute(f"SELECT geom FROM '{table}'").fetchone()  # noqa: S608
    raw = path.read_bytes()
    assert raw.count(outline) == 1
    path.write_bytes(raw.replace(outline, outline[:-16] + bytes(16)))  # the ring ends elsewhere than it began
    population, problems = read(path, recipe)
    assert population is None
    assert [p.message for p in problems] == ["filen er ikke et lesbart kartlag"]
