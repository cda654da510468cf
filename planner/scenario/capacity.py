"""Part of a scenario: how voters queue, and how long they may wait. All of it is assumed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from planner.scenario.fields import Clock, Number, Part, Share, Whole, assumed

Minutes = Annotated[Number, Field(gt=0, le=60)]


class Capacity(Part):
    """How voters queue: first for a booth, then for a table where the vote is received."""

    size_crews: Annotated[
        bool,
        Field(
            strict=True,
            description="sett opp så mange personer og valgavlukker som køene krever på steder som planen bemanner, "
            "innenfor pool og budsjett; false = de faste tallene i stations.crew og vehicles.crew",
        ),
    ] = True
    urn_minutes: Annotated[Minutes, assumed("å ta imot en stemme rett i urna ved ett bord", "minutter")] = 3
    envelope_minutes: Annotated[Minutes, assumed("å ta imot en stemme i konvolutt ved ett bord", "minutter")] = 5
    booth_minutes: Annotated[Minutes, assumed("en velger i valgavlukket, i middel", "minutter")] = 3
    persons_per_table: Annotated[
        Whole | None,
        Field(
            ge=1,
            description="personer som sammen tar imot én stemme ved ett bord; tom = lovens tall (parameter "
            "min_workers_present)",
        ),
    ] = None
    not_receiving: Annotated[
        Whole,
        Field(ge=0),
        assumed(
            "personer som ikke tar imot stemmer (viser vei, passer urna) der det er mer enn ett bord eller nok folk",
            "personer",
        ),
    ] = 1
    peak_factor: Annotated[
        Number, Field(ge=1), assumed("den travleste timen i en åpningstid mot en gjennomsnittlig time", "ganger")
    ] = 1.5
    peak_from: Annotated[
        Clock, assumed("den travleste timen begynner, eller så nær som åpningstiden tillater", "klokkeslett")
    ] = "16:00"
    mean_wait_minutes: Annotated[
        Minutes, assumed("lengste ventetid i middel i den travleste timen, i hver av de to køene", "minutter")
    ] = 10
    long_wait_minutes: Annotated[
        Minutes, assumed("så lenge i kø kalles lang ventetid (andelen rapporteres, den er ingen grense)", "minutter")
    ] = 30
    overrun_risk: Annotated[
        Share,
        assumed("andel av åpningene der køen kan vare lenger enn kjøretøyets buffer etter stengetid", "andel"),
    ] = 0.05
    service_shape: Annotated[
        Number,
        Field(ge=1, le=100),
        assumed(
            "hvor jevne tidene ved bord og i avlukke er i simuleringen (formen i en gammafordeling): 1 = "
            "eksponensielle som i Erlang C, høyere = jevnere",
        ),
    ] = 1
    runs: Annotated[Whole, Field(ge=1, le=2000, description="simulerte dager per åpningstid")] = 200
    seed: Annotated[Whole, Field(ge=0, description="frø for simuleringen; samme frø gir samme tall")] = 1
