"""What the planner knows of a place and the dataset does not: it goes before what the dataset says.

Only what is filled in counts. Persons are named by role or office, never by name: the scenario stands in every plan.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from planner.scenario.fields import Block, Part, Whole, only_a_date

Day = Annotated[date, BeforeValidator(only_a_date)]
Known = Annotated[bool, Field(strict=True)]


class Taken(Part):
    """When a place cannot be used as premises, from ``date`` to ``until`` (both included), in ``block``."""

    date: Day
    until: Annotated[Day | None, Field(description="siste dato; tom = bare date")] = None
    block: Annotated[Block | None, Field(description="tidsrommet, TT:MM-TT:MM; tom = hele dagen")] = None
    reason: Annotated[str, Field(min_length=3, description="hva stedet er opptatt med")]

    @model_validator(mode="after")
    def _is_in_order(self) -> Taken:
        if self.until is not None and self.until < self.date:
            raise ValueError("until er siste dato i et tidsrom som begynner med date")
        return self


class PremisesFacts(Part):
    """One place; what is empty is as in the dataset."""

    site: Annotated[str, Field(min_length=1, description="id fra sites.csv")]
    accessible: Annotated[Known | None, Field(description="om velgerne kan ta seg inn uten hjelp (A1, vf 6-2)")] = None
    accessible_checked_on: Annotated[Day | None, Field(description="dato for befaringen")] = None
    accessible_checked_by: Annotated[str, Field(description="hvem som har sjekket: stilling eller enhet")] = ""
    mobile_coverage: Annotated[
        Literal["good", "poor"] | None, Field(description="mobildekning, for tilknytning til manntallet (E2)")
    ] = None
    booths: Annotated[
        Whole | None,
        Field(ge=0, description="skjermede valgavlukker det er plass til her (O2), framfor stations.booths"),
    ] = None
    most_crew: Annotated[
        Whole | None,
        Field(ge=1, description="flest valgmedarbeidere det er plass til her, framfor stations.most_crew"),
    ] = None
    booking: Annotated[Literal["none", "asked", "confirmed"] | None, Field(description="om lokalet er bestilt")] = None
    owner: Annotated[str, Field(description="hvem som eier lokalet: virksomhet eller enhet")] = ""
    power: Annotated[Known | None, Field(description="om det er strøm der")] = None
    parking_permit: Annotated[Known | None, Field(description="om et kjøretøy har lov til å stå der")] = None
    keys: Annotated[str, Field(description="avtale om nøkler og låsing")] = ""
    unavailable: Annotated[tuple[Taken, ...], Field(description="når stedet er opptatt")] = ()
