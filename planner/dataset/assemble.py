"""Objects of a dataset from the rows of its tables, with the checks between tables.

Each function adds what is wrong to ``problems``; what it returns is only used where
nothing was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.dataset import layout
from planner.dataset.hours import parse_opening_hours
from planner.dataset.rows import SAME_NAME
from planner.domain.clock import minute_of
from planner.domain.dataset import District, Floats, Ints, Places, Site, SiteKind, Unavailable
from planner.domain.errors import Problem

Row = Mapping[str, Any]
Rows = Sequence[Row]
_NONVOTERS_SLACK = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Cells and points with their links, see :class:`planner.domain.dataset.Dataset`."""

    cells: Places
    points: Places
    point_cell: Ints
    cell_point: Ints


def districts(rows: Rows) -> tuple[District, ...]:
    """Districts of error-free rows."""
    return tuple(
        District(
            row["id"],
            row["name"],
            row["turnout"],
            row["turnout_is_municipal"],
            {estimate: row[f"electorate_{estimate}"] for estimate in layout.ESTIMATES},
        )
        for row in rows
    )


def sites(rows: Rows) -> tuple[Site, ...]:
    """Sites of error-free rows."""
    made = []
    for row in rows:
        weekly, closed = parse_opening_hours(row["hours"])
        same = {name: row[name] for name in SAME_NAME}
        made.append(
            Site(
                **same,
                kind=SiteKind(row["kind"]),
                district_id=row["district"],
                subdistrict_id=row["subdistrict"],
                hours=weekly,
                closed=closed,
            )
        )
    return tuple(made)


def unavailable(rows: Rows) -> tuple[Unavailable, ...]:
    """Unavailable times of error-free rows."""
    names = ("site", "from", "to", "weekdays", "start", "end", "reason", "verified")
    return tuple(Unavailable(*(row[name] for name in names)) for row in rows)


def demand(cells: Rows, points: Rows, district_ids: Sequence[str]) -> Demand:
    """Cells and points of error-free rows; a point's place and voters follow from its cells."""
    cell_index = {row["id"]: i for i, row in enumerate(cells)}
    point_index = {row["id"]: i for i, row in enumerate(points)}
    district_index = {name: i for i, name in enumerate(district_ids)}
    places = Places(
        ids=tuple(row["id"] for row in cells),
        lat=_frozen([row["lat"] for row in cells]),
        lon=_frozen([row["lon"] for row in cells]),
        district=_frozen_ints([district_index[row["district"]] for row in cells]),
        subdistrict=tuple(row["subdistrict"] for row in cells),
        eligible={e: _frozen([row[f"eligible_{e}"] for row in cells]) for e in layout.ESTIMATES},
        covered=_frozen_flags([row["covered"] for row in cells]),
    )
    point_cell = _frozen_ints([cell_index[row["cell"]] for row in points])
    cell_point = _frozen_ints([point_index[row["point"]] for row in cells])
    return Demand(places, points_of(places, tuple(point_index), point_cell, cell_point), point_cell, cell_point)


def points_of(cells: Places, ids: tuple[str, ...], point_cell: Ints, cell_point: Ints) -> Places:
    """Demand points as places: where the medoid cell is, with the voters of all their cells."""
    sums = {e: np.bincount(cell_point, cells.eligible[e], len(ids)).round(1) for e in layout.ESTIMATES}
    return Places(
        ids=ids,
        lat=_frozen(cells.lat[point_cell]),
        lon=_frozen(cells.lon[point_cell]),
        district=_frozen_ints(cells.district[point_cell]),
        subdistrict=tuple(cells.subdistrict[int(i)] for i in point_cell),
        eligible={e: _frozen(values) for e, values in sums.items()},
        covered=_frozen_flags(cells.covered[point_cell]),
    )


def check_links(tables: Mapping[str, Rows], problems: list[Problem]) -> None:
    """References between the tables, and values of one row that must fit each other."""
    ids = {name: {row.get(table.key) for row in tables[name]} for name, table in _BY_FILE.items() if table.key}
    broken = {p.file for p in problems if not tables.get(p.file) or None in ids.get(p.file, ())}
    links = (
        (layout.CELLS, "district", layout.DISTRICTS),
        (layout.CELLS, "subdistrict", layout.SUBDISTRICTS),
        (layout.SITES, "subdistrict", layout.SUBDISTRICTS),
        (layout.CELLS, "point", layout.POINTS),
        (layout.POINTS, "cell", layout.CELLS),
        (layout.SITES, "district", layout.DISTRICTS),
        (layout.UNAVAILABLE, "site", layout.SITES),
    )
    for table, column, target in links:
        if target.file in broken:
            continue  # a row whose id could not be read may be the very one
        for row in tables[table.file]:
            # Only a subdistrict may be blank.
            if row.get(column) and row[column] not in ids[target.file]:
                _add(problems, table.file, row, column, row[column], "finnes ikke", f"bruk en id fra {target.file}")
    _check_points(tables, problems)
    _check_nonvoters(tables, problems)
    for row in tables[layout.UNAVAILABLE.file]:
        if "from" in row and "to" in row and row["from"] > row["to"]:
            _add(problems, layout.UNAVAILABLE.file, row, "to", row["to"], "slutter før den begynner", "bytt datoene")
        if "start" in row and "end" in row and minute_of(row["start"]) >= minute_of(row["end"]):
            _add(
                problems,
                layout.UNAVAILABLE.file,
                row,
                "end",
                row["end"],
                "slutter før den begynner",
                "bytt klokkeslettene",
            )


def _check_points(tables: Mapping[str, Rows], problems: list[Problem]) -> None:
    """Every point lies in a cell of its own, of the cells' own district."""
    by_id = {row.get("id"): row for row in tables[layout.CELLS.file]}
    for row in tables[layout.POINTS.file]:
        cell = by_id.get(row.get("cell"), {})
        if "point" in cell and "id" in row and cell["point"] != row["id"]:
            remedy = f"ruten hører til punktet {cell['point']} i cells.csv"
            _add(
                problems,
                layout.POINTS.file,
                row,
                "cell",
                row["cell"],
                "punktet ligger i en rute som ikke er dets",
                remedy,
            )


def _check_nonvoters(tables: Mapping[str, Rows], problems: list[Problem]) -> None:
    turnout = {row.get("id"): row.get("turnout") for row in tables[layout.DISTRICTS.file]}
    for row in tables[layout.CELLS.file]:
        share = turnout.get(row.get("district"))
        for estimate in layout.ESTIMATES:
            found, eligible = row.get(f"nonvoters_{estimate}"), row.get(f"eligible_{estimate}")
            if share is None or found is None or eligible is None:
                continue
            wanted = eligible * (1 - share)
            if abs(found - wanted) > _NONVOTERS_SLACK:
                remedy = f"skal være {wanted:.1f} (stemmeberettigede × (1 − turnout)); rett, eller slett kolonnen"
                _add(problems, layout.CELLS.file, row, f"nonvoters_{estimate}", found, "stemmer ikke", remedy)


def _add(problems: list[Problem], file: str, row: Row, column: str, value: object, message: str, remedy: str) -> None:
    problems.append(Problem(message, file, f"rad {row['']}, kolonne {column}", str(value), remedy))


_BY_FILE = {table.file: table for table in layout.TABLES}


def _frozen(values: Any) -> Floats:
    array: Floats = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def _frozen_ints(values: Any) -> Ints:
    array: Ints = np.array(values, dtype=np.int64)
    array.flags.writeable = False
    return array


def _frozen_flags(values: Any) -> Any:
    array = np.array(values, dtype=np.bool_)
    array.flags.writeable = False
    return array
