"""What a published list says of a place to voters, besides where and when."""

from __future__ import annotations

from planner.domain.plan import Phase, Plan, Station, StationKind
from planner.evaluate.timetable import on_water
from planner.exporters.set_aside import plan_sentences, station_sentences

MAX_INFO = 150
"""Characters of the info text in EVA (2019), which takes no semicolon."""
BUS = "Valgbussen står her bare i åpningstidene."
BOAT = "Valgbåten ligger her bare i åpningstidene."
EARLY = "Også åpent for tidligstemming."
EARLY_ONLY = "Bare for tidligstemming."
HELP = "Du kan trenge hjelp for å komme inn."
IDENTITY = "Ta med legitimasjon."


def info_text(station: Station, plan: Plan) -> str:
    """Whole sentences of our own, together within the limit of EVA; the hours have a column of their own.

    Why a requirement is set aside has a column and a sheet of its own in the keying sheet; forms without such a
    place, and without EVA's limit, have :func:`public_text`.
    """
    phases = {opening.phase for opening in station.opening}
    early = {frozenset({Phase.EARLY}): EARLY_ONLY, frozenset(Phase): EARLY}.get(frozenset(phases), "")
    mobile = "" if station.kind is not StationKind.MOBILE_STOP else BOAT if on_water(plan, station) else BUS
    barred = HELP if station.accessible is False else ""
    return " ".join(sentence for sentence in (mobile, early, barred, IDENTITY) if sentence)


def public_text(station: Station, plan: Plan) -> str:
    """:func:`info_text`, and in the planner's own words what is set aside there and for the whole plan."""
    told = (info_text(station, plan), station_sentences(plan, station), plan_sentences(plan))
    return " ".join(filter(None, told))
