"""The problem: dataset + scenario + calendar, with every number resolved.

Solver, audit and evaluation all read this one immutable thing, so they cannot
disagree on a date, a price or a weight. Symbols follow the model: demand points
i, sites j, availability classes k, presence levels r.
"""

from planner.problem.build import build_problem
from planner.problem.edits import (
    PinnedVisit,
    bans_of,
    kept_slots,
    kept_visits,
    pinned_slots,
    pinned_stations,
    pinned_stops,
    pinned_visits,
)
from planner.problem.mismatches import mismatches, own_mismatches
from planner.problem.slots import class_dates, merged_slots, person_nok, premises_nok, site_is_free, unavailable_reason
from planner.problem.types import EarlyHours, Fleet, Problem, Schedule, Slot, VisitBlock, VisitNeed, VisitWork
from planner.problem.ways import QUAY, Ways, ways_of
from planner.problem.weights import mixed_minutes

__all__ = [
    "QUAY",
    "EarlyHours",
    "Fleet",
    "PinnedVisit",
    "Problem",
    "Schedule",
    "Slot",
    "VisitBlock",
    "VisitNeed",
    "VisitWork",
    "Ways",
    "bans_of",
    "build_problem",
    "class_dates",
    "kept_slots",
    "kept_visits",
    "merged_slots",
    "mismatches",
    "mixed_minutes",
    "own_mismatches",
    "person_nok",
    "pinned_slots",
    "pinned_stations",
    "pinned_stops",
    "pinned_visits",
    "premises_nok",
    "site_is_free",
    "unavailable_reason",
    "ways_of",
]
