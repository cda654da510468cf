"""The calendar of an election: every date and deadline of advance voting, with its provision.

Dates follow from the election day and the dated parameters alone:

==========================  ==========================================================
early_start, early_end      tidligstemming, vl 7-1(2): until ordinary voting starts
ordinary_start, …_end       vl 7-1(1) and 21-4(3): 10 August, Monday if on a weekend,
                            to the Friday before election day
registration_deadline       vf 4-1(1) g, h
opening_hours_deadline      vf 7-1
home_voting_deadline        vl 7-2(4)
votes_in_by                 vf 7-3, as are daily_shipping_from, daily_shipping_to
                            (the second-to-last week), last_week_from, last_week_to,
                            ordinary_mail_until and shipping_days
election_day_sunday         V 4.1; only where votes are taken on two days
==========================  ==========================================================
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from planner.domain.errors import InputError, Problem
from planner.domain.plan import Phase
from planner.law.calendar_notes import (
    ORDINARY_MAIL_READING,
    WEEK_READING,
    deadline_note,
    early_weekend_note,
    election_note,
    incoming_note,
    moved_note,
    shipping_note,
    sunday_note,
)
from planner.law.days import ONE_DAY, SATURDAY, DayType, day_type, is_workday, workday_before
from planner.law.parameters import ParameterSet, law_parameters
from planner.law.wording import WEEKDAYS

__all__ = ["OSLO", "Calendar", "Dated", "DayType", "day_type", "election_calendar"]

OSLO = ZoneInfo("Europe/Oslo")
T = TypeVar("T", date, datetime, tuple[date, ...])


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """One date, moment or list of dates, the provision it follows from, and what to note about it."""

    value: T
    citation: str
    note: str = ""

    def first_day(self) -> date:
        """The date of it; the first of a list."""
        value = self.value[0] if isinstance(self.value, tuple) else self.value
        return value.date() if isinstance(value, datetime) else value

    def to_json(self) -> dict[str, Any]:
        """``{value, citation, note?}``; moments as ``YYYY-MM-DDTHH:MM`` with offset."""
        value: Any = self.value
        if isinstance(value, tuple):
            plain: Any = [day.isoformat() for day in value]
        else:
            plain = value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
        return {"value": plain, "citation": self.citation} | ({"note": self.note} if self.note else {})


@dataclass(frozen=True, slots=True)
class Calendar:
    """Every date and deadline of one election; names are those of ``valgplan calendar --json``.

    Attributes:
        shipping_days: every day of the last two weeks on which votes for other municipalities
            have to be sent; none where a public holiday or weekend stops the mail.
        ordinary_mail_until: the last day on which they may go with ordinary mail.
        election_day_sunday: None where votes are taken on election day only.
    """

    early_start: Dated[date]
    early_end: Dated[date]
    ordinary_start: Dated[date]
    ordinary_end: Dated[date]
    registration_deadline: Dated[date]
    opening_hours_deadline: Dated[date]
    home_voting_deadline: Dated[datetime]
    votes_in_by: Dated[datetime]
    daily_shipping_from: Dated[date]
    last_week_from: Dated[date]
    election_day: Dated[date]
    daily_shipping_to: Dated[date]
    last_week_to: Dated[date]
    shipping_days: Dated[tuple[date, ...]]
    ordinary_mail_until: Dated[date]
    election_day_sunday: Dated[date] | None = None

    @property
    def election(self) -> date:
        """The election day itself."""
        return self.election_day.value

    @property
    def nominal_start(self) -> date:
        """The day ordinary voting would start were it no weekend (vl 7-1(1), before 21-4(3))."""
        start = self.ordinary_start.value
        return law_parameters().date_in("ordinary_start", start.year, self.election)

    def ordinary_dates(self) -> tuple[date, ...]:
        """Every date of the ordinary period, both ends included."""
        return _dates(self.ordinary_start.value, self.ordinary_end.value)

    def ordinary_weekdays(self) -> tuple[date, ...]:
        """Mondays to Fridays of the ordinary period, without public holidays."""
        return tuple(day for day in self.ordinary_dates() if is_workday(day))

    def early_dates(self) -> tuple[date, ...]:
        """Every date of tidligstemming, both ends included."""
        return _dates(self.early_start.value, self.early_end.value)

    def phase_of(self, day: date) -> Phase | None:
        """The phase a date lies in; None where nobody votes in advance."""
        if self.early_start.value <= day <= self.early_end.value:
            return Phase.EARLY
        return Phase.ORDINARY if self.ordinary_start.value <= day <= self.ordinary_end.value else None

    def entries(self) -> dict[str, Dated[Any]]:
        """Every entry by name; one that this election does not have is left out."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: entry for name, entry in found.items() if entry is not None}

    def to_json(self) -> dict[str, dict[str, Any]]:
        """The dates of ``valgplan calendar --json``."""
        return {name: entry.to_json() for name, entry in self.entries().items()}


def election_calendar(election: date, *, two_days: bool = False) -> Calendar:
    """The calendar of an election day; any date is taken, an unusual one gets a note.

    An election day so early in the year that no ordinary period fits between 10 August
    and the Friday before it is given the dates of the year before, with a note.

    Args:
        election: the election day, the last day where votes are taken on two.
        two_days: whether votes are also taken on the Sunday before (V 4.1).

    Raises:
        InputError: a date at the very end of what a calendar can hold.
    """
    try:
        return _calendar(election, two_days, law_parameters())
    except (OverflowError, ValueError) as error:
        remedy = "skriv en valgdag mellom år 2 og år 9998"
        raise InputError(Problem("valgdagen kan ikke regnes ut", "", "election", str(election), remedy)) from error


def _calendar(election: date, two_days: bool, law: ParameterSet) -> Calendar:
    sunday = _sunday(election, law) if two_days else None
    first_day = sunday is not None and law.choice("two_day_reading", election) == "first_day"
    counted = sunday.value if sunday is not None and first_day else election
    last = _weekday_before(counted, law.weekday("ordinary_end", election))
    year = election.year if _ordinary_start(election.year, election, law) <= last else election.year - 1
    return Calendar(
        **_periods(year, last, election, law),
        **_deadlines(year, counted, law),
        **_shipping(last, election, law),
        election_day=Dated(election, law.citation("election_weekday", election), election_note(election, year, law)),
        election_day_sunday=sunday,
    )


def _periods(year: int, last: date, election: date, law: ParameterSet) -> dict[str, Any]:
    nominal, start = law.date_in("ordinary_start", year, election), _ordinary_start(year, election, law)
    moved = moved_note(nominal, start)
    early = law.citation("early_start", election)
    rule = "ordinary_start_weekend_moves_to" if moved else "ordinary_start"
    return {
        "early_start": Dated(law.date_in("early_start", year, election), early),
        "early_end": Dated(start - ONE_DAY, early, early_weekend_note(nominal, start)),
        "ordinary_start": Dated(start, law.citation(rule, election), moved),
        "ordinary_end": Dated(last, law.citation("ordinary_end", election)),
    }


def _deadlines(year: int, election: date, law: ParameterSet) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("registration_deadline", "opening_hours_deadline"):
        deadline = law.date_in(name, year, election)
        found[name] = Dated(deadline, law.citation(name, election), deadline_note(deadline))
    home = _weekday_before(election, law.weekday("home_voting_deadline_weekday", election))
    found["home_voting_deadline"] = Dated(
        _moment(home, law.clock("home_voting_deadline_clock", election)),
        law.citation("home_voting_deadline_weekday", election),
        incoming_note(home, "søknadene"),
    )
    votes_in = election + timedelta(days=law.number("votes_in_by_days", election))
    found["votes_in_by"] = Dated(
        _moment(votes_in, law.clock("votes_in_by_clock", election)),
        law.citation("votes_in_by_days", election),
        incoming_note(votes_in, "stemmene"),
    )
    return found


def _shipping(last: date, election: date, law: ParameterSet) -> dict[str, Any]:
    """The second-to-last and the last week, and what is sent in them (vf 7-3)."""
    monday = last - timedelta(days=last.weekday())
    daily = monday - timedelta(weeks=law.number("daily_shipping_week", election) - 1)
    final = monday - timedelta(weeks=law.number("last_week", election) - 1)
    every_day = law.choice("daily_shipping_days", election) == "every_day"
    days = tuple(day for day in _dates(daily, last) if every_day or is_workday(day))
    daily_law, final_law = (law.citation(name, election) for name in ("daily_shipping_week", "last_week"))
    return {
        "daily_shipping_from": Dated(daily, daily_law, WEEK_READING),
        "daily_shipping_to": Dated(final - ONE_DAY, daily_law, WEEK_READING),
        "last_week_from": Dated(final, final_law, WEEK_READING),
        "last_week_to": Dated(last, final_law),
        "shipping_days": Dated(days, law.citation("daily_shipping_days", election), shipping_note(days, law)),
        "ordinary_mail_until": Dated(workday_before(final), final_law, ORDINARY_MAIL_READING),
    }


def _sunday(election: date, law: ParameterSet) -> Dated[date]:
    sunday = _weekday_before(election, law.weekday("second_election_day", election))
    reading = law.by_id["two_day_reading"].note
    return Dated(sunday, law.citation("second_election_day", election), sunday_note(sunday, election, reading))


def _ordinary_start(year: int, election: date, law: ParameterSet) -> date:
    """10 August, or the Monday after where that is a Saturday or Sunday (vl 21-4(3))."""
    start = law.date_in("ordinary_start", year, election)
    if start.weekday() < SATURDAY:
        return start
    weekday = law.weekday("ordinary_start_weekend_moves_to", election)
    return start + timedelta(days=(weekday - start.weekday()) % len(WEEKDAYS))


def _weekday_before(day: date, weekday: int) -> date:
    """The last such weekday strictly before a day."""
    return day - timedelta(days=(day.weekday() - weekday - 1) % len(WEEKDAYS) + 1)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=OSLO)


def _dates(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
