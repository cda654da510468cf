"""Places of an earlier election (valglokaler.no, 2017): advance stations and election-day premises.

The source's numbers lost their leading zeros and are shared by the two kinds, so an id
is ``f`` (advance) or ``e`` (election day) and four digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planner.domain.dataset import ClosedPeriod, Floats, Site, SiteKind, WeeklyHours
from planner.domain.errors import Problem
from planner.sources.geometry import position_fault, to_grid
from planner.sources.opening_hours import parse_hours
from planner.sources.recipe import Recipe
from planner.sources.site_types import UNKNOWN, guess_type
from planner.sources.tabular import Record, read_records

_COLUMNS = (
    "municipality_id", "polling_place_id", "polling_place_name", "address_line", "postal_code", "area", "info_text",
    "election_day_voting", "lat", "lon",
)  # fmt: skip
_KINDS = {"0": SiteKind.ADVANCE, "1": SiteKind.ELECTION_DAY}
_NEAR_M = 160.0


@dataclass(frozen=True, slots=True)
class RawPlaces:
    """Sites without district and coverage, sorted by id, and what a reader of the report should know.

    Attributes:
        unparsed: names of advance places whose hours were not understood.
        corrected: what was put right, one sentence each.
    """

    sites: tuple[Site, ...]
    unparsed: tuple[str, ...]
    corrected: tuple[str, ...]

    def grid(self, crs: str) -> Floats:
        """(sites, 2) easting and northing, metres."""
        lat, lon = ([getattr(site, name) for site in self.sites] for name in ("lat", "lon"))
        return np.column_stack(to_grid(crs).transform(lon, lat))


def read_places(path: Path, recipe: Recipe, problems: list[Problem]) -> RawPlaces | None:
    """Places of the recipe's municipality; None and problems if anything is wrong."""
    before = len(problems)
    sites: dict[str, Site] = {}
    unparsed: list[str] = []
    corrected: list[str] = []
    records = read_records(path, _COLUMNS, problems)
    mine = [r for r in records if r.text("municipality_id").zfill(4) == recipe.municipality_id]
    if records and not mine:
        remedy = "sjekk at filen gjelder riktig kommune"
        problems.append(Problem("ingen steder i kommunen", path.name, value=recipe.municipality_id, remedy=remedy))
    for record in mine:
        site = _site(record, recipe, problems, unparsed, corrected)
        if site is None:
            continue
        if site.id in sites:
            remedy = f"«{sites[site.id].name}» har samme nummer; gi hvert sted sitt"
            problems.append(record.problem("nummeret er brukt to ganger", "polling_place_id", remedy))
        sites.setdefault(site.id, site)
    if len(problems) > before:
        return None
    return RawPlaces(tuple(sites[key] for key in sorted(sites)), tuple(unparsed), tuple(corrected))


def near_pairs(sites: Sequence[Site], xy: Floats) -> list[tuple[str, str, int]]:
    """Pairs of sites less than 160 m apart: ids and whole metres, nearest first."""
    metres = np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1))
    pairs = np.argwhere(np.triu(metres < _NEAR_M, k=1))
    found = [(sites[int(i)].id, sites[int(j)].id, round(float(metres[i, j]))) for i, j in pairs]
    return sorted(found, key=lambda pair: (pair[2], pair[0]))


def _site(
    record: Record, recipe: Recipe, problems: list[Problem], unparsed: list[str], corrected: list[str]
) -> Site | None:
    before = len(problems)
    kind = _KINDS.get(record.text("election_day_voting"))
    if kind is None:
        problems.append(record.problem("skal være 0 (forhånd) eller 1 (valgdag)", "election_day_voting"))
    number, name = record.count("polling_place_id", problems), record.text("polling_place_name")
    if not name:
        problems.append(record.problem("stedet mangler navn", "polling_place_name"))
    lat, lon = record.number("lat", problems), record.number("lon", problems)
    if lat is not None and lon is not None and not recipe.bounds.holds(lat, lon):
        place = f"rad {record.row}, kolonne lat/lon"
        problems.append(Problem(*position_fault(recipe.bounds, lat=lat, lon=lon, file=record.file, place=place)))
    code = record.text("postal_code")
    if code and not re.fullmatch(r"[0-9]{1,4}", code):
        problems.append(record.problem("ikke et postnummer", "postal_code"))
    if len(problems) > before or kind is None or number is None or lat is None or lon is None:
        return None
    town = record.text("area")
    if town == f"{recipe.municipality_name} kommune":
        corrected.append(f"{name}: poststedet «{town}» er skrevet {recipe.municipality_name}")
        town = recipe.municipality_name
    info, weekly, closed = record.text("info_text"), _Hours(), _Closed()
    if kind is SiteKind.ADVANCE:
        weekly, closed = parse_hours(info)
        if not weekly:
            unparsed.append(name)
    guessed = guess_type(name)
    return Site(
        id=f"{'f' if kind is SiteKind.ADVANCE else 'e'}{number:04d}",
        number=f"{number:04d}",
        name=name,
        address=record.text("address_line"),
        postal_code=code.zfill(4) if code else "",
        post_town=town,
        lat=round(lat, 6),
        lon=round(lon, 6),
        kind=kind,
        type=guessed,
        type_guessed=guessed != UNKNOWN,
        district_id="",
        subdistrict_id="",
        covered=False,
        hours=weekly,
        closed=closed,
        hours_text=info if kind is SiteKind.ADVANCE else "",
    )


_Hours = tuple[WeeklyHours, ...]
_Closed = tuple[ClosedPeriod, ...]
