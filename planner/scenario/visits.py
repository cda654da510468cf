"""Teams that visit institutions and prisons: how many, how long they are out and what a visit takes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from planner.scenario.fields import Block, Nok, Number, Part, Whole, assumed
from planner.scenario.institutions import Institution


class VisitTeams(Part):
    """Visiting teams, alike and with a car each; a day is a tour from the start place and back."""

    teams: Annotated[Whole, Field(ge=0), assumed("besøkslag som kan være ute samme dag", "lag")] = 3
    crew: Annotated[Whole, Field(ge=1), assumed("personer i hvert besøkslag; én av dem kjører", "personer")] = 2
    start: Annotated[
        str | None,
        Field(
            description="stedet lagene drar fra og kommer tilbake til (id fra sites.csv); tom = det første kjøretøyets "
            "depot, uten kjøretøy det stedet med kortest samlet kjøretid til institusjonene"
        ),
    ] = None
    contact: Annotated[str, Field(description="hvem som ringes om besøkslagene og bilene deres")] = ""
    weekday: Annotated[
        Block | None, assumed("når det kan stemmes på institusjoner på hverdager; tom = aldri", "klokkeslett")
    ] = "09:00-16:00"
    saturday: Annotated[
        Block | None, assumed("når det kan stemmes på institusjoner på lørdager; tom = aldri", "klokkeslett")
    ] = None
    least_minutes: Annotated[Whole, Field(ge=1), assumed("korteste besøk", "minutter")] = 60
    most_minutes: Annotated[Whole, Field(ge=1), assumed("lengste besøk", "minutter")] = 240
    minutes_per_resident: Annotated[
        Number, Field(ge=0), assumed("besøkets lengde per beboer, pasient eller innsatt", "minutter")
    ] = 3
    unknown_minutes: Annotated[
        Whole, Field(ge=1), assumed("besøkets lengde der antall beboere ikke er kjent", "minutter")
    ] = 120
    setup_minutes: Annotated[Whole, Field(ge=0), assumed("rigging før et besøk", "minutter")] = 15
    overrun_minutes: Annotated[
        Whole, Field(ge=0), assumed("buffer etter et besøk for dem som har møtt fram", "minutter")
    ] = 10
    takedown_minutes: Annotated[Whole, Field(ge=0), assumed("nedrigging etter et besøk", "minutter")] = 10
    max_out_hours: Annotated[
        Number, Field(gt=0, le=24), assumed("lengste dag for et besøkslag, fra startstedet og tilbake", "timer")
    ] = 8
    unknown_drive_minutes: Annotated[
        Whole, Field(ge=0), assumed("kjøretid til og fra et sted uten koordinater", "minutter")
    ] = 20
    detour: Annotated[
        Number, Field(ge=1), assumed("kjørt vei delt på luftlinje mellom steder som ikke er blant datasettets", "")
    ] = 1.4
    km_per_hour: Annotated[Number, Field(gt=0), assumed("fart der datasettet ikke kjenner kjøretida", "km/t")] = 40
    nok_per_km: Annotated[Nok, assumed("kjøring med besøkslagets bil", "kr/km")] = 5

    def minutes_of(self, item: Institution) -> int:
        """Minutes for which a visit receives votes: the list's own, else by residents."""
        if item.minutes is not None:
            return item.minutes
        if item.residents is None:
            return self.unknown_minutes
        return round(min(max(item.residents * self.minutes_per_resident, self.least_minutes), self.most_minutes))
