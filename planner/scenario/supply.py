"""Parts of a scenario: how many votes are expected, what each station is sent, how votes travel."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from planner.law.parameters.loader import WEEKDAYS as ENGLISH_WEEKDAYS
from planner.law.wording import WEEKDAYS
from planner.scenario.fields import Clock, Number, Part, Share, Weekday, Whole, assumed

Amount = Annotated[Number, Field(ge=0)]


class Votes(Part):
    """How many advance votes, and in what."""

    expected_total: Annotated[
        Number | None,
        Field(
            ge=0,
            description="forhåndsstemmer fra kommunens egne velgere; tom = datasettets tall fra forrige valg, uendret",
        ),
    ] = None
    visit_votes_per_hour: Annotated[
        Amount,
        assumed("stemmer i timen der laget kommer til velgerne (institusjon, fengsel, hjemme)", "stemmer/time"),
    ] = 6
    other_municipality_share: Annotated[
        Amount, assumed("stemmer fra velgere i andre kommuner, per stemme fra egne velgere", "stemmer per stemme")
    ] = 0.05
    envelope_share: Annotated[
        Share,
        assumed("egne velgere som ikke kan krysses av i manntallet og stemmer i omslagskonvolutt", "andel"),
    ] = 0.02
    emergency_share: Annotated[
        Share,
        assumed("egne stemmer i beredskapskonvolutt der mobildekningen er god eller ukjent", "andel"),
    ] = 0.01
    poor_coverage_emergency_share: Annotated[
        Share, assumed("egne stemmer i beredskapskonvolutt der mobildekningen er dårlig", "andel")
    ] = 0.25
    envelope_stations: Annotated[
        tuple[str, ...],
        Field(
            description="steder der valgstyret selv har vedtatt stemmeseddelkonvolutt og omslagskonvolutt (E2, "
            "vl 7-5(4)); id-er fra sites.csv"
        ),
    ] = ()
    outside_share: Annotated[
        Share, assumed("egne velgere som stemmer rett utenfor lokalet, med konvolutt med alle lister", "andel")
    ] = 0.005


class Stock(Part):
    """What is packed for each station."""

    ballot_sets: Annotated[
        Whole | None,
        Field(ge=1, description="sett stemmesedler per velger; tom = lovens tall for valgåret (parameter ballot_sets)"),
    ] = None
    lists: Annotated[Whole, Field(ge=1), assumed("valglister i hvert sett", "lister")] = 20
    min_ballots_per_list: Annotated[
        Whole, Field(ge=0), assumed("stemmesedler som minst legges ut av hver liste på hvert sted", "stemmesedler")
    ] = 50
    margin: Annotated[Amount, assumed("sikkerhetsmargin på det som ventes", "andel")] = 0.2
    min_emergency_envelopes: Annotated[
        Whole, Field(ge=0), assumed("beredskapskonvolutter som minst ligger på hvert sted", "stk")
    ] = 100
    emergency_envelopes_kept: Annotated[
        str, Field(description="hvor beredskapskonvoluttene ligger på stedene; står i beredskapsarket (contingency)")
    ] = ""
    min_other: Annotated[
        Whole,
        Field(ge=0),
        assumed("minst så mange av hvert annet slag konvolutter, skjema og partistemmesedler på hvert sted", "stk"),
    ] = 25
    ballot_pack: Annotated[Whole, Field(ge=1), assumed("stemmesedler i en pakke", "stk")] = 100
    envelope_pack: Annotated[Whole, Field(ge=1), assumed("konvolutter eller skjema i en pakke", "stk")] = 25
    stamps_per_table: Annotated[Whole, Field(ge=1), assumed("stempler ved hvert bord der stemmer tas imot", "stk")] = 1
    votes_per_shipping_envelope: Annotated[
        Number, Field(ge=1), assumed("stemmer til samme kommune i én forsendelseskonvolutt", "stemmer")
    ] = 1


class ShippingSettings(Part):
    """How votes for other municipalities are sent."""

    weekdays: Annotated[
        tuple[Weekday, ...],
        Field(min_length=1),
        assumed(
            "ukedager det sendes før ukene med daglig sending (lesning av «fortløpende»)",
            source="V 3.2.2.2",
            words=dict(zip(ENGLISH_WEEKDAYS, WEEKDAYS, strict=True)),
        ),
    ] = ("tuesday", "friday")
    continuous_max_days: Annotated[
        Whole,
        Field(ge=1),
        assumed("så mange dager kan stemmer vente når de sendes «fortløpende» (vår lesning)", "dager", source="vf 7-3"),
    ] = 7
    mail_days: Annotated[
        Whole, Field(ge=1), assumed("virkedager ordinær brevpost bruker fram til andre kommuner", "virkedager")
    ] = 4
    express_days: Annotated[
        Whole,
        Field(ge=1),
        assumed("virkedager forsendelser etter avtalen med Posten/Bring bruker (V 3.2.2.2)", "virkedager"),
    ] = 1
    arrival_clock: Annotated[Clock, assumed("forsendelser er framme innen", "klokkeslett")] = "16:00"
    mail_pickup: Annotated[Clock, assumed("ordinær brevpost hentes", "klokkeslett")] = "15:30"
    pack_minutes: Annotated[
        Whole,
        Field(ge=0),
        assumed("fra siste stengetid til budet henter, også på lørdager og søndager", "minutter"),
    ] = 60
