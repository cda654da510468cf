"""Tours that can be driven, as columns: for models small enough to list every one of them.

    Σ_{t ∋ (s,b)} t = n_sb,   Σ_{t has blocks o} t = q_o,   Σ_{t begins (ends) at (s,b)} t = f_sb (l_sb)
    least cost of the choice + Σ_t c_t t ≤ B − given          c_t: kilometres between the stops (NOK)

======  =========================================================================
t       vehicle-days with one stop in each of some blocks: drives fit between the
        blocks, the vehicle is out and its crew on duty no longer than they may be
======  =========================================================================

The visits of stage 1 are counted per stop and block; where distances are long most ways
of joining them to days cannot be driven, and visits would have to be dropped. In a model
restricted to some stops all tours that can be driven are few enough to be columns, and
what is chosen can be driven as it is. Where nearly every tour can be, nothing is added.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from planner.domain.dataset import Floats
from planner.evaluate.tours import shortest_shift, tour_blocks
from planner.modelling import TourKey, Variable, VisitKey
from planner.optimise.at_once import Span, bind_at_once
from planner.optimise.model import StageOne
from planner.problem import Fleet, Problem, VisitBlock

MOST_COLUMNS = 40_000
"""Above this a model that makes plans is left as it is."""
MOST_LISTED = 250_000
"""Above this tours are not listed, not even for a bound."""
NEARLY_ALL = 0.95
"""Above this share of drivable tours the join finds a way by itself."""

Tours = Set[tuple[VisitKey, ...]]
"""Vehicle-days, by their visits."""
Bools = npt.NDArray[np.bool_]


def bind_drives(model: StageOne, kept: Tours | None = None, *, bound: bool = False) -> None:
    """Add the tours of every fleet whose open stops are few enough, and of those only what is kept.

    Args:
        bound: no more than what holds for every plan, as for :func:`planner.optimise.at_once.bind_at_once`.
    """
    for f in range(len(model.problem.fleets)):
        mine = {keys for keys in kept or () if keys[0].fleet == f}
        found = _listed(model, f, MOST_COLUMNS, mine or None)
        if found:
            _add_columns(model, f, found)
        bind_at_once(model, f, _spans(model, f), bound=bound)


def bind_all(model: StageOne) -> bool:
    """Add every tour of the fleets for which many cannot be driven, for a bound; False where there is none to add."""
    for f in range(len(model.problem.fleets)):
        found = _listed(model, f, MOST_LISTED) if _is_far(model.problem, f) else {}
        if found:
            _add_columns(model, f, found)
    return bool(model.driven)


def _is_far(problem: Problem, f: int) -> bool:
    """Whether many pairs of a fleet's stops cannot follow each other."""
    fleet = problem.fleets[f]
    stops = np.array(fleet.stops, dtype=np.int64)
    pairs = {pair for blocks in tour_blocks(problem, fleet) for pair in pairwise(blocks)}
    found = (drivable(problem, fleet, pair, [stops, stops]) for pair in sorted(pairs))
    fits = sum(int((sites[:, 0] != sites[:, 1]).sum()) for sites in found)
    return fits < NEARLY_ALL * len(pairs) * len(stops) * (len(stops) - 1)


def _listed(
    model: StageOne, f: int, most: int, kept: Tours | None = None
) -> dict[TourKey, npt.NDArray[np.int64]] | None:
    """Tours of a fleet between its open stops; None where they are too many, or nearly all can be driven."""
    problem, fleet = model.problem, model.problem.fleets[f]
    open_at: dict[int, list[int]] = {}
    for key, visit in model.visits.items():
        if key.fleet == f and not model.closed(visit):
            open_at.setdefault(key.block, []).append(key.site)
    found: dict[TourKey, npt.NDArray[np.int64]] = {}
    listed = possible = 0
    for tour in (key for key in model.tours if key.fleet == f):
        sites = [np.array(open_at.get(b, []), dtype=np.int64) for b in tour.blocks]
        size = int(np.prod([len(s) for s in sites]))
        if size > 50 * most:
            return None
        possible += size
        found[tour] = drivable(problem, fleet, tour.blocks, sites)
        if kept is not None:
            found[tour] = found[tour][[_keys(f, tour.blocks, row) in kept for row in found[tour].tolist()]]
        listed += len(found[tour])
    return found if listed and listed <= most and listed < NEARLY_ALL * possible else None


def _keys(f: int, blocks: Sequence[int], sites: Sequence[int]) -> tuple[VisitKey, ...]:
    """The visits of a vehicle-day."""
    return tuple(VisitKey(f, site, block) for site, block in zip(sites, blocks, strict=True))


def _spans(model: StageOne, f: int) -> dict[TourKey, list[tuple[Span, Variable]]]:
    """When each listed vehicle-day of a fleet is out."""
    problem, fleet = model.problem, model.problem.fleets[f]
    listed: dict[TourKey, list[tuple[Span, Variable]]] = {}
    for column, keys in model.driven.items():
        if keys[0].fleet == f:
            blocks = tuple(key.block for key in keys)
            ends = np.array([[key.site for key in keys]])
            outs, backs = day_spans(problem, fleet, [fleet.blocks[b] for b in blocks], ends)
            listed.setdefault(TourKey(f, blocks), []).append(((float(outs[0]), float(backs[0])), column))
    return listed


def drivable(
    problem: Problem, fleet: Fleet, blocks: Sequence[int], sites: Sequence[npt.NDArray[np.int64]]
) -> npt.NDArray[np.int64]:
    """(tours, blocks) site columns of every tour over some blocks that a vehicle of a fleet can do.

    Args:
        blocks: in order of time.
        sites: for each of the blocks, the stops that may be served in it.
    """
    if any(len(some) == 0 for some in sites):
        return np.zeros((0, len(blocks)), dtype=np.int64)
    grid = np.stack(np.meshgrid(*sites, indexing="ij"), axis=-1).reshape(-1, len(blocks))
    shown = [fleet.blocks[b] for b in blocks]
    fits = np.ones(len(grid), dtype=bool)
    for one, other in combinations(range(len(blocks)), 2):
        if other == one + 1:
            fits &= _drive_fits(problem, fleet, shown[one], shown[other], grid[:, one], grid[:, other])
        if any(x and y for x, y in zip(shown[one].classes, shown[other].classes, strict=True)):
            fits &= grid[:, one] != grid[:, other]
    grid = grid[fits]
    return grid[_day_fits(problem, fleet, shown, grid)] if len(grid) else grid


def _drive_fits(
    problem: Problem,
    fleet: Fleet,
    before: VisitBlock,
    after: VisitBlock,
    here: npt.NDArray[np.int64],
    there: npt.NDArray[np.int64],
) -> Bools:
    vehicle = fleet.sample
    room = after.start - vehicle.setup_minutes - (before.end + vehicle.overrun_minutes + vehicle.takedown_minutes)
    # As the timetable does: it leaves at a whole minute, early enough.
    fits: Bools = np.ceil(problem.ways(vehicle).minutes[here, there]) <= room
    same: Bools = here == there
    return np.logical_or(fits, same)


def day_spans(
    problem: Problem, fleet: Fleet, blocks: Sequence[VisitBlock], grid: npt.NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """(tours,) minutes of the day at which each tour leaves the depot and is back, as the timetable has them."""
    vehicle, minutes = fleet.sample, problem.ways(fleet.sample).minutes
    outs = np.floor(blocks[0].start - vehicle.setup_minutes - minutes[fleet.depot, grid[:, 0]])
    free = blocks[-1].end + vehicle.overrun_minutes + vehicle.takedown_minutes
    return outs, np.ceil(free + minutes[grid[:, -1], fleet.depot])


def _day_fits(problem: Problem, fleet: Fleet, blocks: Sequence[VisitBlock], grid: npt.NDArray[np.int64]) -> Bools:
    """Out no longer and no farther, and with shifts no longer, than the vehicle's limits."""
    vehicle = fleet.sample
    outs, backs = day_spans(problem, fleet, blocks, grid)
    near = _day_km(problem, fleet, grid) <= (vehicle.max_km_per_day or np.inf)
    ends = [block.end for block in blocks]
    pairs = {(out, back) for out, back in zip(outs.tolist(), backs.tolist(), strict=True)}
    good = {
        (out, back)
        for out, back in pairs
        if np.isfinite(back - out)
        and back - out <= vehicle.max_out_hours * 60
        and shortest_shift(out, back, ends) <= vehicle.max_person_hours * 60
    }
    fits = np.array([pair in good for pair in zip(outs.tolist(), backs.tolist(), strict=True)], dtype=bool)
    both: Bools = np.logical_and(near, fits)
    return both


def _day_km(problem: Problem, fleet: Fleet, grid: npt.NDArray[np.int64]) -> Floats:
    """(tours,) kilometres from the depot by the stops and back."""
    km = problem.ways(fleet.sample).km
    total: Floats = _km_between(problem, fleet, grid) + km[fleet.depot, grid[:, 0]] + km[grid[:, -1], fleet.depot]
    return total


def _km_between(problem: Problem, fleet: Fleet, grid: npt.NDArray[np.int64]) -> Floats:
    """(tours,) kilometres from stop to stop."""
    between: Floats = problem.ways(fleet.sample).km[grid[:, :-1], grid[:, 1:]].sum(axis=1)
    return between


def _add_columns(model: StageOne, f: int, found: dict[TourKey, npt.NDArray[np.int64]]) -> None:
    fleet = model.problem.fleets[f]
    serving: dict[VisitKey, list[Variable]] = {}
    begins: dict[VisitKey, list[Variable]] = {}
    ends: dict[VisitKey, list[Variable]] = {}
    budget = model.rows.get("budget")  # none where the scenario sets it aside
    for tour, rows in found.items():
        days = len(model.problem.dates_of(fleet.blocks[tour.blocks[0]].day_type)) * len(fleet.vehicles)
        columns = []
        nok = _km_between(model.problem, fleet, rows) * fleet.sample.nok_per_km
        for row, between_nok in zip(rows.tolist(), nok.tolist(), strict=True):
            column = model.variable("t", high=days, integer=True)
            columns.append(column)
            if budget is not None:
                budget.terms[column] = between_nok
            keys = model.driven[column] = _keys(f, tour.blocks, row)
            begins.setdefault(keys[0], []).append(column)
            ends.setdefault(keys[-1], []).append(column)
            for key in keys:
                serving.setdefault(key, []).append(column)
        terms = [(1.0, column) for column in columns]
        model.row(f"drives[tour-{tour}]", [*terms, (-1.0, model.tours[tour])], "==", 0.0, slack=0.0)
    for key, visit in model.visits.items():
        if key.fleet != f:
            continue
        for what, total, parts in (
            ("visit", visit, serving), ("first", model.first_at[key], begins), ("last", model.last_at[key], ends)
        ):  # fmt: skip
            terms = [(1.0, column) for column in parts.get(key, [])]
            if what == "visit" or total != visit:
                model.row(f"drives[{what}-{visit}]", [*terms, (-1.0, total)], "==", 0.0, slack=0.0)
