"""Reading and checking a dataset folder: every problem at once, or a whole dataset."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.dataset import assemble, layout, rows
from planner.dataset.manifest import advance_votes, read_features, read_figures, read_manifest, read_provenance
from planner.dataset.matrices import read_square, unpack_minutes
from planner.dataset.tables import read_table
from planner.dataset.text import sha256_of
from planner.domain.dataset import Dataset, Floats, Minutes, Mode
from planner.domain.errors import InputError, Problem
from planner.domain.textfile import read_bytes

_REBUILD = "bygg datasettet på nytt (valgplan dataset build)"


def load_dataset(path: str | Path) -> Dataset:
    """Read a dataset folder.

    Args:
        path: the folder.

    Raises:
        InputError: with all that is wrong in the folder.
    """
    dataset, problems = _read(Path(path))
    if dataset is None or problems:
        raise InputError(problems)
    return dataset


def check_dataset(path: str | Path) -> list[Problem]:
    """All that is wrong in a dataset folder; an empty list if it can be used."""
    return _read(Path(path))[1]


def _read(folder: Path) -> tuple[Dataset | None, list[Problem]]:
    if not folder.is_dir():
        if folder.exists():
            return None, [Problem("er en fil, ikke en mappe", str(folder), remedy="oppgi datasettmappa den ligger i")]
        remedy = "sjekk stien, eller bygg mappen med «valgplan dataset build»"
        return None, [Problem("datasettmappen finnes ikke", str(folder), remedy=remedy)]
    problems: list[Problem] = []
    manifest = read_manifest(folder, problems)
    tables: dict[str, list[dict[str, Any]]] = {}
    for table in layout.TABLES:
        tables[table.file] = read_table(folder / table.file, table, problems)
    assemble.check_links(tables, problems)
    _check_district_names(tables[layout.DISTRICTS.file], problems)
    _check_voters(tables[layout.CELLS.file], problems)
    provenance, figures = read_provenance(folder, problems), read_figures(folder, problems)
    areas, orientation = (read_features(folder, name, problems) for name in (layout.AREAS, layout.ORIENTATION))
    # What only a table in order can tell is left out where it is not; all else is looked at in the same run.
    cells, points, places = (_ids(tables[t.file]) for t in (layout.CELLS, layout.POINTS, layout.SITES))
    matrices = _matrices(folder, manifest, (_size(cells), _size(points), _size(places)), problems)
    squares = _squares(folder, places, problems)
    if manifest is not None:
        _check_keys(tables, manifest["travel_keys"], problems)
    if manifest is None or problems:
        return None, problems
    dataset_districts = assemble.districts(tables[layout.DISTRICTS.file])
    sites = assemble.sites(tables[layout.SITES.file])
    ids = [district.id for district in dataset_districts]
    demand = assemble.demand(tables[layout.CELLS.file], tables[layout.POINTS.file], ids)
    dataset = Dataset(
        name=manifest["name"],
        version=manifest["version"],
        path=folder,
        sha256=_fingerprint(folder),
        municipality_id=manifest["municipality"]["id"],
        municipality_name=manifest["municipality"]["name"],
        minutes_limit=manifest["minutes_limit"],
        cells=demand.cells,
        points=demand.points,
        point_cell=demand.point_cell,
        cell_point=demand.cell_point,
        sites=sites,
        districts=dataset_districts,
        unavailable=assemble.unavailable(tables[layout.UNAVAILABLE.file]),
        minutes_cells_sites={mode: matrices[layout.matrix_file(mode, "cells_sites")] for mode in Mode},
        minutes_points_cells={mode: matrices[layout.matrix_file(mode, "points_cells")] for mode in Mode},
        car_minutes_sites=squares[layout.CAR_MINUTES],
        car_km_sites=squares[layout.CAR_KM],
        unplaced_eligible={e: float(manifest["unplaced_eligible"][e]) for e in layout.ESTIMATES},
        turnout_source=manifest["turnout_source"],
        provenance=provenance,
        areas=areas,
        orientation=orientation,
        figures=figures,
        subdistrict_names={row["id"]: row["name"] for row in tables[layout.SUBDISTRICTS.file]},
        advance_votes=advance_votes(manifest),
    )
    return dataset, problems


def _ids(rows: list[dict[str, Any]]) -> list[str] | None:
    """The ids of a table, None where they are not all there, each once and in order."""
    ids = [str(row["id"]) for row in rows if "id" in row]
    return ids if ids and len(ids) == len(rows) and ids == sorted(set(ids)) else None


def _size(ids: list[str] | None) -> int | None:
    return None if ids is None else len(ids)


def _check_district_names(districts: list[dict[str, Any]], problems: list[Problem]) -> None:
    """Reports are by name: two districts of one name would be one."""
    seen: set[str] = set()
    for number, row in enumerate(districts, 2):
        name = row.get("name")
        if name in seen:
            remedy = "gi hver bydel sitt navn"
            problems.append(
                Problem(
                    "navnet står to ganger", layout.DISTRICTS.file, f"rad {number}, kolonne name", str(name), remedy
                )
            )
        seen.add(str(name))


def _check_voters(cells: list[dict[str, Any]], problems: list[Problem]) -> None:
    """Somebody must live somewhere; only where every number of voters could be read."""
    voters = [row.get(f"eligible_{estimate}") for row in cells for estimate in layout.ESTIMATES]
    if voters and None not in voters and not any(voters):
        problems.append(Problem("ingen stemmeberettigede i noen rute", layout.CELLS.file, remedy="fyll ut eligible_*"))


def _matrices(
    folder: Path,
    manifest: Mapping[str, Any] | None,
    sizes: tuple[int | None, int | None, int | None],
    problems: list[Problem],
) -> dict[str, Minutes]:
    cells, points, sites = sizes
    read: dict[str, Minutes] = {}
    for name in layout.MATRICES:
        raw = read_bytes(folder / name, problems)
        if raw is None:
            continue
        before = len(problems)
        shape = (cells, sites) if name.endswith("cells_sites.npy.zst") else (points, cells)
        minutes = unpack_minutes(raw, shape, None if manifest is None else manifest["minutes_limit"], name, problems)
        as_made = manifest is None or manifest["files"].get(name) == sha256_of(raw, binary=True)
        if len(problems) == before and not as_made:
            problems.append(Problem("fila er ikke den som ble laget (sha256)", name, remedy=_REBUILD))
        if minutes is not None:
            read[name] = minutes
    return read


def _squares(folder: Path, ids: list[str] | None, problems: list[Problem]) -> dict[str, Floats]:
    read: dict[str, Floats] = {}
    for name in (layout.CAR_MINUTES, layout.CAR_KM):
        raw = read_bytes(folder / name, problems)
        values = None if raw is None else read_square(raw, ids, name, problems)
        if values is not None:
            read[name] = values
    return read


def _check_keys(tables: Mapping[str, list[dict[str, Any]]], known: Mapping[str, str], problems: list[Problem]) -> None:
    """Travel times hold for the places as they were; a table whose ids or places could not be read tells nothing."""
    cells, points, sites = (tables[table.file] for table in (layout.CELLS, layout.POINTS, layout.SITES))
    here = {row.get("id"): row for row in cells}
    placed = [{**here.get(row.get("cell"), {}), "id": row.get("id")} for row in points]
    for name, file, table in (
        ("cells", layout.CELLS.file, cells),
        ("points", layout.POINTS.file, placed),
        ("sites", layout.SITES.file, sites),
    ):
        places = [(row.get("id"), row.get("lat"), row.get("lon")) for row in table]
        readable = _ids(table) is not None and not any(None in place for place in places)
        if readable and rows.travel_key(places) != known[name]:
            message = "id, plass eller rekkefølge er endret etter at reisetidene ble regnet"
            problems.append(Problem(message, file, remedy=f"sett tilbake, eller {_REBUILD}"))


def _fingerprint(folder: Path) -> str:
    """Hash of the content of all data files, as they are now."""
    lines = []
    for name in sorted(layout.FILES):
        raw = (folder / name).read_bytes()
        lines.append(f"{sha256_of(raw, binary=name.endswith('.zst'))}  {name}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()
