"""Scenarios: what a planner asks for, as a frozen schema with units and sources.

One table of fields (type, unit, default, description, whether it is an
assumption) feeds validation, the published JSON Schema and the list of
assumptions that goes with every result. Unknown keys are errors. YAML is read
with the safe loader only.
"""

from planner.scenario.assumptions import scenario_assumptions
from planner.scenario.early import Appointments, Early, FixedEarly
from planner.scenario.fields import DEFAULTS_SOURCE
from planner.scenario.home_voting import HomeVoting
from planner.scenario.institutions import Closure, Institution
from planner.scenario.load import load_scenario, parse_scenario
from planner.scenario.parts import (
    AvailabilityClass,
    CrewPool,
    Demand,
    P7Reading,
    Pattern,
    PresenceLevel,
    Prices,
    RuleOverride,
    School,
    Stations,
    Travel,
    Vehicle,
)
from planner.scenario.schema import Scenario, scenario_schema
from planner.scenario.supply import ShippingSettings, Stock, Votes

__all__ = [
    "DEFAULTS_SOURCE",
    "Appointments",
    "AvailabilityClass",
    "Closure",
    "CrewPool",
    "Demand",
    "Early",
    "FixedEarly",
    "HomeVoting",
    "Institution",
    "P7Reading",
    "Pattern",
    "PresenceLevel",
    "Prices",
    "RuleOverride",
    "Scenario",
    "School",
    "ShippingSettings",
    "Stations",
    "Stock",
    "Travel",
    "Vehicle",
    "Votes",
    "load_scenario",
    "parse_scenario",
    "scenario_assumptions",
    "scenario_schema",
]
