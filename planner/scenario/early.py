"""Tidligstemming: appointments, which are a duty, and fixed hours, which are a choice (vl 7-1(2), V 3.1)."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from planner.scenario.fields import Block, Part, Whole, assumed, only_a_date

Day = Annotated[date | None, BeforeValidator(only_a_date)]


class Appointments(Part):
    """How a voter makes an appointment; P2 and P9 of the checklist say it."""

    contact: Annotated[str, Field(description="hvem velgeren henvender seg til: telefon, e-post, skranke")] = ""
    place: Annotated[str, Field(description="hvor velgeren møter opp")] = ""
    weekday: Annotated[
        Block | None, Field(description="ordinær arbeidstid på hverdager, der avtaler legges (P9), TT:MM-TT:MM")
    ] = None


class FixedEarly(Part):
    """Fixed hours of tidligstemming at one site; no dates = from the first day to the last."""

    site: Annotated[str, Field(description="id fra datasettets sites.csv")]
    weekday: tuple[Block, ...] = ()
    saturday: tuple[Block, ...] = ()
    sunday: Annotated[
        tuple[Block, ...],
        Field(description="også helga før en start som er flyttet til mandag, er tidligstemming (P6)"),
    ] = ()
    first: Annotated[Day, Field(description="første dag; tom = når tidligstemmingen begynner")] = None
    last: Annotated[Day, Field(description="siste dag; tom = når den slutter")] = None
    crew: Annotated[
        Whole, Field(ge=1), assumed("personer til stede ved tidligstemming med faste tider", "personer")
    ] = 2

    @model_validator(mode="after")
    def _opens(self) -> FixedEarly:
        if not (self.weekday or self.saturday or self.sunday):
            raise ValueError("faste tider må ha minst én blokk på hverdager, lørdager eller søndager")
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"de faste tidene slutter ({self.last}) før de begynner ({self.first})")
        for blocks in (self.weekday, self.saturday, self.sunday):
            for one, other in pairwise(sorted(blocks)):
                if one.partition("-")[2] > other.partition("-")[0]:
                    raise ValueError(f"blokkene {one} og {other} overlapper; slå dem sammen")
        return self


class Early(Part):
    """Tidligstemming; appointments are always possible, whatever stands here."""

    appointments: Appointments = Appointments()
    fixed: Annotated[tuple[FixedEarly, ...], Field(description="faste tider, om kommunen vil ha det")] = ()
