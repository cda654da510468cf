"""What a planner fixes beforehand: pinned (shall be), forbidden (shall not be), and where to start from.

One form for all: a ``station`` (premises) or a ``stop`` (of a vehicle) at a site, then the date and the block
it is about; without them the whole place.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from planner.domain.clock import minute_of
from planner.scenario.fields import Block, Part, Whole, only_a_date

Day = Annotated[date, BeforeValidator(only_a_date)]


class Edit(Part):
    """One place, and when."""

    station: Annotated[str | None, Field(description="id for stedet, som lokale")] = None
    stop: Annotated[str | None, Field(description="id for stedet, som stopp for et kjøretøy")] = None
    date: Annotated[Day | None, Field(description="datoen; tom = hele perioden")] = None
    block: Annotated[Block | None, Field(description="tidsrommet, TT:MM-TT:MM; tom = hele dagen")] = None

    @model_validator(mode="after")
    def _names_one_place(self) -> Edit:
        if (self.station is None) == (self.stop is None):
            raise ValueError("skriv enten station (lokale) eller stop (stopp for et kjøretøy), og bare det ene")
        return self

    @property
    def site(self) -> str:
        """Id of the place."""
        return self.station or self.stop or ""

    @property
    def span(self) -> tuple[int, int]:
        """Start and end, minutes after midnight; the whole day where no block is named."""
        if self.block is None:
            return 0, 24 * 60
        start, _, end = self.block.partition("-")
        return minute_of(start), minute_of(end)


def _dated(edit: Edit) -> None:
    if (edit.date is None) != (edit.block is None):
        raise ValueError("date og block hører sammen: en åpningstid eller et besøk har begge")


class Pin(Edit):
    """Shall be: a place open, an opening, a stop used, a visit; or how many are at a place."""

    vehicle: Annotated[str | None, Field(description="hvilket kjøretøy besøket er med; tom = et hvilket som helst")] = (
        None
    )
    crew: Annotated[
        Whole | None, Field(ge=1, description="personer til stede på stedet når det er åpent, framfor stations.crew")
    ] = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Pin:
        _dated(self)
        if self.vehicle is not None and (self.stop is None or self.date is None):
            raise ValueError("vehicle hører til et besøk: stop, date og block")
        if self.crew is not None and (self.station is None or self.date is not None):
            raise ValueError("crew hører til et sted (station) for hele perioden")
        return self


class Ban(Edit):
    """Shall not be: a place, from ``date`` to ``until`` (both included), in ``block``."""

    until: Annotated[Day | None, Field(description="siste dato; tom = bare date")] = None

    @model_validator(mode="after")
    def _is_in_order(self) -> Ban:
        if self.until is not None and (self.date is None or self.until < self.date):
            raise ValueError("until er siste dato i et tidsrom som begynner med date")
        return self

    @property
    def whole(self) -> bool:
        """Whether the place is out of the question at all times."""
        return self.date is None and self.block is None

    def holds(self, day: date, start: int, end: int) -> bool:
        """Whether it takes any of a stretch (minutes after midnight) of a date."""
        first, last = self.date or date.min, self.until or self.date or date.max
        since, till = self.span
        return first <= day <= last and since < end and start < till


class Start(Edit):
    """What the solver tries first; it binds nothing."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Start:
        _dated(self)
        return self


class Kept(Edit):
    """An opening or a visit that is announced already."""

    vehicle: Annotated[str | None, Field(description="kjøretøyet besøket er kunngjort med; tom for lokaler")] = None

    @model_validator(mode="after")
    def _is_an_opening(self) -> Kept:
        if self.date is None or self.block is None:
            raise ValueError("en kunngjort åpning har date og block")
        return self


def _is_a_list(value: Any) -> Any:
    if isinstance(value, str):
        raise ValueError("navnet på en plan; den leses bare av et scenario i fil, eller med --keep")
    return value


Keep = Annotated[
    tuple[Kept, ...],
    BeforeValidator(_is_a_list, json_schema_input_type=tuple[Kept, ...] | str),
    Field(description="kunngjorte åpninger som beholdes så langt det går (changes), eller navnet på en plan.json"),
]
