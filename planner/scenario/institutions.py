"""Institutions and prisons: the list of whom the municipality has to visit (vl 7-2(3), V 5.2, 5.3).

No list (null) is not an empty list: without one nobody can judge whether all are served;
an empty one says that the municipality has none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from planner.dataset.columns import PARSERS
from planner.domain.clock import minute_of
from planner.domain.errors import InputError
from planner.law.calendar import election_calendar
from planner.scenario.fields import Block, Clock, Number, Part, Whole, only_a_date

ALL_DAY = ("00:00", "24:00")


def _parsed(kind: str) -> Callable[[Any], Any]:
    """The check of a dataset's column of this kind: what is legal there is legal here."""

    def check(value: Any) -> Any:
        PARSERS[kind](str(value))
        return value

    return check


Id = Annotated[str, AfterValidator(_parsed("id"))]
Line = Annotated[str, AfterValidator(_parsed("text"))]
Latitude = Annotated[Number, AfterValidator(_parsed("latitude"))]
Longitude = Annotated[Number, AfterValidator(_parsed("longitude"))]
Day = Annotated[date, BeforeValidator(only_a_date)]


class Closure(Part):
    """When nobody can vote at an institution: dates (both included) and clock times."""

    first: Day
    last: Day
    start: Clock = ALL_DAY[0]
    end: Clock = ALL_DAY[1]

    @model_validator(mode="after")
    def _in_order(self) -> Closure:
        if self.first > self.last:
            raise ValueError(f"stengt-tida slutter ({self.last}) før den begynner ({self.first})")
        if minute_of(self.start) >= minute_of(self.end):
            raise ValueError(f"stengt-tida slutter ({self.end}) før den begynner ({self.start})")
        return self

    def holds(self, day: date, start: int, end: int) -> bool:
        """Whether it takes any of a stretch (minutes after midnight) of a date."""
        return self.first <= day <= self.last and start < minute_of(self.end) and end > minute_of(self.start)

    def text(self) -> str:
        """``2027-08-24``, ``2027-08-30–2027-09-03 08:00-12:00``."""
        days = f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}"
        return days if (self.start, self.end) == ALL_DAY else f"{days} {self.start}-{self.end}"


class Institution(Part):
    """One health and care institution, or one prison."""

    id: Annotated[Id, Field(description="kort id, den samme som stasjonen i planen har")]
    name: Annotated[str, Field(min_length=1, description="navn"), AfterValidator(_parsed("text"))]
    kind: Annotated[
        Literal["institution", "prison"], Field(description="helse- og omsorgsinstitusjon (I1) eller fengsel (I3)")
    ]
    address: Annotated[Line, Field(description="gateadresse med postnummer og poststed")] = ""
    lat: Annotated[Latitude | None, Field(description="breddegrad, WGS84")] = None
    lon: Annotated[Longitude | None, Field(description="lengdegrad, WGS84")] = None
    residents: Annotated[Whole | None, Field(ge=0, description="antall beboere, pasienter eller innsatte")] = None
    days: Annotated[
        Whole | None, Field(ge=1, description="antall dager med stemming; tom = det loven minst krever")
    ] = None
    minutes: Annotated[
        Whole | None,
        Field(ge=1, le=24 * 60, description="minutter hvert besøk tar imot stemmer; tom = etter antall beboere"),
    ] = None
    hours: Annotated[
        Block | None, Field(description="når på dagen det passer (TT:MM-TT:MM); tom = når besøkslagene er ute")
    ] = None
    contact: Annotated[Line, Field(description="hvem besøket avtales med")] = ""
    closed: Annotated[tuple[Closure, ...], Field(description="når det ikke passer med stemming")] = ()
    note: Line = ""

    @model_validator(mode="after")
    def _has_both_coordinates(self) -> Institution:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("bare én av lat og lon er oppgitt; oppgi begge, eller ingen")
        return self

    def suits_hours(self, start: int, end: int) -> bool:
        """Whether a stretch (minutes after midnight) lies in the hours that suit."""
        if self.hours is None:
            return True
        first, _, last = self.hours.partition("-")
        return minute_of(first) <= start and end <= minute_of(last)


def _is_a_list(value: Any) -> Any:
    if isinstance(value, str):
        raise ValueError("navnet på en liste; den leses bare av et scenario i fil (.xlsx eller .csv ved siden av det)")
    return value


Institutions = Annotated[
    tuple[Institution, ...] | None,
    BeforeValidator(_is_a_list, json_schema_input_type=tuple[Institution, ...] | str | None),
    Field(
        description="institusjoner og fengsler (I1, I3), eller navnet på en fil med dem (.xlsx eller .csv, sett fra "
        "scenariet); null = ingen liste, kan ikke vurderes; [] = kommunen har ingen"
    ),
]


def outside_ordinary(closure: Closure, election: date) -> str:
    """The ordinary period in words where a closed time does not touch it, else "" (also for impossible elections)."""
    try:
        calendar = election_calendar(election)
    except InputError:
        return ""
    first, last = calendar.ordinary_start.value, calendar.ordinary_end.value
    return "" if closure.first <= last and closure.last >= first else f"{first}–{last}"
