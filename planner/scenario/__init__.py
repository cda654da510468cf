"""Scenarios: what a planner asks for, as a frozen schema with units and sources.

One table of fields (type, unit, default, description, whether it is an
assumption) feeds validation, the published JSON Schema and the list of
assumptions that goes with every result. Unknown keys are errors. YAML is read
with the safe loader only.
"""

from planner.scenario.agreement import HERE
from planner.scenario.assumptions import scenario_assumptions
from planner.scenario.capacity import Capacity
from planner.scenario.crew import POSITION, CrewNeed, Person, is_position, person_key
from planner.scenario.draft import as_far_as_read, readable
from planner.scenario.early import Appointments, Early, FixedEarly
from planner.scenario.edits import Ban, Edit, Kept, Pin, Start
from planner.scenario.fields import DEFAULTS_SOURCE, Unread
from planner.scenario.goals import GoalSetting, Target
from planner.scenario.home_voting import HomeVoting
from planner.scenario.institutions import Closure, Institution
from planner.scenario.load import Draft, draft_scenario, load_scenario, parse_scenario, read_draft
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
    Water,
)
from planner.scenario.premises import PremisesFacts
from planner.scenario.roster import RosterSettings
from planner.scenario.schema import CHANGES, Scenario, scenario_schema
from planner.scenario.supply import ShippingSettings, Stock, Votes
from planner.scenario.visits import VisitTeams

__all__ = [
    "CHANGES",
    "DEFAULTS_SOURCE",
    "HERE",
    "POSITION",
    "Appointments",
    "AvailabilityClass",
    "Ban",
    "Capacity",
    "Closure",
    "CrewNeed",
    "CrewPool",
    "Demand",
    "Draft",
    "Early",
    "Edit",
    "FixedEarly",
    "GoalSetting",
    "HomeVoting",
    "Institution",
    "Kept",
    "P7Reading",
    "Pattern",
    "Person",
    "Pin",
    "PremisesFacts",
    "PresenceLevel",
    "Prices",
    "RosterSettings",
    "RuleOverride",
    "Scenario",
    "School",
    "ShippingSettings",
    "Start",
    "Stations",
    "Stock",
    "Target",
    "Travel",
    "Unread",
    "Vehicle",
    "VisitTeams",
    "Votes",
    "Water",
    "as_far_as_read",
    "draft_scenario",
    "is_position",
    "load_scenario",
    "parse_scenario",
    "person_key",
    "read_draft",
    "readable",
    "scenario_assumptions",
    "scenario_schema",
]
