"""What is not known about the places a plan uses: one checklist item per empty column of the dataset.

An empty cell of ``sites.csv`` means *unknown*, never *no*; somebody has to find out
before the place is registered (31 May) or opened. An item holds its stations as
subjects, so that what is done for one is not taken for done at another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.domain.checklist import carried, subject_of
from planner.domain.dataset import Site
from planner.domain.findings import ChecklistItem
from planner.domain.plan import Plan, Station, StationKind
from planner.evaluate.access import station_site
from planner.law.wording import count
from planner.problem import Problem

MOST_NAMED = 6
GOOD_COVERAGE, POOR_COVERAGE, UNKNOWN_COVERAGE = "good", "poor", "unknown"


@dataclass(frozen=True)
class Question:
    """One thing to find out.

    Attributes:
        id: of the checklist item; a rule's id where a rule asks for it.
        missing: whether a site leaves it open.
        stops: asked of bus stops; ``premises``: asked of premises.
        before_registration: due by the registration deadline, else by the first day.
        anywhere: asked also of a station that is at no place of the dataset, of which nothing is known.
    """

    id: str
    text: str
    missing: Callable[[Site], bool]
    stops: bool = True
    premises: bool = True
    before_registration: bool = False
    anywhere: bool = False


QUESTIONS = (
    Question("site_owner", "Finn ut hvem som eier plassen", lambda s: not s.owner, before_registration=True),
    Question("site_contact", "Finn kontaktperson", lambda s: not s.contact, before_registration=True),
    Question(
        "site_booking",
        "Bestill, og få bestillingen bekreftet",
        lambda s: s.booking != "confirmed",
        before_registration=True,
    ),
    Question(
        "site_accessible",
        "Befar om velgerne kan ta seg inn uten hjelp, med dato og hvem som har sjekket (vf 6-2)",
        lambda s: s.accessible is None or s.accessible_checked_on is None or not s.accessible_checked_by,
        before_registration=True,
    ),
    Question(
        "E2",
        "Mål mobildekningen; der forbindelsen er ustabil, må valgstyret selv vedta konvolutter (vl 7-5(4), V 3.2.2.3)",
        lambda s: s.mobile_coverage != GOOD_COVERAGE,
        anywhere=True,
    ),
    Question("site_power", "Avklar strøm", lambda s: s.power is None),
    Question("site_parking", "Skaff tillatelse til å stå der", lambda s: not s.parking_permit, premises=False),
    Question("site_keys", "Avtal nøkler og låsing", lambda s: not s.keys, stops=False),
)


def place_checklist(plan: Plan, problem: Problem) -> Iterator[ChecklistItem]:
    """One item per question for all stations that ask it; what the plan's checklist says of them is taken over."""
    yield from carried(_items(plan, problem), plan.checklist)


def _items(plan: Plan, problem: Problem) -> Iterator[ChecklistItem]:
    calendar = problem.calendar
    used = [(s, _site(problem, s)) for s in plan.stations if s.kind is not StationKind.HOME_TEAM]
    for question in QUESTIONS:
        open_at = [
            station
            for station, site in used
            if _asked(question, station) and (question.anywhere if site is None else question.missing(site))
        ]
        if open_at:
            due = calendar.registration_deadline if question.before_registration else calendar.ordinary_start
            subjects = tuple(sorted(subject_of(station) for station in open_at))
            yield ChecklistItem(question.id, f"{question.text}: {_named(open_at)}.", due.value, subjects=subjects)


def coverage(problem: Problem, station: Station) -> str:
    """Mobile coverage of the place a station stands at; what no dataset knows is unknown."""
    site = _site(problem, station)
    return UNKNOWN_COVERAGE if site is None else site.mobile_coverage


def _site(problem: Problem, station: Station) -> Site | None:
    column = station_site(problem, station)
    return None if column is None else problem.dataset.sites[column]


def _asked(question: Question, station: Station) -> bool:
    return question.stops if station.kind is StationKind.MOBILE_STOP else question.premises


def _named(stations: list[Station]) -> str:
    first = ", ".join(f"{s.name} ({s.id})" for s in stations[:MOST_NAMED])
    more = len(stations) - MOST_NAMED
    return first if more <= 0 else f"{first} og {count(more, 'sted', 'steder')} til"
