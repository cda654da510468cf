"""What the build measures about its own dataset: clustering error and what travel times rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from planner.domain.dataset import BEYOND, Dataset, Floats, Ints, Mark, Minutes, Mode, SiteKind

MODE_SHARES = {Mode.WALK: 0.6, Mode.BIKE: 0.1, Mode.CAR: 0.3}
"""Default mode mix (an assumption, UNVERIFIED, a setting of every scenario)."""

RULES: Mapping[str, str] = {
    Mark.NETWORK.value: "begge ender er der kartet har hele gatenettet; reisetiden følger gatene",
    Mark.PARTLY.value: "bare den ene enden er der; reisetiden følger gatene til grensen av gatenettet og rett linje "
    "med påslag videre",
    Mark.APPROXIMATE.value: "ingen av endene er der; reisetiden er regnet etter rett linje med påslag for omvei",
}
"""How the travel times behind each mark are made (Norwegian)."""


def errors_by_mark(held_out: Mapping[str, Any]) -> dict[str, dict[str, float | None]]:
    """Mean error in minutes of each mark's values per mode, from ways held out (:mod:`planner.travel.heldout`).

    None where not measured: ways over the whole network are what the others are measured by.
    """
    return {
        mode: {mark.value: (row[mark.value] or {}).get("all") if mark is not Mark.NETWORK else None for mark in Mark}
        for mode, row in held_out.items()
    }


def mixed_minutes(minutes: Mapping[Mode, Minutes], limit: int) -> Floats:
    """Mean over the default mode mix; a way beyond the limit counts the limit."""
    return sum(
        (share * np.where(minutes[mode] == BEYOND, limit, minutes[mode]) for mode, share in MODE_SHARES.items()),
        start=np.zeros(()),
    )


def clustering_error(dataset: Dataset) -> dict[str, Any]:
    """Mean minutes to the nearest advance place on points and on all cells, weighted by expected non-voters.

    The weight of a cell is its eligible voters (local) × (1 - turnout). Per way of
    counting (``walk``, ``mix``): the city and each district, with the relative error.
    """
    columns = [i for i, site in enumerate(dataset.sites) if site.kind is SiteKind.ADVANCE]
    weight = dataset.cells.eligible["local"] * (1 - dataset.turnout_of(dataset.cells))
    walk = np.minimum(dataset.minutes_cells_sites[Mode.WALK], dataset.minutes_limit).astype(np.float64)
    mix = mixed_minutes(dataset.minutes_cells_sites, dataset.minutes_limit)
    figures: dict[str, Any] = {}
    for name, minutes in (("walk", walk), ("mix", mix)):
        on_cells = minutes[:, columns].min(axis=1)
        on_points = on_cells[dataset.point_cell][dataset.cell_point]
        rows = {"": np.ones(len(weight), dtype=np.bool_)}
        rows |= {d.id: dataset.cells.district == i for i, d in enumerate(dataset.districts)}
        table = {key: _error(on_cells[own], on_points[own], weight[own]) for key, own in rows.items()}
        figures[name] = {"city": table.pop(""), "districts": table}
    return figures


def _error(on_cells: Floats, on_points: Floats, weight: Floats) -> dict[str, float]:
    if not weight.any():
        return {}
    cells, points = (float(np.average(values, weights=weight)) for values in (on_cells, on_points))
    return {"cells": round(cells, 2), "points": round(points, 2), "error": round(points / cells - 1, 4)}


def marks(dataset: Dataset, residents: Ints) -> dict[str, Any]:
    """Share of residents behind each mark.

    ``pairs``: over all pairs of a resident and a site. ``nearest``: each resident's way
    to the nearest advance place on foot. ``districts``: share of residents in cells with
    streets. Shares of one table sum to 1.
    """
    total = int(residents.sum())
    at_cells, at_sites = dataset.cells.covered, np.array([site.covered for site in dataset.sites])
    advance = np.flatnonzero([site.kind is SiteKind.ADVANCE for site in dataset.sites])
    walk = dataset.minutes_cells_sites[Mode.WALK][:, advance]
    nearest = advance[walk.argmin(axis=1)] if len(advance) else np.zeros(0, dtype=np.int64)
    pairs = dict.fromkeys((mark.value for mark in Mark), 0.0)
    ways = dict(pairs)
    for cell, people in enumerate(residents.tolist()):
        here = bool(at_cells[cell])
        with_streets = float(at_sites.mean())
        pairs[dataset.mark(here, True).value] += people * with_streets / total
        pairs[dataset.mark(here, False).value] += people * (1 - with_streets) / total
        if len(nearest):
            ways[dataset.mark(here, bool(at_sites[nearest[cell]])).value] += people / total
    return {
        "pairs": _rounded(pairs),
        "nearest": _rounded(ways),
        "districts": {
            district.id: _share(residents, dataset.cells.district == index, at_cells)
            for index, district in enumerate(dataset.districts)
        },
        "cells": _share(residents, np.ones(len(residents), dtype=np.bool_), at_cells),
        "sites": int(at_sites.sum()),
    }


def _share(residents: Ints, own: Any, covered: Any) -> float:
    total = int(residents[own].sum())
    return round(int(residents[own & covered].sum()) / total, 4) if total else 0.0


def _rounded(shares: Mapping[str, float]) -> dict[str, float]:
    return {key: round(value, 4) for key, value in shares.items()}
