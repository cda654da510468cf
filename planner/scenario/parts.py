"""Parts of a scenario: whom, how they travel, what may open, vehicles, prices, persons.

What must agree between fields stands in ``agreement``.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from planner.law.parameters import law_parameters
from planner.scenario.fields import (
    Block,
    Clock,
    DayType,
    Nok,
    Number,
    Part,
    Share,
    Weekday,
    Whole,
    assumed,
    day_of_year,
)


class Demand(Part):
    """Whom the plan is for."""

    eligible: Annotated[
        Literal["local", "storting"],
        assumed(
            "hvilket anslag for stemmeberettigede som brukes",
            source="datasettets provenance",
            verified=True,
            words={"local": "lokalvalg", "storting": "stortingsvalg"},
        ),
    ] = "local"
    weight: Annotated[
        Literal["expected_non_voters", "eligible"],
        assumed(
            "hvem som teller: forventede ikke-velgere (stemmeberettigede × (1 − frammøte)) eller alle",
            source="planens mål",
            verified=True,
            words={"expected_non_voters": "forventede ikke-velgere", "eligible": "alle stemmeberettigede"},
        ),
    ] = "expected_non_voters"
    districts: Annotated[
        Literal["all", "low_turnout"] | tuple[str, ...],
        Field(description="hvilke bydeler som teller: alle, bare de med lavt frammøte, eller en liste av id-er"),
    ] = "all"
    low_turnout_share: Annotated[
        Share,
        assumed(
            "bydeler med lavt frammøte: de færreste, lavest først, som til sammen har minst så stor andel", "andel"
        ),
    ] = 0.25


class Travel(Part):
    """How voters get there."""

    walk: Annotated[Share, assumed("andel av reisene til fots", "andel")] = 0.6
    bike: Annotated[Share, assumed("andel av reisene på sykkel", "andel")] = 0.1
    car: Annotated[Share, assumed("andel av reisene med bil", "andel")] = 0.3
    unreached_minutes: Annotated[
        Whole,
        Field(gt=0, le=90),
        assumed("minutter som regnes for den som ikke har et brukbart sted innen rekkevidde", "minutter"),
    ] = 90


class AvailabilityClass(Part):
    """When one share of the voters can come at all."""

    id: str
    name: str
    days: DayType
    start: Clock = "00:00"
    end: Clock = "24:00"
    share: Annotated[Share, assumed("andel av velgerne som bare kan komme da", "andel")]


class PresenceLevel(Part):
    """Share of voters who need a station to be open on a number of different dates before it suits."""

    share: Annotated[Share, assumed("andel av velgerne på dette tilstedeværelsesnivået", "andel")]
    dates: Annotated[
        dict[str, Annotated[Whole, Field(ge=1)]],
        assumed("antall ulike datoer et sted må være åpent, per tilgjengelighetsklasse", "datoer"),
    ]


class Pattern(Part):
    """A weekly opening pattern that a fixed or pop-up station may run."""

    id: str
    name: str
    weekday: tuple[Block, ...] = ()
    saturday: tuple[Block, ...] = ()
    last_weeks: Annotated[
        Whole | None,
        Field(ge=1, description="bare de siste så mange ukene (ISO-uker) av perioden; tom = hele perioden"),
    ] = None
    days: Annotated[tuple[Weekday, ...] | None, Field(description="bare disse hverdagene; tom = alle fem")] = None
    last_week: Annotated[
        tuple[Block, ...] | None,
        Field(description="tidene på hverdagene i den siste uka, framfor weekday; tom = som ellers"),
    ] = None
    sites: Annotated[
        Literal["all"] | tuple[str, ...], Field(description="stedene som kan ha mønsteret (id fra sites.csv)")
    ] = "all"


BOOTHS = "skjermede valgavlukker på stedet: et tall, per_team (ett per lag på to) eller tom (ukjent)"
BOOTH_WORDS = {"per_team": "ett per lag på to"}
Booths = Annotated[Whole, Field(ge=0)] | Literal["per_team"] | None


class School(Part):
    """When school buildings cannot be used as premises."""

    types: tuple[str, ...] = ("school",)
    month_day: Annotated[
        str,
        Field(pattern="^[0-9]{2}-[0-9]{2}$"),
        AfterValidator(day_of_year),
        assumed("skolestart (måned-dag): fra da er skoler opptatt på hverdager", "måned-dag"),
    ] = "08-16"
    start: Clock = "07:00"
    end: Clock = "16:00"


class Stations(Part):
    """Fixed and pop-up stations."""

    existing: Annotated[
        Literal["locked", "free"],
        Field(
            description="dagens steder: låst åpne med dagens tider og egne bemanninger, utenfor budsjett og pool, "
            "eller frie"
        ),
    ] = "locked"
    popup_sites: Literal["all"] | tuple[str, ...] = "all"
    patterns: tuple[Pattern, ...]
    regular_hours: Annotated[
        bool,
        Field(
            strict=True,
            description="krev at hvert sted har de samme tidene på samme ukedag så lenge det er åpent; siste uke "
            "kan være lengre",
        ),
    ] = False
    min_pattern_share: Annotated[
        Share,
        assumed(
            "minste del av et mønsters åpne tid på et midlertidig sted, når det utilgjengelige er tatt bort", "andel"
        ),
    ] = 0.5
    crew: Annotated[Whole, Field(ge=1), assumed("personer til stede på et åpent sted, minst", "personer")] = 3
    most_crew: Annotated[
        Whole | None, Field(ge=1), assumed("flest valgmedarbeidere et sted har plass til; tom = ukjent", "personer")
    ] = None
    booths: Annotated[Booths, assumed(BOOTHS, "avlukker", words=BOOTH_WORDS)] = "per_team"
    school: School = School()


class Water(Part):
    """How a boat gets from quay to quay: the datasets know no fairways."""

    kmh: Annotated[Number, Field(gt=0), assumed("båtens fart mellom kaier", "km/t")] = 25
    detour: Annotated[
        Number, Field(ge=1), assumed("båtens vei mellom kaier, så mange ganger luftlinja (tilnærmet)", "ganger")
    ] = 1.5


class Vehicle(Part):
    """A voting bus or boat with blocks of its own."""

    id: str
    name: str
    kind: Literal["bus", "boat"] = "bus"
    depot: str
    contact: Annotated[
        str, Field(description="hvem som ringes om kjøretøyet: eier eller utleier, reservekjøretøy, telefon på vakt")
    ] = ""
    stops: Literal["all"] | tuple[str, ...] = "all"
    weekday: tuple[Block, ...] = ("10:00-12:30", "13:45-16:15", "17:30-19:30")
    saturday: tuple[Block, ...] = ("10:00-13:00", "14:15-17:15")
    min_days: Annotated[Whole, Field(ge=0, description="minste antall dager i bruk")] = 0
    crew: Annotated[
        Whole,
        Field(ge=1),
        assumed("personer om bord som tar imot stemmer, minst (sjåføren ikke medregnet)", "personer"),
    ] = 3
    most_crew: Annotated[
        Whole | None,
        Field(ge=1),
        assumed("flest valgmedarbeidere kjøretøyet og plassen ved det har rom for; tom = ukjent", "personer"),
    ] = None
    booths: Annotated[Booths, assumed(BOOTHS.replace("på stedet", "om bord"), "avlukker", words=BOOTH_WORDS)] = (
        "per_team"
    )
    setup_minutes: Annotated[Whole, Field(ge=0), assumed("rigging før åpning", "minutter")] = 20
    overrun_minutes: Annotated[
        Whole, Field(ge=0), assumed("buffer etter stengetid for dem som har møtt fram", "minutter")
    ] = 15
    takedown_minutes: Annotated[Whole, Field(ge=0), assumed("nedrigging", "minutter")] = 15
    max_out_hours: Annotated[Number, Field(gt=0, le=24), assumed("lengste tid ute, depot til depot", "timer")] = 11
    max_person_hours: Annotated[
        Number, Field(gt=0, le=24), assumed("lengste vakt for én person; bytte ved slutten av en blokk", "timer")
    ] = 9
    max_km_per_day: Annotated[
        Number | None,
        Field(gt=0, description="så langt kan det kjøre på en dag (rekkevidde, batteri), km; tom = ingen grense"),
    ] = None
    water: Annotated[
        Water | None, Field(description="bare for båt: fart og omvei mellom kaier; uten feltet gjelder standardene")
    ] = None
    nok_per_day: Annotated[Nok, assumed("leie av kjøretøyet", "kr/dag")] = 4000
    nok_per_km: Annotated[Nok, assumed("kjøring", "kr/km")] = 10

    @model_validator(mode="before")
    @classmethod
    def _a_boat_is_on_the_water(cls, given: Any) -> Any:
        """A boat without settings of its own has the defaults."""
        boat = isinstance(given, dict) and given.get("kind") == "boat" and given.get("water") is None
        return {**given, "water": {}} if boat else given

    @model_validator(mode="after")
    def _a_bus_is_not(self) -> Vehicle:
        if self.kind == "bus" and self.water is not None:
            raise ValueError("water hører til en båt: skriv kind: boat, eller fjern water")
        return self


class Prices(Part):
    """Price list, NOK excl. VAT."""

    person_hour_day: Annotated[Nok, assumed("persontime på dagtid", "kr/time")] = 350
    person_hour_evening: Annotated[Nok, assumed("persontime på kveldstid", "kr/time")] = 450
    person_hour_saturday: Annotated[Nok, assumed("persontime på lørdag og søndag", "kr/time")] = 600
    evening_from: Annotated[Clock, assumed("kvelden begynner", "klokkeslett")] = "16:00"
    premises_hour: Annotated[Nok, assumed("lokale per åpen time", "kr/time")] = 200
    popup_opening: Annotated[Nok, assumed("å sette i stand et midlertidig sted", "kr/sted")] = 5000


class CrewPool(Part):
    """Persons that may be at work at the same time."""

    persons: Annotated[
        Whole, Field(ge=0), assumed("personer som kan være på jobb samtidig ut over dagens steders egne", "personer")
    ] = 30
    include_existing: Annotated[
        bool, Field(strict=True, description="legg dagens steders bemanning til poolen (når dagens steder er frie)")
    ] = False


class P7Reading(Part):
    """How rule P7 («minst ett tilgjengelig sted i hele perioden») is read, and why."""

    reading: Annotated[
        Literal["every_weekday", "some_day_each_week"],
        assumed(
            "lesning av regel P7 (veilederen forutsetter, loven definerer ikke «tilgjengelig»)",
            source="V 3.2.1",
            words=law_parameters().by_id["p7_reading"].words,
        ),
    ] = "every_weekday"
    reason: str = "strengeste rimelige lesning"


class RuleOverride(Part):
    """A hard rule set aside, with the reason."""

    rule: str
    subjects: tuple[str, ...] = ()
    reason: Annotated[str, Field(min_length=3)]
