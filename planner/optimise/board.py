"""Which tour goes on which date: improved by exchanges until nothing improves (a heuristic, named so)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

import numpy as np

from planner.optimise.cancelling import cancelled

FORBIDDEN = 1e6
"""Penalty of what must not happen; far above any kilometres or days."""
MAX_ROUNDS = 20
MOST_KICKS = 300
KICKED_PAIRS = 20_000
"""Pairs of slots that all kicks together look at, at most: many kicks for few slots."""

Stops = dict[int, int]
"""block → site of one tour."""


class Board:
    """Tours on slots (a date of a vehicle); ``None`` = free.

    Args:
        tours: changed in place by :meth:`exchange_visits`.
        slots: the date of each slot, in order; at least as many as there are tours.
        counts: per block the classes for which it counts.
        free: whether a tour may go in a slot (its number): stops free, crew there.
        drivable: whether a vehicle can do a tour.
        firm: slot of each tour (its number) that is never moved.
        needed: sets of slots of which one at least should hold a tour.
    """

    def __init__(
        self,
        tours: list[Stops],
        slots: Sequence[date],
        counts: Sequence[tuple[int, ...]],
        free: Callable[[Stops, int], bool],
        drivable: Callable[[Stops], bool],
        firm: Mapping[int, int] | None = None,
        needed: Sequence[frozenset[int]] = (),
    ) -> None:
        self.tours, self.slots = tours, slots
        self._needed = needed
        self.held: list[int | None] = [None] * len(slots)
        self._counts, self._free, self._drivable = counts, free, drivable
        self._days = [day.toordinal() for day in slots]
        self._slot_of = [-1] * len(tours)
        self._rooms: dict[tuple[tuple[int, int], ...], dict[int, bool]] = {}
        self._room: list[dict[int, bool]] = [{} for _ in tours]
        self._visits: dict[int, list[tuple[int, int]]] = {}
        self._per_class: dict[int, list[list[int]]] = {}
        self._sites: list[tuple[int, ...]] = [()] * len(tours)
        self._even: dict[int, list[float]] = {}
        self._known: dict[int, float] = {}
        # Tours start spread over the slots, in the order given.
        held: list[int | None] = [None] * len(slots)
        standing = firm or {}
        for n, slot in standing.items():
            held[slot] = n
        self._movable = [slot for slot in range(len(slots)) if slot not in standing.values()]
        others = [n for n in range(len(tours)) if n not in standing]
        places = np.linspace(0, len(self._movable) - 1, len(others)).round().astype(int)
        for n, slot in zip(others, places.tolist(), strict=True):
            held[self._movable[slot]] = n
        self._set(held, tours)

    def allowed(self, number: int, slot: int) -> bool:
        """Whether a tour may go in a slot."""
        room = self._room[number]
        if slot not in room:
            room[slot] = self._free(self.tours[number], slot)
        return room[slot]

    def improve(self) -> None:
        """Exchange until nothing improves; while something forbidden is left, shake it and try again."""
        self._descend()
        if self._total() >= FORBIDDEN:
            self._shake()
            self._descend()

    def _shake(self) -> None:
        """Kick by kick until nothing forbidden is left; what is no better is taken back."""
        pairs = len(self.slots) * (len(self.slots) - 1) // 2
        rng = np.random.default_rng(0)
        for _ in range(min(MOST_KICKS, KICKED_PAIRS // max(pairs, 1))):
            before = self._total()
            if before < FORBIDDEN:
                return
            held, tours = list(self.held), [dict(stops) for stops in self.tours]
            self._kick(rng)
            self._descend(mending=True)
            if self._total() >= before:
                self._set(held, tours)

    def _descend(self, *, mending: bool = False) -> None:
        """Exchange tours, and where something forbidden is left single visits, while that helps.

        Args:
            mending: only with slots where something forbidden is.
        """
        for _ in range(MAX_ROUNDS):
            self._improve(self.exchange, mending=mending)
            if self._total() < FORBIDDEN or not self._improve(self.exchange_visits, mending=mending):
                return

    def _total(self) -> float:
        return sum(self._known.values()) + self._misplaced(n for n in self.held if n is not None) + self._empty()

    def _kick(self, rng: np.random.Generator) -> None:
        """Exchange tours and single visits of a few slots, for better or worse."""
        for x, y in rng.integers(0, max(len(self._movable), 1), (3, 2)).tolist() if self._movable else ():
            a, b = self._movable[x], self._movable[y]
            self._swap(a, b)
            n, m = self.held[a], self.held[b]
            blocks = sorted(set(self.tours[n]) & set(self.tours[m])) if n is not None and m is not None else []
            if n is not None and m is not None and n != m and blocks:
                block = blocks[int(rng.integers(len(blocks)))]
                self._swap_stops(n, m, block)
                if not (self._drivable(self.tours[n]) and self._drivable(self.tours[m])):
                    self._swap_stops(n, m, block)
        self._known = {site: self._site(site) for site in self._visits}

    def _set(self, held: Sequence[int | None], tours: Sequence[Stops]) -> None:
        """Make the board hold this."""
        self._visits = {}
        for n, stops in enumerate(tours):
            self.tours[n] = stops
            self._know(n)
            for b, site in stops.items():
                self._visits.setdefault(site, []).append((n, b))
        self._per_class = {site: self._by_class(site) for site in self._visits}
        for slot, number in enumerate(held):
            self._put(slot, number)
        self._known = {site: self._site(site) for site in self._visits}

    def _improve(self, exchange: Callable[[int, int], bool], *, mending: bool) -> bool:
        """First improvement in fixed order; True if anything improved."""
        helped = 0
        for _ in range(MAX_ROUNDS):
            before = helped
            wrong = self._wrong() if mending else frozenset(self._movable)
            for a, b in combinations(self._movable, 2):
                empty = self.held[a] is None and self.held[b] is None
                if not empty and (a in wrong or b in wrong):
                    helped += exchange(a, b)
            # Who waits for a cancelled run is not kept waiting for the last days of an even spread.
            if helped == before or (cancelled() and self._total() < FORBIDDEN):
                break
        return helped > 0

    def exchange(self, a: int, b: int) -> bool:
        """Exchange what two slots hold if that helps; True if it did."""
        numbers = [n for n in (self.held[a], self.held[b]) if n is not None]
        # In the order of sites: sums of the same numbers are then the same to the last digit.
        sites = self._sites[numbers[0]] if len(numbers) == 1 else sorted({s for n in numbers for s in self._sites[n]})
        before = self._sum(sites) + self._misplaced(numbers) + self._empty()
        if before <= 0.0:
            return False
        self._swap(a, b)
        after = [self._site(site) for site in sites]
        if sum(after) + self._misplaced(numbers) + self._empty() < before - 1e-6:
            self._known.update(zip(sites, after, strict=True))
            return True
        self._swap(a, b)
        return False

    def exchange_visits(self, a: int, b: int) -> bool:
        """Exchange the stops of one block of two slots if that makes less forbidden; True if it did."""
        n, m = self.held[a], self.held[b]
        if n is None or m is None:
            return False
        for block in sorted(set(self.tours[n]) & set(self.tours[m])):
            sites = sorted({self.tours[n][block], self.tours[m][block]})
            before = self._sum(sites)
            if len(sites) < 2 or before < FORBIDDEN:
                continue
            before += self._misplaced([n, m])
            self._swap_stops(n, m, block)
            after = {site: self._site(site) for site in sites}
            less = sum(after.values()) + self._misplaced([n, m]) < before - FORBIDDEN / 2
            if less and self._drivable(self.tours[n]) and self._drivable(self.tours[m]):
                self._known.update(after)
                return True
            self._swap_stops(n, m, block)
        return False

    def _put(self, slot: int, number: int | None) -> None:
        self.held[slot] = number
        if number is not None:
            self._slot_of[number] = slot

    def _swap(self, a: int, b: int) -> None:
        held_a, held_b = self.held[a], self.held[b]
        self._put(a, held_b)
        self._put(b, held_a)

    def _swap_stops(self, n: int, m: int, block: int) -> None:
        for tour, other in ((n, m), (m, n)):
            visits = self._visits[self.tours[tour][block]]
            visits[visits.index((tour, block))] = (other, block)
        self.tours[n][block], self.tours[m][block] = self.tours[m][block], self.tours[n][block]
        for tour in (n, m):
            self._know(tour)
            self._per_class[self.tours[tour][block]] = self._by_class(self.tours[tour][block])

    def _know(self, number: int) -> None:
        """What follows from the stops of a tour; where such a tour may go is found out once."""
        stops = self.tours[number]
        self._sites[number] = tuple(sorted(set(stops.values())))
        self._room[number] = self._rooms.setdefault(tuple(sorted(stops.items())), {})

    def _sum(self, sites: Iterable[int]) -> float:
        return sum(self._known[site] for site in sites)

    def _misplaced(self, numbers: Iterable[int]) -> float:
        return FORBIDDEN * sum(not self.allowed(n, self._slot_of[n]) for n in numbers)

    def _wrong(self) -> frozenset[int]:
        """Slots where something forbidden is, or nothing where something is needed."""
        unmet = [slots for slots in self._needed if all(self.held[slot] is None for slot in slots)]
        return frozenset().union(
            (slot for slot, n in enumerate(self.held) if n is not None and self._forbidden(n, slot)), *unmet
        )

    def _forbidden(self, number: int, slot: int) -> bool:
        return not self.allowed(number, slot) or any(self._known[site] >= FORBIDDEN for site in self._sites[number])

    def _empty(self) -> float:
        return FORBIDDEN * sum(all(self.held[slot] is None for slot in slots) for slots in self._needed)

    def _site(self, site: int) -> float:
        """Clashes and uneven spread of one stop's visits."""
        days = [self._days[self._slot_of[n]] for n, _ in self._visits[site]]
        clashes = self._clashes(site) if len(set(days)) < len(days) else 0
        return FORBIDDEN * clashes + self._unevenness(days)

    def _clashes(self, site: int) -> int:
        """Visits beyond the first that count for a class on a date."""
        days, slots = self._days, self._slot_of
        return sum([len(tours) - len({days[slots[n]] for n in tours}) for tours in self._per_class[site]])

    def _by_class(self, site: int) -> list[list[int]]:
        """The tours of a stop's visits for each class that several count for."""
        found: dict[int, list[int]] = {}
        for n, b in self._visits[site]:
            for k in self._counts[b]:
                found.setdefault(k, []).append(n)
        return [tours for tours in found.values() if len(tours) > 1]

    def _unevenness(self, days: list[int]) -> float:
        """Squared days between the dates of a stop and an even spread over the period."""
        count = len(days)
        if count not in self._even:
            first, span = self._days[0], self._days[-1] - self._days[0] + 1
            self._even[count] = [first + span * (n + 0.5) / max(count, 1) for n in range(count)]
        days.sort()
        return sum([(day - want) ** 2 for day, want in zip(days, self._even[count], strict=True)]) / max(count, 1)
