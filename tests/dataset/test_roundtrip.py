"""What is written is read back, the same bytes every time, all of it or nothing."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.dataset import check_dataset, load_dataset, write_dataset
from planner.dataset.matrices import pack_minutes, unpack_minutes
from planner.dataset.write import dataset_files
from planner.domain.dataset import Dataset, Places
from planner.domain.errors import InputError


def assert_same(one: object, other: object, where: str = "") -> None:
    if isinstance(one, Dataset | Places):
        for field in dataclasses.fields(one):
            if field.name not in ("path", "sha256"):
                assert_same(getattr(one, field.name), getattr(other, field.name), f"{where}.{field.name}")
    elif isinstance(one, np.ndarray):
        np.testing.assert_array_equal(one, other, err_msg=where)
    elif isinstance(one, dict) and isinstance(other, dict):
        assert list(one) == list(other) or set(one) == set(other), where
        for key, value in one.items():
            assert_same(value, other[key], f"{where}[{key}]")
    else:
        assert one == other, where


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_dataset_comes_back(any_dataset, tmp_path_factory, data):
    dataset = data.draw(any_dataset)
    out = tmp_path_factory.mktemp("roundtrip") / "d"
    write_dataset(dataset, out)
    read = load_dataset(out)
    assert_same(dataset, read)
    assert dataset_files(read, "") == dataset_files(dataset, "")
    shutil.rmtree(out.parent)


@given(st.integers(1, 20), st.integers(1, 20), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_matrices_come_back(rows, columns, seed):
    minutes = np.random.default_rng(seed).integers(0, 91, (rows, columns)).astype(np.uint8)
    minutes[minutes == 90] = 255
    problems = []
    read = unpack_minutes(pack_minutes(minutes), (rows, columns), 90, "m", problems)
    np.testing.assert_array_equal(read, minutes)
    assert not problems


def test_fingerprint_follows_content_not_place(written, folder):
    assert load_dataset(written).sha256 == load_dataset(folder).sha256
    path = folder / "sites.csv"
    path.write_text(path.read_text("utf-8").replace("Hagegata 28", "Hagegata 29"), "utf-8")
    assert load_dataset(written).sha256 != load_dataset(folder).sha256


def test_windows_line_ends_change_nothing(written, folder):
    for path in folder.glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_dataset(folder).sha256 == load_dataset(written).sha256


def test_arrays_are_read_only(written):
    dataset = load_dataset(written)
    with pytest.raises(ValueError, match="read-only"):
        dataset.cells.eligible["local"][0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        next(iter(dataset.minutes_cells_sites.values()))[0, 0] = 1


def test_replaces_an_earlier_dataset(tiny, folder):
    write_dataset(dataclasses.replace(tiny, version="2"), folder)
    assert load_dataset(folder).version == "2"
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_keeps_what_was_filled_in_by_hand(tiny, folder):
    path = folder / "sites.csv"
    path.write_text(path.read_text("utf-8").replace("unknown", "good"), "utf-8")
    assert not check_dataset(folder)
    with pytest.raises(InputError, match="endret for hånd"):
        write_dataset(tiny, folder)
    assert load_dataset(folder).sites[0].mobile_coverage == "good"


def test_never_replaces_a_foreign_folder(tiny, tmp_path):
    (tmp_path / "brev.txt").write_text("viktig", "utf-8")
    with pytest.raises(InputError, match="ikke et datasett"):
        write_dataset(tiny, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["brev.txt"]


def test_an_invalid_dataset_is_not_written(tiny, tmp_path):
    wrong = dataclasses.replace(tiny, sites=(dataclasses.replace(tiny.sites[0], lat=10.7, lon=59.9), tiny.sites[1]))
    with pytest.raises(InputError, match="byttet om"):
        write_dataset(wrong, tmp_path / "d")
    assert not list(tmp_path.iterdir())


def test_out_below_a_file_is_told(tiny, tmp_path):
    (tmp_path / "fil").write_text("x", "utf-8")
    with pytest.raises(InputError, match="kan ikke skrives"):
        write_dataset(tiny, tmp_path / "fil" / "d")


def test_readme_names_every_column(written):
    text = (written / "README.md").read_text("utf-8")
    for path in Path(written).glob("*.csv"):
        header = path.read_text("utf-8").splitlines()[0].split(",")
        if not path.name.startswith("car_"):
            assert all(f"`{name}`" in text for name in header)
    assert all(f"`{path.name}`" in text for path in written.iterdir() if path.name not in ("README.md", "LICENSE"))
