"""Fixed hours of tidligstemming: what the scenario asks for, on this election's calendar.

They are no decision: the planner writes them into the plan, and what they cost is charged
before anything is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from planner.domain.clock import clock_of, minute_of
from planner.domain.dataset import Dataset, Site
from planner.domain.errors import Problem as Trouble
from planner.law.calendar import Calendar, DayType, day_type
from planner.law.wording import MOST_OPENINGS, long_date
from planner.problem.edits import banned_whole
from planner.problem.slots import person_nok, unavailable_reason
from planner.problem.types import EarlyHours, Slot
from planner.scenario import HERE, FixedEarly, Scenario


def early_hours(dataset: Dataset, scenario: Scenario, calendar: Calendar) -> tuple[EarlyHours, ...]:
    """Fixed hours by site; unknown sites are left out (they are told of elsewhere)."""
    index = dataset.site_index()
    openings: dict[int, list[tuple[Slot, int]]] = {}
    for entry in scenario.early.fixed:
        if entry.site in index:
            found = openings.setdefault(index[entry.site], [])
            found += [(slot, entry.crew) for slot in _slots(entry, calendar)]
    return tuple(EarlyHours(site, tuple(sorted(openings[site]))) for site in sorted(openings) if openings[site])


def _slots(entry: FixedEarly, calendar: Calendar) -> Iterator[Slot]:
    blocks = {DayType.WEEKDAY: entry.weekday, DayType.SATURDAY: entry.saturday, DayType.SUNDAY: entry.sunday}
    for day in calendar.early_dates():
        if (entry.first or day) <= day <= (entry.last or day):
            for block in blocks[day_type(day)]:
                start, _, end = block.partition("-")
                yield Slot(day, minute_of(start), minute_of(end))


def early_nok(scenario: Scenario, hours: EarlyHours, *, today: bool) -> float:
    """Cost of the fixed hours of one site, NOK excl. VAT; a place that is not there ``today`` must be set up."""
    prices = scenario.prices
    paid = sum(
        slot.hours * prices.premises_hour + crew * person_nok(prices, slot.day, slot.start, slot.end)
        for slot, crew in hours.openings
    )
    return paid + (0.0 if today else prices.popup_opening)


def early_troubles(dataset: Dataset, scenario: Scenario, calendar: Calendar) -> Iterator[Trouble]:
    """Fixed hours that cannot be: outside the period, at a place that is unknown, forbidden, taken or used twice."""
    index = dataset.site_index()
    for number, entry in enumerate(scenario.early.fixed):
        place = f"early.fixed.{number}"
        if entry.site not in index:
            yield Trouble("ukjent sted", HERE, f"{place}.site", entry.site, "bruk en id fra datasettets sites.csv")
            continue
        if banned_whole(scenario, entry.site, stop=False):
            remedy = "fjern det fra forbid eller early.fixed"
            yield Trouble("stedet er forbudt", HERE, f"{place}.site", entry.site, remedy)
        yield from _outside(entry, place, calendar)
        yield from _taken(dataset, scenario, dataset.sites[index[entry.site]], entry, place, calendar)
    for hours in early_hours(dataset, scenario, calendar):
        yield from _twice(dataset, hours)


def _outside(entry: FixedEarly, place: str, calendar: Calendar) -> Iterator[Trouble]:
    first, last = calendar.early_start.value, calendar.early_end.value
    period = f"tidligstemmingen varer fra {long_date(first)} til og med {long_date(last)}"
    late = {
        name: day for name, day in (("first", entry.first), ("last", entry.last)) if day and not first <= day <= last
    }
    for name, day in late.items():
        yield Trouble("utenfor tidligstemmingen", HERE, f"{place}.{name}", str(day), period)
    if not late and not any(_slots(entry, calendar)):
        remedy = "endre datoene, eller legg til blokker på de ukedagene som er med"
        yield Trouble("de faste tidene gir ingen åpning", HERE, place, entry.site, remedy)


def _taken(
    dataset: Dataset, scenario: Scenario, site: Site, entry: FixedEarly, place: str, calendar: Calendar
) -> Iterator[Trouble]:
    """One trouble per reason why the premises cannot be used then."""
    reasons: dict[str, list[str]] = {}
    for slot in _slots(entry, calendar):
        if reason := unavailable_reason(dataset, scenario, site, slot):
            reasons.setdefault(reason, []).append(str(slot.day))
    for reason, days in reasons.items():
        shown = ", ".join(days[:MOST_OPENINGS]) + (" …" if len(days) > MOST_OPENINGS else "")
        message = f"lokalet er ikke ledig da ({reason}): {shown}"
        yield Trouble(message, HERE, place, entry.site, "flytt tidene, eller velg et annet sted")


def _twice(dataset: Dataset, hours: EarlyHours) -> Iterator[Trouble]:
    """Two entries of one site that overlap; the first such date is enough."""
    for (one, _), (other, _) in pairwise(hours.openings):
        if one.day == other.day and other.start < one.end:
            message = f"to faste tider overlapper {long_date(one.day)} fra kl. {clock_of(other.start)}"
            site_id = dataset.sites[hours.site].id
            yield Trouble(message, HERE, "early.fixed", site_id, "slå dem sammen, eller flytt den ene")
            return


def early_pool_troubles(early: tuple[EarlyHours, ...], pool: int) -> Iterator[Trouble]:
    """More persons at once than the pool has: no choice could mend that. The first such moment is enough."""
    everyone = sorted((slot, crew) for hours in early for slot, crew in hours.openings)
    for slot, _ in everyone:
        persons = sum(c for s, c in everyone if s.day == slot.day and s.start <= slot.start < s.end)
        if persons > pool:
            message = f"faste tider for tidligstemming trenger {persons} personer samtidig {long_date(slot.day)}"
            remedy = "kutt tider eller bemanning (crew), eller øk crew_pool.persons"
            yield Trouble(message, HERE, "early.fixed", f"poolen har {pool}", remedy)
            return
