"""Named people on the lines of all teams: who works what, and what is left over.

Week by week, in order: whole lines to people as one assignment over all teams (everybody keeps to one place, rests as
the line does); lines that nobody could take are cut into their shifts, and those assigned date by date to
whoever has hours left; what is left then are the team's anonymous positions, so that no shift is ever dropped.
A heuristic over weeks and dates: that something is left is no proof that the list is too short
(:mod:`planner.evaluate.shortage` has proofs).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from planner.domain.clock import minute_of
from planner.domain.plan import Plan, Role, RosterEntry, Station, StationKind
from planner.evaluate.access import station_site
from planner.evaluate.crew import LEADING, held, week_minutes
from planner.evaluate.worktime import WorkLimits, work_limits
from planner.optimise.duties import VISITORS, Team
from planner.optimise.people import Job, Worker, assign_some
from planner.optimise.teamweek import TeamWeek
from planner.optimise.weeklines import Line
from planner.problem import Problem
from planner.scenario import POSITION, Person

FIRST_ROLES = (Role.LEADER, Role.DEPUTY)
"""What the first and the second line of leaders of a team are best taken by: a station needs both."""


class Positions:
    """A team's anonymous positions."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.workers: list[Worker] = []
        self._works = Role.DRIVER if team.drivers else Role.WORKER

    def hire(self, *, leads: bool) -> Worker:
        """One more."""
        roles = LEADING | {self._works} if leads else frozenset({self._works})
        name = f"{self.team.id}{POSITION}{len(self.workers) + 1}"
        self.workers.append(Worker(name, roles, frozenset({self.team.id})))
        return self.workers[-1]

    def take(self, job: Job, limits: WorkLimits) -> str:
        """The first that may work a job, else a new one; what a place demands, a position is taken to have."""
        plain = replace(job, certificates=frozenset())
        fit = (worker for worker in self.workers if worker.can(plain, limits))
        worker = next(fit, None) or self.hire(leads=not self.team.drivers)
        worker.take(plain)
        return worker.name


class Task(NamedTuple):
    """A line, or one shift of one, that somebody has to work."""

    week: TeamWeek
    line: Line
    job: Job


def crewed(plan: Plan, weeks: Sequence[TeamWeek], problem: Problem) -> list[RosterEntry]:
    """The roster with the scenario's people, and positions for what is left over."""
    limits = work_limits(problem)
    homes = _homes(plan, weeks, problem)
    workers = [_worker(person, homes, limits) for person in problem.scenario.crew or ()]
    positions = {week.team.id: Positions(week.team) for week in weeks}
    entries: list[RosterEntry] = []
    for monday in sorted({week.monday for week in weeks}):
        tasks = [task for week in weeks if week.monday == monday for task in _tasks(week, problem)]
        left: list[Task] = []
        entries += _taken(tasks, workers, limits, left)
        shifts = [task for whole in left for task in _cut(whole, problem)]
        for day in sorted({task.job.shifts[0].day for task in shifts}):
            todays, nobodys = [task for task in shifts if task.job.shifts[0].day == day], list[Task]()
            entries += _taken(todays, workers, limits, nobodys)
            for task in nobodys:
                name = positions[task.week.team.id].take(task.job, limits)
                entries += task.week.entries(task.line, name)
    may = {worker.name: worker.roles for worker in workers}
    return _with_both(list(with_leaders(entries, may)), positions)


def _worker(person: Person, homes: dict[str, frozenset[str]], limits: WorkLimits) -> Worker:
    return Worker(
        person.name,
        frozenset(Role(role) for role in person.roles),
        homes.get(person.home),
        held(person.languages),
        held(person.certificates),
        person.absences,
        week_minutes(person, limits),
    )


def _homes(plan: Plan, weeks: Sequence[TeamWeek], problem: Problem) -> dict[str, frozenset[str]]:
    """Teams by what a person may call home: a station's place, a vehicle, a district, a place that is visited."""
    found: dict[str, set[str]] = {}
    stations = {station.id: station for station in plan.stations}
    for team in {week.team.id: week.team for week in weeks}.values():
        names = {team.place}
        station = stations.get(team.id)
        if station is not None:
            names |= _areas(station, problem)
        if team.id == VISITORS:
            names |= {s.id for s in plan.stations if s.kind in (StationKind.INSTITUTION, StationKind.PRISON)}
        for name in names:
            found.setdefault(name, set()).add(team.id)
    return {name: frozenset(teams) for name, teams in found.items()}


def _areas(station: Station, problem: Problem) -> set[str]:
    column = station_site(problem, station)
    if column is None:
        return set()
    site = problem.dataset.sites[column]
    return {site.id, site.district_id}


def _tasks(week: TeamWeek, problem: Problem) -> Iterator[Task]:
    leads = 0
    for line in week.lines.lines or ():
        prefer = FIRST_ROLES[leads] if line.lead and leads < len(FIRST_ROLES) else None
        leads += line.lead
        yield Task(week, line, week.job(line, problem, prefer))


def _cut(task: Task, problem: Problem) -> Iterator[Task]:
    """A line as its shifts."""
    for run in task.line.runs:
        line = Line(task.line.lead, (run,))
        yield Task(task.week, line, task.week.job(line, problem, task.job.prefer))


def _taken(tasks: Sequence[Task], workers: Sequence[Worker], limits: WorkLimits, left: list[Task]) -> list[RosterEntry]:
    """Lines of the roster for the tasks that people take; the others are added to ``left``."""
    pairs = assign_some(workers, [task.job for task in tasks], limits)
    entries: list[RosterEntry] = []
    for number, task in enumerate(tasks):
        if number in pairs:
            worker = workers[pairs[number]]
            worker.take(task.job)
            entries += task.week.entries(task.line, worker.name)
        else:
            left.append(task)
    return entries


def with_leaders(
    entries: Sequence[RosterEntry], may: dict[str, frozenset[Role]] | None = None
) -> Iterator[RosterEntry]:
    """At each station the one who leads longest is its leader, the others who lead are deputies, as far as they may.

    Args:
        may: roles by person; who is not there (a position) may have any.
    """
    allowed = may or {}
    led: dict[str, Counter[str]] = {}
    for entry in entries:
        if entry.role in LEADING:
            minutes = minute_of(entry.end) - minute_of(entry.start)
            led.setdefault(entry.station, Counter())[entry.person] += minutes
    leader = {station: _leader(found, allowed) for station, found in led.items()}
    for entry in entries:
        roles = allowed.get(entry.person, LEADING)
        is_leader = leader.get(entry.station) == entry.person or Role.DEPUTY not in roles
        yield replace(entry, role=Role.LEADER) if entry.role in LEADING and is_leader else entry


def _leader(led: Counter[str], may: dict[str, frozenset[Role]]) -> str | None:
    """Who is a station's leader: leaves a deputy if that can be, then leads longest; None where nobody may."""
    able = [person for person in led if Role.LEADER in may.get(person, LEADING)]

    def leaves(person: str) -> bool:
        return any(Role.DEPUTY in may.get(other, LEADING) for other in led if other != person)

    return min(able, key=lambda p: (not leaves(p), -led[p], p), default=None)


def _with_both(entries: list[RosterEntry], positions: dict[str, Positions]) -> list[RosterEntry]:
    """A station whose leaders are all deputies, or all leaders, gets a position for the role it lacks.

    It takes over the one who leads there least; that person's other shifts stay.
    """
    by_station: dict[str, list[RosterEntry]] = {}
    for entry in entries:
        if entry.role in LEADING:
            by_station.setdefault(entry.station, []).append(entry)
    changed: dict[RosterEntry, RosterEntry] = {}
    for station, found in sorted(by_station.items()):
        roles, persons = {entry.role for entry in found}, Counter(entry.person for entry in found)
        lacking = LEADING - roles
        if lacking and len(persons) > 1:
            least = min(persons, key=lambda p: (persons[p], p))
            name = _vacancy(station, positions)
            (role,) = lacking
            changed |= {e: replace(e, person=name, role=role) for e in found if e.person == least}
    return [changed.get(entry, entry) for entry in entries]


def _vacancy(station: str, positions: dict[str, Positions]) -> str:
    """A new position at a station; on a vehicle's or a visiting team's stop it is named by the stop."""
    team = positions.get(station)
    return team.hire(leads=True).name if team is not None else f"{station}{POSITION}1"
