"""The people of a roster joined to the scenario's list of them, without telling a name.

Sentences and subjects of findings go into minutes, case papers and pages. There a person is a number (as on the sheet
«Summer» of the roster workbook) and a key; only the roster itself holds names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from planner.domain.clock import minute_of
from planner.domain.plan import Plan, Role, RosterEntry, Station
from planner.evaluate.access import site_id_of
from planner.evaluate.worktime import WorkLimits, monday_of
from planner.problem import Problem
from planner.scenario import CrewNeed, Person, is_position, person_key

LEADING = frozenset({Role.LEADER, Role.DEPUTY})
WEEK = range(7)


def natural(person: str) -> tuple[str, int, str]:
    """Order of a roster's persons: positions by number, 2 before 10."""
    head, _, number = person.rpartition(" ")
    return (head, int(number), person) if number.isdecimal() else (person, 0, person)


def roster_numbers(roster: Iterable[RosterEntry]) -> dict[str, int]:
    """Number of each person and position, from 1, in the order of the roster workbook."""
    return {person: n for n, person in enumerate(sorted({e.person for e in roster}, key=natural), start=1)}


def shown(person: str, numbers: dict[str, int]) -> str:
    """A person in a sentence: a position as it is called, everybody else by number."""
    return person if is_position(person) else f"Person nr. {numbers[person]} på vaktlista"


def subject(person: str) -> str:
    """A person as a finding's subject."""
    return person if is_position(person) else person_key(person)


def vehicle_at(entry: RosterEntry, stations: dict[str, Station]) -> str | None:
    """The vehicle that stands at an entry's station in its time."""
    station = stations.get(entry.station)
    for opening in station.opening if station else ():
        meets = opening.start_minute < minute_of(entry.end) and minute_of(entry.start) < opening.end_minute
        if opening.date == entry.date and opening.vehicle is not None and meets:
            return opening.vehicle
    return None


def needs_of(needs: Iterable[CrewNeed], places: Collection[str], roles: Iterable[Role]) -> list[CrewNeed]:
    """What some places ask of whoever has any of some roles there."""
    at, asked = {site_id_of(place) for place in places}, {role.value for role in roles}
    return [need for need in needs if site_id_of(need.at) in at and asked & set(need.roles)]


def certificates(needs: Iterable[CrewNeed]) -> frozenset[str]:
    """All certificates asked for, small letters."""
    return frozenset(word.casefold() for need in needs for word in need.certificates)


def languages(needs: Iterable[CrewNeed]) -> frozenset[str]:
    """All languages asked for, small letters."""
    return frozenset(word.casefold() for need in needs for word in need.languages)


def held(words: Iterable[str]) -> frozenset[str]:
    """A person's languages or certificates, as they are compared."""
    return frozenset(word.casefold() for word in words)


def absent(person: Person, day: date, start: int, end: int) -> bool:
    """Whether the person is away for any of a stretch (minutes after midnight)."""
    return any(closure.holds(day, start, end) for closure in person.absences)


def week_minutes(person: Person, limits: WorkLimits) -> int:
    """Most minutes in a week, by contract and law."""
    agreed = limits.week if person.week_hours is None else int(person.week_hours * 60)
    return min(agreed, limits.week)


def week_room(person: Person, days: Sequence[date], limits: WorkLimits) -> int:
    """Minutes that a person can work at the most on some dates of one ISO week (an upper bound)."""
    there = sum(not absent_all_day(person, day) for day in days)
    return min(week_minutes(person, limits), min(there, limits.shifts) * limits.day)


def absent_all_day(person: Person, day: date) -> bool:
    """Whether one absence takes the whole date."""
    whole = (0, 24 * 60)
    return any(
        c.first <= day <= c.last and minute_of(c.start) <= whole[0] and minute_of(c.end) >= whole[1]
        for c in person.absences
    )


def people_of(plan: Plan, problem: Problem) -> dict[str, Person]:
    """The listed person behind each name of the roster; names that are on no list are left out."""
    listed = {person.key: person for person in problem.scenario.crew or ()}
    names = {entry.person for entry in plan.roster if not is_position(entry.person)}
    return {name: listed[person_key(name)] for name in sorted(names) if person_key(name) in listed}


def by_week(entries: Iterable[RosterEntry]) -> dict[date, list[RosterEntry]]:
    """Lines of a roster by the Monday of their ISO week."""
    found: dict[date, list[RosterEntry]] = {}
    for entry in sorted(entries, key=lambda e: e.date):
        found.setdefault(monday_of(entry.date), []).append(entry)
    return found
