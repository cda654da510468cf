"""What to note about a date of the calendar: weekends, public holidays, unusual election days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from planner.law.days import ONE_DAY, DayType, day_type, holiday_name, holidays_known, is_workday, workday_before
from planner.law.parameters import ParameterSet
from planner.law.wording import MONTHS, WEEKDAYS, join, long_date, short_date

WEEK_READING = "Uken er regnet fra mandag til søndag (vår lesning)."
ORDINARY_MAIL_READING = "Siste hverdag før den siste uken (vår lesning)."


def off_day(day: date) -> str:
    """Why offices are closed: ``en lørdag``, ``andre pinsedag``, ``en søndag (første pinsedag)``; empty on workdays."""
    holiday = holiday_name(day)
    if day_type(day) is DayType.HOLIDAY:
        return holiday
    if is_workday(day):
        return ""
    return f"en {WEEKDAYS[day.weekday()]}" + (f" ({holiday})" if holiday else "")


def deadline_note(deadline: date) -> str:
    """Say that a deadline on a day off is not moved by any rule at hand (V 2.2.1)."""
    why = off_day(deadline)
    if not why:
        return ""
    _, _, the_date = long_date(deadline).partition(" ")
    remedy = f"gjør det senest {short_date(workday_before(deadline))}"
    return f"{the_date} er {why}, og veilederen nevner ingen utsettelse: {remedy}."


def incoming_note(day: date, what: str) -> str:
    """Somebody has to be there when something comes in on a day off."""
    why = off_day(day)
    return f"{short_date(day).capitalize()} er {why}: sørg for at noen er til stede og tar imot {what}." if why else ""


def moved_note(nominal: date, start: date) -> str:
    """The start was moved from a weekend (vl 21-4(3))."""
    return f"Starten er flyttet fra {short_date(nominal)} til {short_date(start)}." if start != nominal else ""


def early_weekend_note(nominal: date, start: date) -> str:
    """Where the start was moved, tidligstemming may be open on the weekend before it (V 3.1.1)."""
    days = [nominal + timedelta(days=n) for n in range((start - nominal).days)]
    if not days:
        return ""
    return f"Kommunen kan holde åpent for tidligstemming også {join([short_date(day) for day in days])} (V 3.1.1)."


def shipping_note(days: Sequence[date], law: ParameterSet) -> str:
    """Which days count as «every day», what becomes of votes taken on the others, and which holidays stop the mail."""
    between = [days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)] if days else []
    closed = [f"{short_date(day)} ({holiday_name(day)})" for day in between if holiday_name(day) and day not in days]
    notes = [law.by_id["daily_shipping_days"].note]
    if len(days) < len(between):
        notes.append("Stemmer fra de andre dagene sendes første hverdag etter.")
    if closed:
        notes.append(f"Ingen postgang {join(closed)}.")
    return " ".join(notes)


def sunday_note(sunday: date, election: date, reading: str) -> str:
    """What voting on two days leaves as it is, and whether the two days stand together."""
    if sunday + ONE_DAY == election:
        return reading
    return f"{reading} {short_date(sunday).capitalize()} er ikke dagen før valgdagen: kontroller valgdagen."


def election_note(election: date, year: int, law: ParameterSet) -> str:
    """Everything unusual about the election day, so that nobody trusts a calendar blindly."""
    notes = []
    weekday, month = law.weekday("election_weekday", election), law.number("election_month", election)
    odd = law.choice("election_years", election) == "odd"
    if (election.weekday(), election.month, election.year % 2 == 1) != (weekday, month, odd):
        usual = f"en {WEEKDAYS[weekday]} i {MONTHS[month - 1]} i et {'oddetallsår' if odd else 'partallsår'}"
        notes.append(f"{long_date(election).capitalize()} er ikke {usual}.")
    if holiday := holiday_name(election):
        notes.append(f"Valgdagen er {holiday}.")
    if year != election.year:
        notes.append(f"Ingen ordinær periode får plass før valgdagen i {election.year}; datoene er regnet fra {year}.")
    if not all(law.in_force(name, election) for name in ("ordinary_start", "registration_deadline")):
        notes.append("Valgdagen ligger før dagens valglov og valgforskrift; datoene er regnet etter dagens regler.")
    if unknown := [str(y) for y in range(year, election.year + 1) if not holidays_known(y)]:
        notes.append(f"Helligdagene i {join(unknown)} er ikke kjent og er ikke tatt hensyn til.")
    return " ".join(notes)
