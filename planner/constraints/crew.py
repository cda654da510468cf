"""``crew``: everyone on the roster is on the list of people, and is asked for nothing the list does not allow.

Judged per named person: the role, absences, hours agreed for a week, certificates a place demands. Anonymous
positions beside a list are shifts that nobody has: a warning that names what is scarce, and whether it is proven
that the list is too short (:mod:`planner.evaluate.shortage`). A place that wishes for a language and has nobody on duty
who speaks it is a warning too. No finding holds a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.constraints.requirement import constraint, decimal
from planner.domain.clock import minute_of
from planner.domain.findings import Finding, Severity
from planner.domain.plan import Opening, Plan, Role, RosterEntry, Station
from planner.evaluate.crew import (
    absent,
    by_week,
    certificates,
    held,
    languages,
    needs_of,
    people_of,
    roster_numbers,
    shown,
    subject,
    vehicle_at,
)
from planner.evaluate.shortage import shortage
from planner.evaluate.worktime import work_days
from planner.law.wording import count, join, long_date, named
from planner.problem import Problem
from planner.scenario import Person, is_position

CONSTRAINT = constraint("crew", "Personene i vaktlista", "crew, roster.needs")
ROLES = {
    Role.LEADER: "leder",
    Role.DEPUTY: "nestleder",
    Role.WORKER: "valgmedarbeider",
    Role.RELIEF: "avløser",
    Role.DRIVER: "sjåfør",
}
UNPROVEN = (
    "Det er ikke bevist at lista er for liten: fordelingen er gjort uke for uke, og kan gå opp for hånd. Fyll dem ut, "
    "eller skaff flere."
)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Person by person in the order of the roster, then what nobody has, then languages."""
    if problem.scenario.crew is None or not plan.roster:
        return
    numbers, people = roster_numbers(plan.roster), people_of(plan, problem)
    stations = {station.id: station for station in plan.stations}
    for person in numbers:
        if not is_position(person):
            entries = sorted((e for e in plan.roster if e.person == person), key=lambda e: (e.date, e.start))
            who = _Who(shown(person, numbers), subject(person), people.get(person))
            yield from _judged(who, entries, stations, problem)
    yield from _uncovered(plan, problem)
    yield from _silent(plan, people, problem)


class _Who:
    """A person as findings name them, and what the list says."""

    def __init__(self, name: str, key: str, listed: Person | None) -> None:
        self.name, self.key, self.listed = name, key, listed


def _judged(who: _Who, entries: list[RosterEntry], stations: dict[str, Station], problem: Problem) -> Iterator[Finding]:
    if who.listed is None:
        yield CONSTRAINT.finding(
            f"{who.name} står ikke i lista over personer (crew). Legg personen til, eller sett en annen på vakt.",
            (who.key,),
        )
        return
    for entry in entries:
        yield from _entry(who, who.listed, entry, stations, problem)
    if who.listed.week_hours is not None:
        yield from _weeks(who, who.listed.week_hours, entries)


def _entry(
    who: _Who, listed: Person, entry: RosterEntry, stations: dict[str, Station], problem: Problem
) -> Iterator[Finding]:
    when = f"{long_date(entry.date)} kl. {entry.start}–{entry.end}"
    subjects = (who.key, entry.station)
    if entry.role.value not in listed.roles:
        text = f"{who.name} er satt opp som {ROLES[entry.role]} {when}, og kan ikke være det etter lista. Bytt person."
        yield CONSTRAINT.finding(text, subjects)
    if absent(listed, entry.date, minute_of(entry.start), minute_of(entry.end)):
        yield CONSTRAINT.finding(f"{who.name} er satt opp {when}, og er borte da. Bytt person.", subjects)
    places = {entry.station, *filter(None, (vehicle_at(entry, stations),))}
    lacking = certificates(needs_of(problem.scenario.roster.needs, places, (entry.role,))) - held(listed.certificates)
    if lacking:
        text = f"{who.name} er satt opp {when} og mangler {join(sorted(lacking))}. Bytt person, eller skaff beviset."
        yield CONSTRAINT.finding(text, subjects)


def _weeks(who: _Who, agreed: float, entries: list[RosterEntry]) -> Iterator[Finding]:
    for monday, week in by_week(entries).items():
        minutes = sum(day.minutes for day in work_days(week))
        if minutes > agreed * 60:
            yield CONSTRAINT.finding(
                f"{who.name} har {decimal(minutes / 60)} timer i uka fra {long_date(monday)}, og {decimal(agreed)} er "
                "avtalt. Gi noe av det til en annen.",
                (who.key,),
                measured=round(minutes / 60, 4),
                limit=agreed,
                unit="timer",
            )


def _uncovered(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One warning for all shifts that no person has."""
    left = sorted((e for e in plan.roster if is_position(e.person)), key=lambda e: (e.date, e.start, e.station))
    if not left:
        return
    hours = sum(minute_of(e.end) - minute_of(e.start) for e in left) / 60
    days = {(e.person, e.date) for e in left}
    first, stations = left[0], {station.id: station for station in plan.stations}
    at = named(stations[first.station]) if first.station in stations else first.station
    proof = shortage(plan, problem)
    yield CONSTRAINT.finding(
        f"{count(len(days), 'vakt', 'vakter')} ({decimal(hours)} timer) i vaktlista har ingen person, og står som "
        f"plasser uten navn. Den første er {ROLES[first.role]} på {at} {long_date(first.date)} "
        f"kl. {first.start}–{first.end}. {proof.sentence if proof else UNPROVEN}",
        tuple(dict.fromkeys(e.station for e in left)),
        measured=round(hours, 4),
        limit=0,
        unit="timer uten person",
        severity=Severity.WARNING,
    )


def _silent(plan: Plan, people: dict[str, Person], problem: Problem) -> Iterator[Finding]:
    """Places with openings in which nobody on duty speaks a language that is wished for there."""
    for station in plan.stations:
        for language, missing in sorted(_missing(plan, station, people, problem).items()):
            yield CONSTRAINT.finding(
                f"{named(station)} har ingen på vakt som kan {language} i {count(len(missing), 'åpning', 'åpninger')}, "
                f"første gang {long_date(missing[0])}. Sett en som kan det på vakt, eller avtal tolk (roster.needs).",
                (station.id,),
                measured=len(missing),
                limit=0,
                unit="åpninger",
                severity=Severity.WARNING,
            )


def _missing(plan: Plan, station: Station, people: dict[str, Person], problem: Problem) -> dict[str, list[date]]:
    """Per language the dates of openings without a speaker, where the roster has anybody at all."""
    found: dict[str, list[date]] = {}
    for opening in station.opening:
        places = {station.id, *filter(None, (opening.vehicle,))}
        there = [e for e in plan.roster if e.station == station.id and e.date == opening.date and _meets(e, opening)]
        needs = needs_of(problem.scenario.roster.needs, places, tuple(Role)) if there else []
        spoken = {word for e in there if e.person in people for word in held(people[e.person].languages)}
        for language in languages(needs) - spoken:
            found.setdefault(language, []).append(opening.date)
    return found


def _meets(entry: RosterEntry, opening: Opening) -> bool:
    return minute_of(entry.start) < opening.end_minute and opening.start_minute < minute_of(entry.end)
