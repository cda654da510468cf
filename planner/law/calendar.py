"""The calendar of an election: every date and deadline of advance voting, with its provision.

Dates follow from the election day and the dated parameters alone:

=========================  ==========================================================
early_start, early_end     tidligstemming, vl 7-1(2): until ordinary voting starts
ordinary_start, …_end      vl 7-1(1) and 21-4(3): 10 August, Monday if on a weekend,
                           to the Friday before election day
registration_deadline      vf 4-1(1) g, h
opening_hours_deadline     vf 7-1
home_voting_deadline       vl 7-2(4)
votes_in_by                vf 7-3, as are daily_shipping_from and last_week_from
=========================  ==========================================================
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from planner.domain.errors import InputError, Problem
from planner.domain.plan import Phase
from planner.law.parameters import ParameterSet, law_parameters
from planner.law.wording import MONTHS, WEEKDAYS, long_date, short_date, workday_before

OSLO = ZoneInfo("Europe/Oslo")
SATURDAY, SUNDAY = 5, 6
ONE_DAY = timedelta(days=1)
T = TypeVar("T", date, datetime)


class DayType(StrEnum):
    """What kind of day a date is, by the calendar week alone."""

    WEEKDAY = "weekday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def day_type(day: date) -> DayType:
    """Day type of a date; public holidays are not known."""
    return {SATURDAY: DayType.SATURDAY, SUNDAY: DayType.SUNDAY}.get(day.weekday(), DayType.WEEKDAY)


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """One date or moment, the provision it follows from, and what to note about it."""

    value: T
    citation: str
    note: str = ""

    def to_json(self) -> dict[str, str]:
        """``{value, citation, note?}``; moments as ``YYYY-MM-DDTHH:MM`` with offset."""
        value = self.value.isoformat(timespec="minutes") if isinstance(self.value, datetime) else self.value.isoformat()
        return {"value": value, "citation": self.citation} | ({"note": self.note} if self.note else {})


@dataclass(frozen=True, slots=True)
class Calendar:
    """Every date and deadline of one election; names are those of ``valgplan calendar --json``."""

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
        """Mondays to Fridays of the ordinary period."""
        return tuple(day for day in self.ordinary_dates() if day_type(day) is DayType.WEEKDAY)

    def early_dates(self) -> tuple[date, ...]:
        """Every date of tidligstemming, both ends included."""
        return _dates(self.early_start.value, self.early_end.value)

    def phase_of(self, day: date) -> Phase | None:
        """The phase a date lies in; None where nobody votes in advance."""
        if self.early_start.value <= day <= self.early_end.value:
            return Phase.EARLY
        return Phase.ORDINARY if self.ordinary_start.value <= day <= self.ordinary_end.value else None

    def entries(self) -> dict[str, Dated[Any]]:
        """Every entry by name, in reading order."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def to_json(self) -> dict[str, dict[str, str]]:
        """What ``valgplan calendar --json`` prints."""
        return {name: entry.to_json() for name, entry in self.entries().items()}


def election_calendar(election: date) -> Calendar:
    """The calendar of an election day; any date is taken, an unusual one gets a note.

    An election day so early in the year that no ordinary period fits between 10 August
    and the Friday before it is given the dates of the year before, with a note.

    Raises:
        InputError: a date at the very end of what a calendar can hold.
    """
    try:
        return _calendar(election, law_parameters())
    except (OverflowError, ValueError) as error:
        remedy = "skriv en valgdag mellom år 2 og år 9998"
        raise InputError(Problem("valgdagen kan ikke regnes ut", "", "election", str(election), remedy)) from error


def _calendar(election: date, law: ParameterSet) -> Calendar:
    def entry(value: date, name: str, note: str = "") -> Dated[date]:
        return Dated(value, law.citation(name, election), note)

    last = _weekday_before(election, law.weekday("ordinary_end", election))
    year = election.year if _ordinary_start(election.year, election, law) <= last else election.year - 1
    nominal, start = law.date_in("ordinary_start", year, election), _ordinary_start(year, election, law)
    moved = f"{short_date(nominal).capitalize()} flyttes til {short_date(start)}." if start != nominal else ""
    last_monday = last - timedelta(days=last.weekday())
    weeks = {name: law.number(name, election) - 1 for name in ("daily_shipping_week", "last_week")}
    iso = "Uken er regnet fra mandag til søndag (vår lesning)."
    registration = law.date_in("registration_deadline", year, election)
    hours = law.date_in("opening_hours_deadline", year, election)
    home = _weekday_before(election, law.weekday("home_voting_deadline_weekday", election))
    votes_in = election + timedelta(days=law.number("votes_in_by_days", election))
    return Calendar(
        early_start=entry(law.date_in("early_start", year, election), "early_start"),
        early_end=entry(start - ONE_DAY, "early_start"),
        ordinary_start=entry(start, "ordinary_start_weekend_moves_to" if moved else "ordinary_start", moved),
        ordinary_end=entry(last, "ordinary_end"),
        registration_deadline=entry(registration, "registration_deadline", _weekend_note(registration)),
        opening_hours_deadline=entry(hours, "opening_hours_deadline", _weekend_note(hours)),
        home_voting_deadline=Dated(
            _moment(home, law.clock("home_voting_deadline_clock", election)),
            law.citation("home_voting_deadline_weekday", election),
        ),
        votes_in_by=Dated(
            _moment(votes_in, law.clock("votes_in_by_clock", election)), law.citation("votes_in_by_days", election)
        ),
        daily_shipping_from=entry(
            last_monday - timedelta(weeks=weeks["daily_shipping_week"]), "daily_shipping_week", iso
        ),
        last_week_from=entry(last_monday - timedelta(weeks=weeks["last_week"]), "last_week", iso),
        election_day=replace(entry(election, "election_weekday"), note=_election_note(election, year, law)),
    )


def _ordinary_start(year: int, election: date, law: ParameterSet) -> date:
    """10 August, or the Monday after where that is a Saturday or Sunday (vl 21-4(3))."""
    start = law.date_in("ordinary_start", year, election)
    if day_type(start) is DayType.WEEKDAY:
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


def _weekend_note(deadline: date) -> str:
    """Say that a deadline on a weekend is not moved by any rule at hand (V 2.2.1)."""
    if day_type(deadline) is DayType.WEEKDAY:
        return ""
    weekday, _, the_date = long_date(deadline).partition(" ")
    remedy = f"gjør det senest {short_date(workday_before(deadline))}"
    return f"{the_date} er en {weekday}, og veilederen nevner ingen utsettelse: {remedy}."


def _election_note(election: date, year: int, law: ParameterSet) -> str:
    notes = []
    weekday, month = law.weekday("election_weekday", election), law.number("election_month", election)
    odd = law.choice("election_years", election) == "odd"
    if (election.weekday(), election.month, election.year % 2 == 1) != (weekday, month, odd):
        usual = f"en {WEEKDAYS[weekday]} i {MONTHS[month - 1]} i et {'oddetallsår' if odd else 'partallsår'}"
        notes.append(f"{long_date(election).capitalize()} er ikke {usual}.")
    if year != election.year:
        notes.append(f"Ingen ordinær periode får plass før valgdagen i {election.year}; datoene er regnet fra {year}.")
    if not all(law.in_force(name, election) for name in ("ordinary_start", "registration_deadline")):
        notes.append("Valgdagen ligger før dagens valglov og valgforskrift; datoene er regnet etter dagens regler.")
    return " ".join(notes)
