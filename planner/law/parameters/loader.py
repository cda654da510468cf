"""Numbers of the law as dated parameters, read from the YAML files beside this module.

One file per parameter, named after its id, so that a change of the law is a change
of data: a new entry under ``values`` with its own ``valid_from``. Code asks for a
value *on a day* (the election day) and never holds a number of the law itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError, model_validator

from planner.domain.errors import InputError, Problem
from planner.domain.findings import Assumption
from planner.law.wording import MONTHS
from planner.law.wording import WEEKDAYS as NORWEGIAN_WEEKDAYS

FOLDER = Path(__file__).parent
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Unit(StrEnum):
    """What a value is; a share is text such as ``1/3``, and the last eight are whole numbers from 1 up."""

    MONTH_DAY = "month_day"
    CLOCK = "clock"
    WEEKDAY = "weekday"
    CHOICE = "choice"
    SHARE = "share"
    MONTH = "month"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    PERSONS = "persons"
    VISITS = "visits"
    SETS = "sets"


MINUTES_IN = {Unit.MINUTES: 1, Unit.HOURS: 60}
NUMBERS = frozenset({Unit.MONTH, Unit.DAYS, Unit.WEEKS, Unit.PERSONS, Unit.VISITS, Unit.SETS, *MINUTES_IN})
UNIT_WORDS = {
    Unit.CLOCK: ("klokkeslett", "klokkeslett"),
    Unit.SHARE: ("andel", "andeler"),
    Unit.MINUTES: ("minutt", "minutter"),
    Unit.HOURS: ("time", "timer"),
    Unit.DAYS: ("dag", "dager"),
    Unit.WEEKS: ("uke", "uker"),
    Unit.PERSONS: ("person", "personer"),
    Unit.VISITS: ("besøk", "besøk"),
    Unit.SETS: ("sett", "sett"),
}
"""One and several, as planners read them; values in the other units say by themselves what they are."""
NOT_IN_GUIDE = "ikke i veilederen"
SECTION = rf"^(V \d+(\.\d+)*(, V \d+(\.\d+)*)*|{NOT_IN_GUIDE})$"


def month_day_of(text: str, year: int) -> date:
    """The date of ``MM-DD`` in a year."""
    return date.fromisoformat(f"{year:04d}-{text}")


class DatedValue(BaseModel):
    """A value, the day it applies from, and the provision that gives it.

    Attributes:
        citation: provision and sections of the guide, as users read it.
        section: the guide's sections alone (``V 2.1, V 2.2.1``), or that it does not have the number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: StrictInt | StrictStr
    valid_from: date
    citation: str = Field(min_length=1)
    section: str = Field(pattern=SECTION)


class Parameter(BaseModel):
    """One number, date or choice of the law.

    Attributes:
        values: in order of ``valid_from``; for the act and the regulation as they stand,
            the day they were passed (V 1.1), since the sources at hand do not say more.
        checked_on, checked_against, checked_by: the last comparison with a source.
        verified: False where the value rests on a reading or on no source at hand.
        in_use: False while no rule reads it, so that no result is said to rest on it.
        words: of a choice: each of its values as planners read it, Norwegian.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    description: str = Field(min_length=1)
    unit: Unit
    values: tuple[DatedValue, ...] = Field(min_length=1)
    checked_on: date
    checked_against: str = Field(min_length=1)
    checked_by: str = Field(min_length=1)
    verified: bool
    in_use: bool = True
    note: str = ""
    words: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_its_unit(self) -> Parameter:
        days = [dated.valid_from for dated in self.values]
        if days != sorted(set(days)):
            raise ValueError("valid_from må stige fra verdi til verdi")
        bad = [str(dated.value) for dated in self.values if not _fits(self.unit, dated.value)]
        if bad:
            raise ValueError(f"verdien {', '.join(bad)} passer ikke til enheten {self.unit}")
        if any(_sections(dated.citation) != _sections(dated.section) for dated in self.values):
            raise ValueError("section og citation må nevne de samme punktene i veilederen")
        if self.unit is Unit.CHOICE and any(str(dated.value) not in self.words for dated in self.values):
            raise ValueError("words må gi norske ord for hver verdi")
        return self

    def on(self, day: date) -> DatedValue:
        """The value that applies on a day; before the first ``valid_from``, the first."""
        valid = [dated for dated in self.values if dated.valid_from <= day]
        return valid[-1] if valid else self.values[0]

    def spoken(self, day: date) -> tuple[str, str]:
        """Value and unit as planners read them, Norwegian; no unit where the value needs none."""
        value = self.on(day).value
        one, many = UNIT_WORDS.get(self.unit, ("", ""))
        return self._spoken_value(value), one if value == 1 else many

    def _spoken_value(self, value: int | str) -> str:
        if self.unit is Unit.WEEKDAY:
            return NORWEGIAN_WEEKDAYS[WEEKDAYS.index(str(value))]
        if self.unit is Unit.MONTH:
            return MONTHS[int(value) - 1]
        if self.unit is Unit.MONTH_DAY:
            month, _, day = str(value).partition("-")
            return f"{int(day)}. {MONTHS[int(month) - 1]}"
        return self.words.get(str(value), str(value))


def _sections(text: str) -> list[str]:
    return re.findall(r"V \d+(?:\.\d+)*", text)


def _fits(unit: Unit, value: int | str) -> bool:
    if unit in NUMBERS:
        return isinstance(value, int) and value >= 1
    if not isinstance(value, str):
        return False
    try:
        if unit is Unit.MONTH_DAY:
            month_day_of(value, 2001)  # no leap year: 29 February would not exist in every year
        elif unit is Unit.CLOCK:
            return time.fromisoformat(value).isoformat("minutes") == value
        elif unit is Unit.SHARE:
            return Fraction(0) < Fraction(value) <= 1
    except (ValueError, ZeroDivisionError):
        return False
    return value in WEEKDAYS if unit is Unit.WEEKDAY else bool(value)


@dataclass(frozen=True)
class ParameterSet:
    """All parameters by id, with one typed reader per kind of unit."""

    by_id: Mapping[str, Parameter]

    def _value(self, name: str, day: date, *units: Unit) -> int | str:
        parameter = self.by_id[name]
        if parameter.unit not in units:
            raise TypeError(f"{name} is in {parameter.unit}, not in {' or '.join(units)}")
        return parameter.on(day).value

    def number(self, name: str, day: date) -> int:
        """A whole number as it applies on a day."""
        return int(self._value(name, day, *NUMBERS))

    def minutes(self, name: str, day: date) -> int:
        """A length of time in minutes, whether it is written in hours or in minutes."""
        return int(self._value(name, day, *MINUTES_IN)) * MINUTES_IN[self.by_id[name].unit]

    def share(self, name: str, day: date) -> Fraction:
        """A share as it applies on a day."""
        return Fraction(self._value(name, day, Unit.SHARE))

    def weekday(self, name: str, day: date) -> int:
        """A weekday, 0 = Monday, as it applies on a day."""
        return WEEKDAYS.index(str(self._value(name, day, Unit.WEEKDAY)))

    def clock(self, name: str, day: date) -> time:
        """A clock time as it applies on a day."""
        return time.fromisoformat(str(self._value(name, day, Unit.CLOCK)))

    def choice(self, name: str, day: date) -> str:
        """A named reading as it applies on a day."""
        return str(self._value(name, day, Unit.CHOICE))

    def date_in(self, name: str, year: int, day: date) -> date:
        """A day of the year, in a given year, as it applies on a day."""
        return month_day_of(str(self._value(name, day, Unit.MONTH_DAY)), year)

    def citation(self, name: str, day: date) -> str:
        """The provision behind a value."""
        return self.by_id[name].on(day).citation

    def last_checked(self) -> date:
        """The day of the latest comparison of any parameter with its source."""
        return max(parameter.checked_on for parameter in self.by_id.values())

    def in_force(self, name: str, day: date) -> bool:
        """False where a day lies before everything that is known about a parameter."""
        return self.by_id[name].values[0].valid_from <= day

    def assumptions(self, day: date) -> tuple[Assumption, ...]:
        """Everything in use that no source at hand confirms, to be shown with every result."""
        return tuple(
            _assumption(parameter, day)
            for parameter in self.by_id.values()
            if parameter.in_use and not parameter.verified
        )


def _assumption(parameter: Parameter, day: date) -> Assumption:
    value, unit = parameter.spoken(day)
    return Assumption(
        id=f"law.{parameter.id}",
        text=f"{parameter.description}. {parameter.note}".strip(),
        value=value,
        unit=unit,
        source=parameter.on(day).citation,
        verified=False,
    )


def load_parameters(folder: Path) -> ParameterSet:
    """Read every ``*.yaml`` of a folder.

    Raises:
        InputError: every error of every file at once.
    """
    found: dict[str, Parameter] = {}
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            parameter = Parameter.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        except yaml.YAMLError as error:
            problems.append(Problem(f"ikke gyldig YAML ({error})", file.name))
        except ValidationError as error:
            for item in error.errors():
                place = ".".join(str(part) for part in item["loc"])
                problems.append(Problem(item["msg"], file.name, place, str(item["input"])[:80]))
        else:
            if parameter.id != file.stem:
                problems.append(Problem("id må være filnavnet", file.name, "id", parameter.id, f"skriv {file.stem}"))
            found[parameter.id] = parameter
    if not found and not problems:
        problems.append(Problem("ingen lovparametere funnet", str(folder), remedy="installer valgplan på nytt"))
    if problems:
        raise InputError(problems)
    return ParameterSet(MappingProxyType(found))


@cache
def law_parameters() -> ParameterSet:
    """The parameters that come with valgplan, read once."""
    return load_parameters(FOLDER)
