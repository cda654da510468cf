"""Election results: electorates, turnout, and what belongs to no place."""

from __future__ import annotations

import pytest

from planner.sources.elections import LocalElectorate, Result, StortingResult, check_join, read_local, read_storting
from planner.sources.geometry import read_areas


@pytest.fixture
def paths(raw, recipe):
    return {key: raw / file.path for key, file in recipe.files.items()}


def test_storting(paths, recipe):
    problems = []
    result = read_storting(paths["storting_municipality"], paths["storting_districts"], recipe, problems)
    districts = {"01": Result("Vestre", 600, 0.808), "02": Result("Østre", 391, 0.666)}
    assert result == StortingResult(districts, unplaced=9, turnout=0.817, advance=555)
    assert not problems


def test_advance_ballots_must_be_a_count(paths, recipe):
    path = paths["storting_municipality"]
    path.write_text(path.read_text("utf-8").replace(",555", ",mange"), "utf-8")
    problems = []
    assert read_storting(path, paths["storting_districts"], recipe, problems) is None
    assert [p.place for p in problems] == ["rad 2, kolonne stemmer_fhs"]


def test_local_keeps_krets_0000_apart(paths, recipe):
    problems = []
    assert read_local(paths["local_election"], recipe, problems) == LocalElectorate(
        {"0101": 301, "0102": 302, "0103": 303, "0104": 304}, 62
    )
    assert not problems


def test_rows_may_lack_their_last_fields_and_numbers_their_zeros(paths, recipe):
    path = paths["local_election"]
    lines = path.read_text("utf-8").replace("0301;010", "301;10").splitlines()
    path.write_text("\n".join([lines[0] + ";tom;", *lines[1:]]), "utf-8")
    problems = []
    assert read_local(path, recipe, problems).kretser["0104"] == 304
    assert not problems


def test_join_names_both_sides(paths, recipe):
    problems = []
    districts = read_areas(paths["districts"], recipe.files["districts"], recipe, problems, digits=2)
    kretser = read_areas(paths["kretser"], recipe.files["kretser"], recipe, problems, digits=4)
    storting = StortingResult({"01": Result("Vestre", 600, 0.8), "07": Result("Ny", 1, 0.8)}, 0, 0.8, 0)
    check_join(
        districts, storting, kretser, LocalElectorate(dict.fromkeys(["0101", "0102", "0103"], 1), 0), recipe, problems
    )
    assert [p.place for p in problems] == ["02 Østre", "07", "0104 Krets 4"]
