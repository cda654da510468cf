"""What is not known about the places a plan uses: one checklist item per empty column of the dataset.

An empty cell of ``sites.csv`` means *unknown*, never *no*; somebody has to find out
before the place is registered (31 May) or opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from planner.domain.dataset import Site
from planner.domain.findings import ChecklistItem
from planner.domain.plan import Plan, Station, StationKind
from planner.evaluate.access import station_site
from planner.law.wording import count
from planner.problem import Problem

MOST_NAMED = 6


@dataclass(frozen=True)
class Question:
    """One thing to find out.

    Attributes:
        id: of the checklist item; a rule's id where a rule asks for it.
        missing: whether a site leaves it open.
        stops: asked of bus stops; ``premises``: asked of premises.
        before_registration: due by the registration deadline, else by the first day.
    """

    id: str
    text: str
    missing: Callable[[Site], bool]
    stops: bool = True
    premises: bool = True
    before_registration: bool = False


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
        lambda s: s.mobile_coverage != "good",
    ),
    Question("site_power", "Avklar strøm", lambda s: s.power is None),
    Question("site_parking", "Skaff tillatelse til å stå der", lambda s: not s.parking_permit, premises=False),
    Question("site_keys", "Avtal nøkler og låsing", lambda s: not s.keys, stops=False),
)


def place_checklist(plan: Plan, problem: Problem) -> Iterator[ChecklistItem]:
    """Items for the stations of a plan; status and who are taken over from the plan."""
    said = {item.rule: item for item in plan.checklist}
    calendar = problem.calendar
    used = [(s, problem.dataset.sites[c]) for s in plan.stations if (c := station_site(problem, s)) is not None]
    for question in QUESTIONS:
        open_at = [station for station, site in used if _asked(question, station) and question.missing(site)]
        if not open_at:
            continue
        due = calendar.registration_deadline if question.before_registration else calendar.ordinary_start
        item = ChecklistItem(question.id, f"{question.text}: {_named(open_at)}.", due.value)
        old = said.get(question.id)
        yield replace(item, status=old.status, who=old.who) if old else item


def _asked(question: Question, station: Station) -> bool:
    return question.stops if station.kind is StationKind.MOBILE_STOP else question.premises


def _named(stations: list[Station]) -> str:
    first = ", ".join(f"{s.name} ({s.id})" for s in stations[:MOST_NAMED])
    more = len(stations) - MOST_NAMED
    return first if more <= 0 else f"{first} og {count(more, 'sted', 'steder')} til"
