"""Eligible voters per populated cell: an electorate's areas spread over cells by residents.

A cell gets of each krets a share by its residents times the share of the cell that lies
in the krets. Cells outside every krets count wholly for the nearest. Per bydel (Storting)
a cell counts for the bydel of its centre. Totals are kept to the tenth of a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from planner.domain.dataset import Floats, Ints
from planner.domain.errors import Problem
from planner.sources.boundaries import nearest
from planner.sources.elections import LocalElectorate
from planner.sources.geometry import Area
from planner.sources.population import Population

_TENTHS = 10


@dataclass(frozen=True, slots=True, eq=False)
class LocalSpread:
    """Electors of the local election per cell.

    Attributes:
        eligible: (cells,) persons, tenths.
        outside: number of cells outside every krets, and their residents.
        crowded: kretser with more electors than residents: (number, name, electors, residents).
    """

    eligible: Floats
    outside: tuple[int, int]
    crowded: tuple[tuple[str, str, int, int], ...]


def spread_local(
    population: Population, kretser: Sequence[Area], local: LocalElectorate, problems: list[Problem]
) -> LocalSpread:
    """Spread each krets' electors over its cells; a krets without residents is a problem."""
    cell, krets, share = _shares(population.squares(), kretser)
    outside = np.setdiff1d(np.arange(len(population.ids)), cell)
    if len(outside):
        found, _ = nearest(population.centres()[outside], kretser, np.inf)
        cell, krets = np.concatenate([cell, outside]), np.concatenate([krets, found])
        share = np.concatenate([share, np.ones(len(outside))])
    weight = population.residents[cell] * share
    residents = np.bincount(krets, weight, len(kretser))
    electors = np.array([local.kretser[area.id] for area in kretser], dtype=np.float64)
    for index in np.flatnonzero((residents == 0) & (electors > 0)):
        area = kretser[int(index)]
        remedy = "sjekk at befolkning og kretser er fra samme område"
        many = str(int(electors[index]))
        place = f"{area.id} {area.name}"
        problems.append(Problem("kretsen har velgere, men ingen innbyggere", "kretser", place, many, remedy))
    rate = np.divide(electors, residents, out=np.zeros(len(kretser)), where=residents > 0)
    exact = np.bincount(cell, weight * rate[krets], len(population.ids)).astype(np.float64)
    eligible = round_keeping_total(exact)
    crowded = tuple(
        (area.id, area.name, int(electors[i]), round(float(residents[i])))
        for i, area in enumerate(kretser)
        if electors[i] > residents[i]
    )
    return LocalSpread(eligible, (len(outside), int(population.residents[outside].sum())), crowded)


def spread_by_district(residents: Ints, district: Ints, electorate: Sequence[int]) -> Floats:
    """(cells,) electors of each district spread over its cells by residents; 0 where there is no district."""
    eligible = np.zeros(len(residents))
    for index, electors in enumerate(electorate):
        rows = np.flatnonzero(district == index)
        total = int(residents[rows].sum())
        if total:
            eligible[rows] = round_keeping_total(residents[rows] * np.float64(electors / total))
    return eligible


def round_keeping_total(values: Floats) -> Floats:
    """Values to one decimal whose sum is the rounded sum: the largest remainders are rounded up.

    Ties go to the first, after remainders are cut to a millionth so that the last bits
    of a float do not decide.
    """
    tenths = values * _TENTHS
    whole = np.floor(tenths + 1e-9)
    missing = round(float(tenths.sum())) - int(whole.sum())
    order = np.argsort(-np.round(tenths - whole, 6), kind="stable")
    whole[order[:missing]] += 1
    rounded: Floats = whole / _TENTHS
    return rounded


def _shares(squares: Any, kretser: Sequence[Area]) -> tuple[Ints, Ints, Floats]:
    """Pairs of cell and krets that overlap, with the share of the cell's area in the krets."""
    tree = shapely.STRtree(squares)
    cells: list[Ints] = []
    owners: list[Ints] = []
    shares: list[Floats] = []
    for index, area in enumerate(kretser):
        shapely.prepare(area.geometry)
        hit = np.sort(tree.query(area.geometry, predicate="intersects"))
        overlap = shapely.area(shapely.intersection(squares[hit], area.geometry)) / shapely.area(squares[hit])
        kept = overlap > 0
        cells.append(hit[kept].astype(np.int64))
        owners.append(np.full(int(kept.sum()), index, dtype=np.int64))
        shares.append(overlap[kept])
    return np.concatenate(cells), np.concatenate(owners), np.concatenate(shares)
