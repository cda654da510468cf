"""Numbers of the law as dated parameters, read from the YAML files beside this module.

One file per parameter, named after its id, so that a change of the law is a change
of data: a new entry under ``values`` with its own ``valid_from``. Code asks for a
value *on a day* (the election day) and never holds a number of the law itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError, model_validator

from planner.domain.errors import InputError, Problem
from planner.domain.findings import Assumption

FOLDER = Path(__file__).parent
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Unit(StrEnum):
    """What a value is; the last six are whole numbers from 1 up."""

    MONTH_DAY = "month_day"
    CLOCK = "clock"
    WEEKDAY = "weekday"
    CHOICE = "choice"
    MONTH = "month"
    DAYS = "days"
    WEEKS = "weeks"
    PERSONS = "persons"
    VISITS = "visits"
    SETS = "sets"


NUMBERS = frozenset({Unit.MONTH, Unit.DAYS, Unit.WEEKS, Unit.PERSONS, Unit.VISITS, Unit.SETS})


def month_day_of(text: str, year: int) -> date:
    """The date of ``MM-DD`` in a year."""
    return date.fromisoformat(f"{year:04d}-{text}")


class DatedValue(BaseModel):
    """A value, the day it applies from, and the provision that gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: StrictInt | StrictStr
    valid_from: date
    citation: str = Field(min_length=1)


class Parameter(BaseModel):
    """One number, date or choice of the law.

    Attributes:
        values: in order of ``valid_from``; for the act and the regulation as they stand,
            the day they were passed (V 1.1), since the sources at hand do not say more.
        checked_on, checked_against, checked_by: the last comparison with a source.
        verified: False where the value rests on a reading or on no source at hand.
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
    note: str = ""

    @model_validator(mode="after")
    def _fits_its_unit(self) -> Parameter:
        days = [dated.valid_from for dated in self.values]
        if days != sorted(set(days)):
            raise ValueError("valid_from må stige fra verdi til verdi")
        bad = [str(dated.value) for dated in self.values if not _fits(self.unit, dated.value)]
        if bad:
            raise ValueError(f"verdien {', '.join(bad)} passer ikke til enheten {self.unit}")
        return self

    def on(self, day: date) -> DatedValue:
        """The value that applies on a day; before the first ``valid_from``, the first."""
        valid = [dated for dated in self.values if dated.valid_from <= day]
        return valid[-1] if valid else self.values[0]


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
    except ValueError:
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

    def in_force(self, name: str, day: date) -> bool:
        """False where a day lies before everything that is known about a parameter."""
        return self.by_id[name].values[0].valid_from <= day

    def assumptions(self, day: date) -> tuple[Assumption, ...]:
        """Everything that no source at hand confirms, to be shown with every result."""
        return tuple(
            Assumption(
                id=f"law.{parameter.id}",
                text=f"{parameter.description}. {parameter.note}".strip(),
                value=str(parameter.on(day).value),
                unit=str(parameter.unit),
                source=parameter.on(day).citation,
                verified=False,
            )
            for parameter in self.by_id.values()
            if not parameter.verified
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
