"""Map layers and the figures a build measures about itself."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import shape

from planner.dataset import load_dataset
from planner.domain.dataset import Mode
from planner.sources.build import build_dataset
from planner.sources.maplayers import district_areas
from planner.sources.quality import clustering_error, marks, mixed_minutes


@pytest.fixture(scope="module")
def dataset(good_raw, tmp_path_factory):
    out = tmp_path_factory.mktemp("layers") / "oslo"
    build_dataset("oslo", raw=good_raw, out=out, progress=str)
    return load_dataset(out)


def test_areas_are_valid_and_named(dataset):
    features = dataset.areas["features"]
    assert [f["properties"]["name"] for f in features] == ["Vestre Ås", "Østre"]
    assert all(shape(f["geometry"]).is_valid for f in features)


def test_cells_without_a_district_are_left_out_of_the_areas():
    class Grid:
        crs = "EPSG:25833"

        def squares(self):
            import shapely

            return shapely.box([262_000, 262_250], [6_650_000] * 2, [262_250, 262_500], [6_650_250] * 2)

    class Name:
        id, name = "01", "Ås"

    whole = district_areas(Grid(), np.array([0, 0]), [Name()])
    part = district_areas(Grid(), np.array([0, -1]), [Name()])
    assert shape(part["features"][0]["geometry"]).area < shape(whole["features"][0]["geometry"]).area


def test_orientation_has_names_and_roads(dataset):
    kinds = [f["properties"]["kind"] for f in dataset.orientation["features"]]
    assert kinds.count("district") == 2
    assert kinds.count("subdistrict") == 4
    assert kinds.count("trunk") == 1


def test_shares_sum_to_one(dataset):
    figures = marks(dataset, np.ones(len(dataset.cells), dtype=np.int64))
    assert sum(figures["pairs"].values()) == pytest.approx(1, abs=1e-3)
    assert sum(figures["nearest"].values()) == pytest.approx(1, abs=1e-3)
    assert figures["cells"] == pytest.approx(dataset.cells.covered.mean(), abs=1e-4)


def test_every_cell_its_own_point_has_no_error(dataset):
    assert len(dataset.points) == len(dataset.cells)
    assert clustering_error(dataset)["walk"]["city"]["error"] == 0


def test_mixed_minutes_count_the_limit_beyond_it():
    minutes = {Mode.WALK: [[255]], Mode.BIKE: [[20]], Mode.CAR: [[10]]}
    arrays = {mode: np.array(value, dtype=np.uint8) for mode, value in minutes.items()}
    assert mixed_minutes(arrays, 90)[0, 0] == pytest.approx(0.6 * 90 + 0.1 * 20 + 0.3 * 10)
