"""Writing a dataset folder: all of it or nothing, the same bytes for the same dataset."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import asdict
from pathlib import Path

from planner.dataset import layout, rows
from planner.dataset.document import licence as licence_text
from planner.dataset.document import readme
from planner.dataset.matrices import pack_minutes, square_csv
from planner.dataset.read import check_dataset
from planner.dataset.tables import table_bytes
from planner.dataset.text import json_bytes, sha256_of
from planner.domain.dataset import Dataset, Mode
from planner.domain.errors import InputError, Problem
from planner.domain.textfile import read_json


def dataset_files(dataset: Dataset, licence: str) -> dict[str, bytes]:
    """Every file of the folder by name; the manifest comes last and holds the others' hashes."""
    ids = [site.id for site in dataset.sites]
    files = {
        layout.CELLS.file: table_bytes(layout.CELLS, rows.cell_rows(dataset)),
        layout.POINTS.file: table_bytes(layout.POINTS, rows.point_rows(dataset)),
        layout.SITES.file: table_bytes(layout.SITES, map(rows.site_row, dataset.sites)),
        layout.UNAVAILABLE.file: table_bytes(layout.UNAVAILABLE, rows.unavailable_rows(dataset)),
        layout.DISTRICTS.file: table_bytes(layout.DISTRICTS, rows.district_rows(dataset)),
        layout.SUBDISTRICTS.file: table_bytes(layout.SUBDISTRICTS, rows.subdistrict_rows(dataset)),
        layout.CAR_MINUTES: square_csv(ids, dataset.car_minutes_sites, 0),
        layout.CAR_KM: square_csv(ids, dataset.car_km_sites, 1),
        layout.AREAS: json_bytes(dict(dataset.areas), indent=None),
        layout.ORIENTATION: json_bytes(dict(dataset.orientation), indent=None),
        layout.PROVENANCE: json_bytes([asdict(entry) for entry in dataset.provenance]),
        layout.FIGURES: json_bytes(dict(dataset.figures)),
        layout.README: readme(dataset),
        layout.LICENCE: licence_text(dataset, licence),
    }
    for mode in Mode:
        files[layout.matrix_file(mode, "cells_sites")] = pack_minutes(dataset.minutes_cells_sites[mode])
        files[layout.matrix_file(mode, "points_cells")] = pack_minutes(dataset.minutes_points_cells[mode])
    files[layout.MANIFEST] = json_bytes(_manifest(dataset, files))
    return files


def write_dataset(dataset: Dataset, out: Path, *, licence: str = "") -> None:
    """Write a dataset folder.

    The folder is made beside ``out``, checked by :func:`check_dataset`, and renamed, so
    that ``out`` never holds half a dataset. An earlier dataset in ``out`` is replaced,
    unless it holds work done by hand.

    Args:
        dataset: what to write; ``path`` and ``sha256`` are not used. Numbers finer than
            the columns' decimals are rounded.
        out: the folder; its parent folders are made.
        licence: first paragraphs of the folder's ``LICENSE``.

    Raises:
        InputError: ``out`` is not ours to replace, or the dataset is not valid.
    """
    problems = _not_ours(out)
    if problems:
        raise InputError(problems)
    files = dataset_files(dataset, licence)
    target = out.resolve()
    made = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made.mkdir()
        for name, raw in files.items():
            (made / name).write_bytes(raw)
        problems = check_dataset(made)
        if problems:
            raise InputError(problems)
        _swap(made, target)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(Problem("mappen kan ikke skrives", str(out), value=reason, remedy="velg en annen")) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _swap(made: Path, target: Path) -> None:
    """Put ``made`` in the place of ``target``; on failure the old folder stays."""
    old = made.with_name(made.name + ".old")
    if target.exists():
        target.rename(old)
    try:
        made.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _not_ours(out: Path) -> list[Problem]:
    """Why ``out`` may not be replaced: a file, another folder, or tables filled in by hand."""
    if not out.exists():
        return []
    if not out.is_dir():
        return [Problem("er en fil, ikke en mappe", str(out), remedy="velg et annet navn for --out")]
    if not any(out.iterdir()):
        return []
    if not (out / layout.MANIFEST).is_file():
        return [Problem("mappen er ikke tom og er ikke et datasett", str(out), remedy="velg en annen mappe")]
    manifest = read_json(out / layout.MANIFEST, [])
    hashes = manifest.get("files") if isinstance(manifest, dict) else None
    problems = []
    for name in layout.EDITABLE:
        path, known = out / name, hashes.get(name) if isinstance(hashes, dict) else None
        if path.is_file() and known and sha256_of(path.read_bytes(), binary=False) != known:
            remedy = "bygg til en ny mappe og flytt det utfylte over"
            problems.append(Problem("er endret for hånd og ville bli overskrevet", str(path), remedy=remedy))
    return problems


def _manifest(dataset: Dataset, files: dict[str, bytes]) -> dict[str, object]:
    advance = dataset.advance_votes
    return {
        **({} if advance is None else {"advance_votes": asdict(advance)}),
        "format_version": layout.FORMAT_VERSION,
        "name": dataset.name,
        "version": dataset.version,
        "municipality": {"id": dataset.municipality_id, "name": dataset.municipality_name},
        "minutes_limit": dataset.minutes_limit,
        "turnout_source": dataset.turnout_source,
        "unplaced_eligible": dict(dataset.unplaced_eligible),
        "travel_keys": rows.travel_keys(dataset.cells, dataset.points, dataset.sites),
        "files": {name: sha256_of(raw, binary=name.endswith(".zst")) for name, raw in sorted(files.items())},
    }
