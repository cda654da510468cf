"""Rows of the tables from the objects of a dataset (the inverse is in ``assemble``)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from planner.dataset.hours import format_opening_hours
from planner.dataset.layout import ESTIMATES
from planner.domain.dataset import Dataset, Places, Site

Row = dict[str, Any]
SAME_NAME = (
    "id",
    "number",
    "name",
    "address",
    "postal_code",
    "post_town",
    "lat",
    "lon",
    "type",
    "type_guessed",
    "covered",
    "hours_text",
    "owner",
    "contact",
    "booking",
    "accessible",
    "accessible_checked_on",
    "accessible_checked_by",
    "mobile_coverage",
    "power",
    "parking_permit",
    "keys",
)
"""Columns of sites.csv that are attributes of :class:`Site` under the same name."""


def cell_rows(dataset: Dataset) -> list[Row]:
    """Rows of cells.csv; non-voters follow from the district's turnout."""
    cells, turnout = dataset.cells, dataset.turnout_of(dataset.cells)
    rows = []
    for index, name in enumerate(cells.ids):
        row: Row = {
            "id": name,
            "lat": float(cells.lat[index]),
            "lon": float(cells.lon[index]),
            "district": dataset.districts[int(cells.district[index])].id,
            "subdistrict": cells.subdistrict[index],
            "point": dataset.points.ids[int(dataset.cell_point[index])],
            "covered": bool(cells.covered[index]),
        }
        for estimate in ESTIMATES:
            eligible = float(cells.eligible[estimate][index])
            row[f"eligible_{estimate}"] = eligible
            row[f"nonvoters_{estimate}"] = eligible * (1 - float(turnout[index]))
        rows.append(row)
    return rows


def point_rows(dataset: Dataset) -> list[Row]:
    """Rows of points.csv."""
    cells = dataset.cells.ids
    return [
        {"id": name, "cell": cells[int(cell)]}
        for name, cell in zip(dataset.points.ids, dataset.point_cell, strict=True)
    ]


def site_row(site: Site) -> Row:
    """Row of sites.csv."""
    row: Row = {name: getattr(site, name) for name in SAME_NAME}
    row["kind"] = site.kind.value
    row["district"], row["subdistrict"] = site.district_id, site.subdistrict_id
    row["hours"] = format_opening_hours(site.hours, site.closed)
    return row


def unavailable_rows(dataset: Dataset) -> list[Row]:
    """Rows of unavailable.csv."""
    return [
        {
            "site": entry.site_id,
            "from": entry.first,
            "to": entry.last,
            "weekdays": entry.weekdays,
            "start": entry.start,
            "end": entry.end,
            "reason": entry.reason,
            "verified": entry.verified,
        }
        for entry in dataset.unavailable
    ]


def district_rows(dataset: Dataset) -> list[Row]:
    """Rows of districts.csv."""
    return [
        {
            "id": district.id,
            "name": district.name,
            "turnout": district.turnout,
            "turnout_is_municipal": district.turnout_is_municipal,
            **{f"electorate_{estimate}": float(district.electorate[estimate]) for estimate in ESTIMATES},
        }
        for district in dataset.districts
    ]


def subdistrict_rows(dataset: Dataset) -> list[Row]:
    """Rows of subdistricts.csv."""
    return [{"id": key, "name": name} for key, name in sorted(dataset.subdistrict_names.items())]


def travel_key(places: Iterable[tuple[Any, Any, Any]]) -> str:
    """Hash of ids, coordinates and order: travel times hold for exactly these places."""
    lines = "".join(f"{name},{lat:.6f},{lon:.6f}\n" for name, lat, lon in places)
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def travel_keys(cells: Places, points: Places, sites: Iterable[Site]) -> dict[str, str]:
    """Keys of cells, points and sites."""
    keys = {
        name: travel_key(zip(places.ids, places.lat.tolist(), places.lon.tolist(), strict=True))
        for name, places in (("cells", cells), ("points", points))
    }
    return {**keys, "sites": travel_key((site.id, site.lat, site.lon) for site in sites)}
