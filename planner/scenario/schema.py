"""The whole scenario: its fields, its defaults and what must agree between them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from planner.scenario.early import Early
from planner.scenario.fields import (
    Nok,
    Number,
    Part,
    Whole,
    assumed,
    not_a_number,
)
from planner.scenario.home_voting import HomeVoting
from planner.scenario.institutions import Institutions, closures_outside
from planner.scenario.parts import (
    AvailabilityClass,
    CrewPool,
    Demand,
    P7Reading,
    PresenceLevel,
    Prices,
    RuleOverride,
    Stations,
    Travel,
    Vehicle,
)
from planner.scenario.supply import ShippingSettings, Stock, Votes


def _default_classes() -> tuple[AvailabilityClass, ...]:
    return (
        AvailabilityClass(id="weekday_day", name="hverdag dagtid", days="weekday", end="16:00", share=0.55),
        AvailabilityClass(id="weekday_evening", name="hverdag kveld", days="weekday", start="16:00", share=0.30),
        AvailabilityClass(id="saturday", name="lørdag", days="saturday", share=0.15),
    )


def _default_levels() -> tuple[PresenceLevel, ...]:
    return tuple(
        PresenceLevel(share=share, dates={"weekday_day": m, "weekday_evening": m, "saturday": m_saturday})
        for share, m, m_saturday in ((0.10, 1, 1), (0.30, 4, 2), (0.60, 10, 4))
    )


class Scenario(Part):
    """A whole scenario; every field not given has a visible default."""

    name: Annotated[str, Field(min_length=1, description="navn på scenariet")]
    description: str = ""
    dataset: Annotated[str, Field(min_length=1, description="datasettmappe, sett fra scenariet eller arbeidsmappa")]
    election: Annotated[date, BeforeValidator(not_a_number), Field(description="valgdag")]
    two_election_days: Annotated[
        bool, Field(strict=True, description="om det også stemmes søndagen før valgdagen (todagersvalg)")
    ] = False
    budget_nok: Annotated[
        Nok | Literal["before"],
        Field(description="budsjett, kr ekskl. mva., eller before = det dagens tilbud koster etter samme prisliste"),
    ]
    objective: Annotated[str, Field(description="mål som minimeres")] = "mean_minutes"
    demand: Demand = Demand()
    travel: Travel = Travel()
    availability: tuple[AvailabilityClass, ...] = Field(default_factory=_default_classes)
    presence: tuple[PresenceLevel, ...] = Field(default_factory=_default_levels)
    presence_min_minutes: Annotated[
        Whole,
        Field(ge=1),
        assumed("så lenge i ett strekk må et sted være åpent i klassens tid for at datoen skal telle", "minutter"),
    ] = 60
    stations: Stations
    vehicles: tuple[Vehicle, ...] = ()
    min_visits: Annotated[
        Whole,
        Field(ge=1, description="minste antall besøk på et valgt stopp (ett besøk = ett stopp, én dato, én blokk)"),
    ] = 3
    prices: Prices = Prices()
    aversion: Annotated[
        Number, Field(gt=0), assumed("ulikhetsaversjon ε i Kolm–Pollak-likeverdige minutter", "", source="modellvalg")
    ] = 1.0
    within_minutes: Annotated[
        tuple[Annotated[Whole, Field(gt=0)], ...],
        Field(description="grenser for «andel innen X minutter» i rapportene"),
    ] = (10, 15, 30)
    max_minutes_persons: Annotated[
        Number, Field(ge=0, description="ruter med færre stemmeberettigede enn dette regnes ikke med i lengste vei")
    ] = 1.0
    crew_pool: CrewPool = CrewPool()
    votes: Votes = Votes()
    stock: Stock = Stock()
    shipping: ShippingSettings = ShippingSettings()
    p7: P7Reading = P7Reading()
    institutions: Institutions = None
    home_voting: Annotated[
        HomeVoting | None, Field(description="hjemmestemming (H1); null = ikke planlagt, kan ikke vurderes")
    ] = None
    early: Early = Early()
    overrides: tuple[RuleOverride, ...] = ()
    exports: tuple[str, ...] = ("geojson", "open-2017-csv")

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
        errors = [*self._repeated_ids(), *self._bad_shares(), *self._bad_levels()]
        errors += closures_outside(self.institutions or (), self.election)
        errors += self.home_voting.outside(self.election) if self.home_voting else ()
        if errors:
            raise ValueError("; ".join(errors))
        return self

    def _repeated_ids(self) -> Iterator[str]:
        for what, ids in (
            ("vehicles", [v.id for v in self.vehicles]),
            ("stations.patterns", [p.id for p in self.stations.patterns]),
            ("availability", [c.id for c in self.availability]),
            ("institutions", [i.id for i in self.institutions or ()]),
        ):
            repeated = sorted({i for i in ids if ids.count(i) > 1})
            if repeated:
                yield f"{what}: id-en {', '.join(repeated)} er brukt flere ganger"

    def _bad_shares(self) -> Iterator[str]:
        for what, shares in (
            ("availability", [c.share for c in self.availability]),
            ("presence", [level.share for level in self.presence]),
        ):
            if abs(sum(shares) - 1) > 1e-9:
                yield f"{what}: andelene blir {sum(shares):.3f}, de må til sammen bli 1"

    def _bad_levels(self) -> Iterator[str]:
        for c in self.availability:
            needed = [level.dates.get(c.id) for level in self.presence]
            if None in needed:
                yield f"presence: alle nivåer må ha et antall datoer for klassen {c.id}"
            elif needed != sorted(needed, key=lambda m: m or 0):
                yield f"presence: datoene for {c.id} må stige fra nivå til nivå"
        known = {c.id for c in self.availability}
        unknown = sorted({k for level in self.presence for k in level.dates} - known)
        if unknown:
            yield f"presence: ukjent klasse {', '.join(unknown)}"

    def to_plain(self) -> dict[str, Any]:
        """The whole resolved scenario as plain JSON values."""
        plain: dict[str, Any] = self.model_dump(mode="json")
        return plain


def scenario_schema() -> str:
    """The JSON Schema of a scenario."""
    return json.dumps(Scenario.model_json_schema(), ensure_ascii=False, indent=2, sort_keys=True)
