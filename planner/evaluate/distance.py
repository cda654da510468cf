"""Where distance is the problem and where it is not, before any money is spent.

Walking minutes with today's stations, per district and subdistrict, beside turnout.
It says nothing about causes: turnout is known per district only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.dataset import BEYOND, Floats, Mode
from planner.problem import Problem

NEAR_MINUTES = 15
WEAK_CORRELATION = 0.3
"""Below this (absolute) a correlation over some fifteen districts is not told apart from none."""
LONG_WAY_FACTOR = 1.25
"""A subdistrict is a pocket where the way is this many times the municipality's mean."""
MIN_POCKET_WEIGHT = 100.0
"""Fewer weighted voters than this are no pocket worth a stop."""
MOST_POCKETS = 8


@dataclass(frozen=True)
class DistrictDistance:
    """One district today, on foot."""

    name: str
    turnout: float
    turnout_is_municipal: bool
    low_turnout: bool
    weight: float
    walk_minutes: float
    share_near: float


@dataclass(frozen=True)
class Pocket:
    """A subdistrict of a low-turnout district with a long way today, on foot."""

    name: str
    district: str
    weight: float
    walk_minutes: float


@dataclass(frozen=True)
class DistancePicture:
    """Districts by turnout (lowest first), pockets (longest way first) and the whole municipality.

    Attributes:
        correlation: Pearson's, of turnout and walking minutes over districts; None with fewer than three.
    """

    districts: tuple[DistrictDistance, ...]
    pockets: tuple[Pocket, ...]
    total: DistrictDistance
    correlation: float | None


def distance_picture(problem: Problem) -> DistancePicture:
    """Today's ways on foot, on cells, for the scenario's estimate and weighting."""
    dataset = problem.dataset
    walk = _walking(problem)
    everyone = dataset.cells.eligible[problem.scenario.demand.eligible] * (1 - dataset.turnout_of(dataset.cells))
    if problem.scenario.demand.weight == "eligible":
        everyone = dataset.cells.eligible[problem.scenario.demand.eligible]
    rows = []
    for index, district in enumerate(dataset.districts):
        here = dataset.cells.district == index
        if everyone[here].sum() > 0:
            low, municipal = index in problem.low_turnout, district.turnout_is_municipal
            rows.append(_row(district.name, district.turnout, municipal, low, walk[here], everyone[here]))
    rows.sort(key=lambda row: (row.turnout_is_municipal, row.turnout, row.name))
    placed = [row for row in rows if not row.turnout_is_municipal]
    correlation = None
    if len(placed) > 2:
        correlation = float(np.corrcoef([r.turnout for r in placed], [r.walk_minutes for r in placed])[0, 1])
    eligible = dataset.cells.eligible[problem.scenario.demand.eligible]
    turnout = float((dataset.turnout_of(dataset.cells) * eligible).sum() / eligible.sum())
    total = _row(dataset.municipality_name, turnout, False, False, walk, everyone)
    return DistancePicture(tuple(rows), _pockets(problem, walk, everyone, total.walk_minutes), total, correlation)


def _walking(problem: Problem) -> Floats:
    """(cells,) minutes on foot to the nearest of today's stations, whatever its hours; T where farther."""
    limit = problem.scenario.travel.unreached_minutes
    columns = sorted(problem.existing_sites)
    stored = problem.dataset.minutes_cells_sites[Mode.WALK][:, columns]
    minutes = np.where(stored == BEYOND, limit, np.minimum(stored, limit)).astype(np.float64)
    nearest: Floats = minutes.min(axis=1) if columns else np.full(len(problem.dataset.cells), float(limit))
    return nearest


def _row(name: str, turnout: float, municipal: bool, low: bool, walk: Floats, weight: Floats) -> DistrictDistance:
    mean = float((walk * weight).sum() / weight.sum())
    near = float(weight[walk <= NEAR_MINUTES].sum() / weight.sum())
    return DistrictDistance(name, turnout, municipal, low, float(weight.sum()), mean, near)


def _pockets(problem: Problem, walk: Floats, weight: Floats, mean: float) -> tuple[Pocket, ...]:
    cells, found = problem.dataset.cells, []
    ids = np.array(cells.subdistrict)
    for subdistrict in sorted(set(cells.subdistrict) - {""}):
        here = (ids == subdistrict) & np.isin(cells.district, problem.low_turnout)
        persons = float(weight[here].sum())
        if persons >= MIN_POCKET_WEIGHT:
            minutes = float((walk[here] * weight[here]).sum() / persons)
            if minutes >= LONG_WAY_FACTOR * mean:
                district = problem.dataset.districts[int(cells.district[here][0])].name
                name = problem.dataset.subdistrict_names.get(subdistrict, subdistrict)
                found.append(Pocket(name, district, persons, minutes))
    found.sort(key=lambda pocket: (-pocket.walk_minutes, pocket.name))
    return tuple(found[:MOST_POCKETS])


BOKMAAL: Mapping[str, str] = {
    "both": "Bydelene med lavt frammøte har også lengst vei i dag (korrelasjon {figure}, {districts}).",
    "opposite": "Bydelene med lavt frammøte har kortest vei i dag (korrelasjon {figure}, {districts}).",
    "unrelated": "Lavt frammøte og lang vei følges ikke ad mellom bydelene i dag (korrelasjon {figure}, {districts}).",
    "one_district": "{n} bydel",
    "more_districts": "{n} bydeler",
    "longest": "Lengst å gå i dag: {districts}; {total} i alt {minutes} min.",
    "longest_one": "{name} {minutes} min (frammøte {turnout} %)",
    "near": "I {districts} er frammøtet lavt, men veien ikke lengre enn ellers: der er avstand neppe problemet. "
    "Tilstedeværelse, åpningstider, språk og synlighet er andre virkemidler.",
    "far": "I {districts} er frammøtet lavt og veien lengre enn ellers: der kan avstand være en del av problemet.",
    "and": " og ",
    "pockets": "Lommer med lang vei i bydelene med lavt frammøte: {pockets}.",
    "pocket": "{name} ({district}) {minutes} min",
    "causes": "Dette sier ingenting om årsaker. Frammøtet er kjent bare per bydel, og er en stedfortreder: {source}.",
}
"""The sentences by name; a face in another language has its own under the same names."""


def distance_messages(
    problem: Problem, picture: DistancePicture, words: Mapping[str, str] = BOKMAAL
) -> tuple[str, ...]:
    """The picture in plain sentences, the most important first.

    Args:
        words: the sentences, as in :data:`BOKMAAL`.
    """
    low = [row for row in picture.districts if row.low_turnout]
    placed = [row for row in picture.districts if not row.turnout_is_municipal]
    farthest = sorted(placed, key=lambda row: -row.walk_minutes)[:3]
    longest = (
        words["longest_one"].format(name=r.name, minutes=_n(r.walk_minutes), turnout=_n(100 * r.turnout))
        for r in farthest
    )
    near = [row for row in low if row.walk_minutes <= picture.total.walk_minutes]
    far = [row for row in low if row.walk_minutes > picture.total.walk_minutes]
    pockets = (
        words["pocket"].format(name=p.name, district=p.district, minutes=_n(p.walk_minutes)) for p in picture.pockets
    )
    total, minutes = picture.total.name, _n(picture.total.walk_minutes)
    return (
        *_correlation_sentence(picture.correlation, len(placed), words),
        words["longest"].format(districts=", ".join(longest), total=total, minutes=minutes),
        *(words[key].format(districts=_names(rows, words)) for key, rows in (("near", near), ("far", far)) if rows),
        *([words["pockets"].format(pockets=", ".join(pockets))] if picture.pockets else []),
        words["causes"].format(source=problem.dataset.turnout_source.rstrip(".")),
    )


def _correlation_sentence(correlation: float | None, districts: int, words: Mapping[str, str]) -> Iterator[str]:
    if correlation is None:
        return
    counted = words["one_district" if districts == 1 else "more_districts"].format(n=districts)
    figure = f"{correlation:+.2f}".replace(".", ",").replace("-", "−")
    strong = "both" if correlation <= -WEAK_CORRELATION else "opposite" if correlation >= WEAK_CORRELATION else ""
    yield words[strong or "unrelated"].format(figure=figure, districts=counted)


def _n(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def _names(rows: Sequence[DistrictDistance], words: Mapping[str, str]) -> str:
    names = [row.name for row in rows]
    return words["and"].join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
