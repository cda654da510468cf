"""The whole scenario: its fields and its defaults. What must agree between them stands in ``agreement``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from planner.scenario.capacity import Capacity
from planner.scenario.crew import Crew, person_key
from planner.scenario.early import Early
from planner.scenario.edits import Ban, Keep, Pin, Start
from planner.scenario.fields import (
    Nok,
    Number,
    Part,
    Whole,
    assumed,
    only_a_date,
)
from planner.scenario.goals import GoalSetting, Target
from planner.scenario.home_voting import HomeVoting
from planner.scenario.institutions import Institutions
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
from planner.scenario.premises import PremisesFacts
from planner.scenario.roster import RosterSettings
from planner.scenario.supply import ShippingSettings, Stock, Votes
from planner.scenario.visits import VisitTeams

CHANGES = "changes"
"""The goal of keeping what is announced."""


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
    """A whole scenario; every field not given has a visible default.

    Made by :func:`planner.scenario.parse_scenario`, which also checks that the fields agree.
    """

    name: Annotated[str, Field(min_length=1, description="navn på scenariet")]
    description: str = ""
    dataset: Annotated[str, Field(min_length=1, description="datasettmappe, sett fra scenariet eller arbeidsmappa")]
    election: Annotated[date, BeforeValidator(only_a_date), Field(description="valgdag")]
    two_election_days: Annotated[
        bool, Field(strict=True, description="om det også stemmes søndagen før valgdagen (todagersvalg)")
    ] = False
    budget_nok: Annotated[
        Nok | Literal["before"],
        Field(description="budsjett, kr ekskl. mva., eller before = det dagens tilbud koster etter samme prisliste"),
    ]
    objective: Annotated[GoalSetting, Field(description="mål som minimeres")] = GoalSetting(name="mean_minutes")
    goals: Annotated[
        tuple[GoalSetting, ...],
        Field(description="flere mål i rekkefølge; det første er da planens mål (objective)"),
    ] = ()
    targets: Annotated[
        tuple[Target, ...], Field(description="krav om andel innen X minutter i hver av noen bydeler")
    ] = ()
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
    pins: Annotated[tuple[Pin, ...], Field(description="det som skal være: steder, åpningstider, stopp, besøk")] = ()
    forbid: Annotated[tuple[Ban, ...], Field(description="det som ikke skal være, for hele perioden eller en tid")] = ()
    keep: Keep = ()
    start: Annotated[tuple[Start, ...], Field(description="det løseren prøver først; det binder ingenting")] = ()
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
        Number,
        Field(
            ge=0,
            description="ruter og punkter med færre stemmeberettigede teller ikke i lengste vei",
        ),
    ] = 1.0
    crew_pool: CrewPool = CrewPool()
    roster: RosterSettings = RosterSettings()
    crew: Crew = None
    votes: Votes = Votes()
    stock: Stock = Stock()
    shipping: ShippingSettings = ShippingSettings()
    capacity: Capacity = Capacity()
    p7: P7Reading = P7Reading()
    institutions: Institutions = None
    visits: Annotated[
        VisitTeams | None,
        Field(description="lagene som besøker institusjoner og fengsler; tom = forvalg, om det er noen"),
    ] = None
    home_voting: Annotated[
        HomeVoting | None, Field(description="hjemmestemming (H1); null = ikke planlagt, kan ikke vurderes")
    ] = None
    early: Early = Early()
    premises: Annotated[
        tuple[PremisesFacts, ...], Field(description="det kommunen vet om lokalene, framfor det datasettet sier")
    ] = ()
    overrides: tuple[RuleOverride, ...] = ()
    exports: tuple[str, ...] = ("geojson", "open-2017-csv")

    @model_validator(mode="before")
    @classmethod
    def _visited_by_somebody(cls, value: Any) -> Any:
        """Where there is somebody to visit, the defaults stand in the scenario and among the assumptions."""
        if isinstance(value, Mapping) and value.get("institutions") and value.get("visits") is None:
            return {**value, "visits": {}}
        return value

    @property
    def ordered_goals(self) -> tuple[GoalSetting, ...]:
        """The goals in order, one at least; what is announced is kept first, unless the goals say when."""
        given = self.goals or (self.objective,)
        if not self.keep or any(goal.name == CHANGES for goal in given):
            return given
        return (GoalSetting(name=CHANGES, tolerance=0.0), *given)

    def to_plain(self) -> dict[str, Any]:
        """The whole resolved scenario as plain JSON values, people without their names."""
        plain: dict[str, Any] = self.model_dump(mode="json")
        for person in plain["crew"] or ():
            person["name"] = person_key(person["name"])
        if plain["goals"]:
            plain["objective"] = plain["goals"][0]
        return plain


def scenario_schema() -> str:
    """The JSON Schema of a scenario."""
    return json.dumps(Scenario.model_json_schema(), ensure_ascii=False, indent=2, sort_keys=True)
