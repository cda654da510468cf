"""Between columns of the model and states of the exchange."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.modelling import TourKey, VisitKey
from planner.optimise.exchange.calendar import fit_tour
from planner.optimise.exchange.climb import Climb, State
from planner.optimise.found import DatedTour
from planner.optimise.model import StageOne


def chosen_of(climb: Climb, model: StageOne, values: Floats) -> Ints:
    """What a solution of the model makes of every unit: patterns, and the levels that the visits of a stop reach."""
    menu, problem = climb.menu, climb.problem
    chosen = menu.closed.copy()
    option_of = {int(p): o for o, p in enumerate(menu.pattern) if p >= 0}
    for p, run in enumerate(model.runs):
        if values[run] > 0.5:
            chosen[menu.unit[option_of[p]]] = option_of[p]
    dates: dict[int, Ints] = {}
    for key, visit in model.visits.items():
        counts = np.array(problem.fleets[key.fleet].blocks[key.block].classes, dtype=np.int64)
        dates[key.site] = dates.get(key.site, 0) + round(float(values[visit])) * counts
    units = _stops(climb)
    for site, had in dates.items():
        chosen[units[site]] = climb.reached(units[site], had)
    return chosen


def _stops(climb: Climb) -> dict[int, int]:
    return {int(climb.menu.site[u]): int(u) for u in np.flatnonzero(climb.menu.stop)}


def cells_of(climb: Climb, model: StageOne, values: Floats, chosen: Ints) -> Ints:
    """The vehicle-days that a solution lists, each on the first date on which it fits; the rest is left out."""
    days, units = climb.calendar.days, _stops(climb)
    cells = np.full(days.block.shape, -1, dtype=np.int64)
    use, taken = climb.use(chosen)
    outs, backs, noks = np.zeros(len(cells), np.int64), np.zeros(len(cells), np.int64), np.zeros(len(cells))
    numbers = {place: n for n, place in enumerate(climb.calendar.blocks)}
    listed = [keys for column, keys in model.driven.items() for _ in range(round(float(values[column])))]
    for turn, keys in enumerate(sorted(listed, key=lambda keys: (-len(keys), keys))):
        tour = [(numbers[key.fleet, key.block], units[key.site]) for key in keys]
        for s in np.roll(np.arange(len(cells)), -7 * turn).tolist():
            if backs[s] or days.fleet[s] != keys[0].fleet or tour[0][0] not in days.block[s, : days.size[s]]:
                continue
            if fit_tour(days, cells, use, taken, outs, backs, noks, s, *np.array(tour).T.copy()):
                break
    return cells


def tours_of(climb: Climb, state: State) -> tuple[DatedTour, ...]:
    """The vehicle-days of a state."""
    calendar, sites = climb.calendar, climb.menu.site
    found = []
    for (_, day), cells, blocks in zip(calendar.slots, state.cells.tolist(), calendar.days.block.tolist(), strict=True):
        served = [(calendar.blocks[b], u) for b, u in zip(blocks, cells, strict=True) if u >= 0]
        if served:
            found.append((day, tuple(VisitKey(f, int(sites[u]), b) for (f, b), u in served)))
    return tuple(found)


def decisions(climb: Climb, model: StageOne, state: State) -> Mapping[int, float]:
    """A state as values of the model's decisions."""
    values = dict.fromkeys((*model.runs, *model.visits.values(), *model.chosen.values(), *model.tours.values()), 0.0)
    patterns = climb.menu.pattern[state.chosen]
    values |= {model.runs[p]: 1.0 for p in patterns[patterns >= 0].tolist()}
    tours = [keys for _, keys in tours_of(climb, state)]
    values |= {model.visits[key]: float(n) for key, n in Counter(key for keys in tours for key in keys).items()}
    shapes = Counter(TourKey(keys[0].fleet, tuple(key.block for key in keys)) for keys in tours)
    values |= {model.tours[shape]: float(n) for shape, n in shapes.items()}
    values |= {model.chosen[key.site]: 1.0 for keys in tours for key in keys}
    return {int(column): value for column, value in values.items()}
