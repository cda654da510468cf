"""How shifts are made: which limits of working time hold, and how leaders are counted."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner.scenario.crew import CrewNeed
from planner.scenario.fields import Part, Whole, assumed

SECONDARY = "sekundære kilder om arbeidsmiljøloven; hva som er avtalt, vet bare kommunen, UBEKREFTET"


class RosterSettings(Part):
    """The roster stage: shifts for everyone present at stations and aboard vehicles."""

    make: Annotated[bool, Field(strict=True, description="lag vaktliste når planen er ferdig")] = True
    hours: Annotated[
        Literal["ordinary", "tariff", "agreed"],
        assumed("arbeidstid: alminnelig, ukas timer etter tariffavtale, eller avtalt gjennomsnitt", source=SECONDARY),
    ] = "ordinary"
    rest: Annotated[
        Literal["ordinary", "tariff"], assumed("arbeidsfri: alminnelig, eller etter tariffavtale", source=SECONDARY)
    ] = "ordinary"
    max_shifts_week: Annotated[Whole, Field(ge=1, le=7), assumed("flest vakter per person i en ISO-uke", "vakter")] = 5
    leader_counts_as_worker: Annotated[
        bool,
        Field(strict=True),
        assumed("leder og nestleder regnes blant de to som tar imot stemmen", source="vår lesning av V 2.1"),
    ] = True
    needs: Annotated[
        tuple[CrewNeed, ...], Field(description="språk og bevis som noen steder eller kjøretøy trenger (med crew)")
    ] = ()
