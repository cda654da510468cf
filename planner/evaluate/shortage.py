"""Whether a list of people is proven too short for a roster: which role is scarce, when, and by how many.

Both proofs speak of every way to put people on the roster's shifts' times, not of the one that was found:

* *at once*: at a moment, seats (one leader or deputy per station that has one on duty; the others; drivers) against
  persons who may take them and are not away: no more seats are filled than a greatest matching of the two.
* *in a week*: minutes of those seats against the sum of what each person may work (contract, law, days away).

Where neither holds, nothing is proven: that an assignment was not found is no proof that there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from planner.domain.clock import clock_of, minute_of
from planner.domain.plan import Plan, Role, RosterEntry, Station
from planner.evaluate.crew import LEADING, absent, by_week, certificates, held, needs_of, vehicle_at, week_room
from planner.evaluate.worktime import WorkLimits, work_limits
from planner.law.wording import long_date
from planner.problem import Problem
from planner.scenario import Person, is_position

ANYONE = frozenset({Role.LEADER, Role.DEPUTY, Role.WORKER, Role.RELIEF})
DRIVING = frozenset({Role.DRIVER})
WORDS = {LEADING: "leder eller nestleder", DRIVING: "sjåfør", ANYONE: "valgmedarbeider"}


@dataclass(frozen=True)
class Seat:
    """One person's place at a station in a stretch of one date; minutes after midnight."""

    day: date
    start: int
    end: int
    roles: frozenset[Role]
    certificates: frozenset[str]

    def may(self, person: Person) -> bool:
        """Whether a person can take it."""
        return (
            bool({role.value for role in self.roles} & set(person.roles))
            and self.certificates <= held(person.certificates)
            and not absent(person, self.day, self.start, self.end)
        )


@dataclass(frozen=True)
class Shortage:
    """A proof that a list is too short.

    Attributes:
        role: what is scarce, Norwegian.
        when: date and block, or week, Norwegian.
        missing: by how many persons at least (at once), or minutes (in a week).
        sentence: the whole, Norwegian.
    """

    role: str
    when: str
    missing: int
    sentence: str


def shortage(plan: Plan, problem: Problem) -> Shortage | None:
    """The first proof found: a role nobody has, a moment, a week."""
    people = problem.scenario.crew or ()
    open_days = {entry.date for entry in plan.roster if is_position(entry.person)}
    if not open_days:
        return None
    stations = {station.id: station for station in plan.stations}
    entries = [entry for entry in plan.roster if entry.date in open_days]
    seats = [seat for day in sorted(open_days) for seat in _seats(entries, day, stations, problem)]
    limits = work_limits(problem)
    return (
        _nobody(plan, people)
        or next(_at_once(seats, people), None)
        or next(_in_week(plan, stations, problem, limits), None)
    )


def _nobody(plan: Plan, people: Sequence[Person]) -> Shortage | None:
    """A role that the roster has and no person on the list may have."""
    for role, word in ((Role.LEADER, "leder"), (Role.DEPUTY, "nestleder"), (Role.DRIVER, "sjåfør")):
        first = min((e for e in plan.roster if e.role is role), key=lambda e: (e.date, e.start), default=None)
        if first is not None and not any(role.value in person.roles for person in people):
            when = f"{long_date(first.date)} kl. {first.start}–{first.end}"
            return Shortage(word, when, 1, f"Bevist: ingen i lista kan være {word}, og det trengs fra {when}.")
    return None


def _seats(entries: Iterable[RosterEntry], day: date, stations: dict[str, Station], problem: Problem) -> Iterator[Seat]:
    """Seats of a date, cut at every moment at which anybody comes or goes."""
    todays = [entry for entry in entries if entry.date == day]
    moments = sorted({m for e in todays for m in (minute_of(e.start), minute_of(e.end))})
    for start, end in pairwise(moments):
        there: dict[str, list[RosterEntry]] = {}
        for entry in todays:
            if minute_of(entry.start) <= start and end <= minute_of(entry.end):
                there.setdefault(entry.station, []).append(entry)
        for found in there.values():
            places = {found[0].station, *filter(None, (vehicle_at(entry, stations) for entry in found))}
            for roles in _kinds(found):
                yield Seat(day, start, end, roles, _demanded(problem, places, roles))


def _kinds(entries: Sequence[RosterEntry]) -> list[frozenset[Role]]:
    """The seats of one station at one moment: at most one of them must lead."""
    drivers = sum(entry.role is Role.DRIVER for entry in entries)
    leads = min(1, sum(entry.role in LEADING for entry in entries))
    others = len(entries) - drivers - leads
    return [*[LEADING] * leads, *[ANYONE] * others, *[DRIVING] * drivers]


def _demanded(problem: Problem, places: set[str], roles: frozenset[Role]) -> frozenset[str]:
    """Certificates without which nobody may take a seat, whichever of its roles they have there."""
    each = [certificates(needs_of(problem.scenario.roster.needs, places, (role,))) for role in roles]
    return frozenset.intersection(*each)


def _at_once(seats: Sequence[Seat], people: Sequence[Person]) -> Iterator[Shortage]:
    """Moments at which more seats stand than can be filled; the scarcest kind alone, where that is why."""
    for stretch in sorted({(s.day, s.start, s.end) for s in seats}):
        here = [s for s in seats if (s.day, s.start, s.end) == stretch]
        for roles in (LEADING, DRIVING, ANYONE):
            some = here if roles is ANYONE else [s for s in here if s.roles == roles]
            filled = matched(some, people)
            if filled < len(some):
                yield _told(roles, stretch, len(some), filled)
                break


def matched(seats: Sequence[Seat], people: Sequence[Person]) -> int:
    """How many seats can be filled at once, one person each."""
    if not seats or not people:
        return 0
    may = np.array([[seat.may(person) for person in people] for seat in seats], dtype=np.int8)
    return int((maximum_bipartite_matching(csr_array(may), perm_type="column") >= 0).sum())


def _told(roles: frozenset[Role], stretch: tuple[date, int, int], needed: int, filled: int) -> Shortage:
    day, start, end = stretch
    when = f"{long_date(day)} kl. {clock_of(start)}–{clock_of(end)}"
    who = "personer" if roles is ANYONE else f"som {WORDS[roles]}"
    text = f"Bevist: {when} trengs {needed} {who} samtidig, og høyst {filled} av plassene kan fylles av dem i lista."
    return Shortage(
        WORDS[roles], when, needed - filled, f"{text} Skaff minst {needed - filled} til, eller åpne mindre."
    )


def _in_week(plan: Plan, stations: dict[str, Station], problem: Problem, limits: WorkLimits) -> Iterator[Shortage]:
    """Weeks in which a kind of seats takes more hours than those who may take them can work."""
    people = problem.scenario.crew or ()
    for monday, entries in by_week(plan.roster).items():
        days = sorted({entry.date for entry in entries})
        seats = [seat for day in days for seat in _seats(entries, day, stations, problem)]
        for roles in (LEADING, DRIVING, ANYONE):
            some = seats if roles is ANYONE else [seat for seat in seats if seat.roles == roles]
            needed = sum(seat.end - seat.start for seat in some)
            there = sum(week_room(person, days, limits) for person in people if _any(some, person))
            if there < needed:
                when = f"uka fra {long_date(monday)}"
                text = (
                    f"Bevist: i {when} trengs {needed / 60:.0f} timer {_of(roles)}, og de i lista kan høyst arbeide "
                    f"{there / 60:.0f} (avtalte timer, fravær og lovens grenser). Skaff flere, eller åpne mindre."
                )
                yield Shortage(WORDS[roles], when, needed - there, text)
                break


def _any(seats: Sequence[Seat], person: Person) -> bool:
    return any(seat.may(person) for seat in seats)


def _of(roles: frozenset[Role]) -> str:
    return "i alt" if roles is ANYONE else f"som {WORDS[roles]}"
