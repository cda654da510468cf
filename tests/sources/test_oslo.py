"""The committed dataset of Oslo: valid, small, and what the command makes of the raw files."""

from __future__ import annotations

import json

import pytest

from planner.dataset import check_dataset, load_dataset
from planner.domain.dataset import SiteKind
from planner.sources.build import build_dataset
from planner.sources.rawdata import read_raw
from planner.sources.recipe import load_recipe


def test_it_is_valid_and_small(oslo):
    assert check_dataset(oslo) == []
    assert sum(path.stat().st_size for path in oslo.iterdir()) < 6_000_000
    assert all(b"\r" not in path.read_bytes() for path in oslo.iterdir() if path.suffix != ".zst")


def test_its_figures(oslo):
    dataset = load_dataset(oslo)
    figures = dataset.figures
    assert (len(dataset.cells), len(dataset.sites), len(dataset.districts)) == (2380, 131, 16)
    assert 750 <= len(dataset.points) <= 900
    assert sum(site.kind is SiteKind.ADVANCE for site in dataset.sites) == 28
    assert dataset.cells.eligible["local"].sum() == pytest.approx(545_444, abs=1e-3)
    assert dataset.cells.eligible["storting"].sum() == pytest.approx(517_015, abs=1e-3)
    assert dict(dataset.unplaced_eligible) == {"local": 62.0, "storting": 1693.0}
    assert dataset.advance_votes is not None
    assert dataset.advance_votes.ballots == figures["advance_votes"] == 287_604
    assert "stortingsvalget 2025" in dataset.advance_votes.source
    assert figures["outside_districts"]["cells"] == 365
    assert figures["outside_districts"]["residents"] == 14_458
    for mode in ("walk", "bike", "car"):
        held_out = figures["held_out"][mode]
        assert held_out["cuts"] == 4
        for key in ("all", "near", "worst"):
            assert held_out["partly"][key] < held_out["partly_line"][key]
        assert figures["marks"]["errors"][mode]["partly"] == held_out["partly"]["all"]
    for kind in ("walk", "mix"):
        error = figures["points"]["error"][kind]
        assert abs(error["city"]["error"]) < 0.02
        assert all(abs(row["error"]) < 0.03 for row in error["districts"].values())


def test_it_names_its_sources(oslo):
    licence = (oslo / "LICENSE").read_text("utf-8")
    for words in ("OpenStreetMap", "ODbL", "SSB", "Kartverket", "Valgdirektoratet", "NLOD", "Oslo kommune", "MIT"):
        assert words in licence
    assert all(len(entry["sha256"]) == 64 for entry in json.loads((oslo / "provenance.json").read_text("utf-8")))


def test_it_holds_no_copy_of_the_population_file(oslo):
    header = (oslo / "cells.csv").read_text("utf-8").splitlines()[0]
    assert "pop" not in header
    assert "resident" not in header


@pytest.mark.raw
def test_raw_files_are_good(real_raw):
    data = read_raw(load_recipe("oslo"), real_raw)
    assert data.population.residents.sum() == 707_339
    assert (len(data.districts), len(data.subdistricts), len(data.kretser)) == (15, 96, 103)
    assert (sum(a.repaired for a in data.districts), sum(a.repaired for a in data.subdistricts)) == (4, 5)


@pytest.mark.raw
@pytest.mark.long
def test_the_command_makes_the_committed_bytes(real_raw, oslo, tmp_path):
    build_dataset("oslo", raw=real_raw, out=tmp_path / "oslo", progress=print)
    made = {path.name: path.read_bytes() for path in (tmp_path / "oslo").iterdir()}
    committed = {path.name: path.read_bytes() for path in oslo.iterdir()}
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []
