"""Envelopes, ballots and forms per station, from expected votes.

Per station, with own votes O and votes for other municipalities P = O × share:

==========================  =======================================================================
cover, emergency            own votes in omslagskonvolutt and in beredskapskonvolutt (V 3.2.2.1)
ordinary ballots, per set   O × (1 + margin) + lists × the fewest laid out of each list (B1)
party ballots, per set      P × (1 + margin), at least a minimum
cover envelopes             (cover + P) × (1 + margin), at least a minimum
emergency envelopes         emergency × (1 + margin), at least a minimum
ballot envelopes, forms     one for every cover and every emergency envelope (B2)
all-lists envelopes         those who vote outside the premises, and everyone a team visits (B3)
shipping envelopes          P / votes per envelope × (1 + margin), at least a minimum (T1)
==========================  =======================================================================

Where any are expected, things are packed for five at least. Everything is rounded up to whole
packs. Use per list is never reported (V 2.9): ballots are counted per set only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from planner.domain.findings import ChecklistItem
from planner.domain.plan import Plan, Station
from planner.domain.small_groups import LEAST_GROUP, is_small
from planner.domain.supply import StationStock, StockItem, StockKind
from planner.evaluate.access import site_id_of, station_site
from planner.evaluate.votes import ExpectedVotes
from planner.law.parameters import law_parameters
from planner.problem import Problem

ROUNDING = 1e-9
NAMES = {
    StockKind.ORDINARY_BALLOTS: "stemmesedler",
    StockKind.PARTY_BALLOTS: "partistemmesedler",
    StockKind.BALLOT_ENVELOPES: "stemmeseddelkonvolutter",
    StockKind.COVER_ENVELOPES: "omslagskonvolutter",
    StockKind.EMERGENCY_ENVELOPES: "beredskapskonvolutter",
    StockKind.IDENTITY_FORMS: "skjema for velgerens identitet",
    StockKind.ALL_LISTS_ENVELOPES: "konvolutter med én stemmeseddel per liste og en blank",
    StockKind.SHIPPING_ENVELOPES: "forsendelseskonvolutter",
}
BALLOTS = (StockKind.ORDINARY_BALLOTS, StockKind.PARTY_BALLOTS)
Key = tuple[StockKind, int]


def ballot_sets(problem: Problem) -> int:
    """Ballot sets per voter: the scenario's number, else the law's for the year of the election."""
    chosen = problem.scenario.stock.ballot_sets
    return law_parameters().number("ballot_sets", problem.calendar.election) if chosen is None else chosen


def stock_of(plan: Plan, problem: Problem, votes: ExpectedVotes) -> tuple[StationStock, ...]:
    """What each station is sent, in the plan's order."""
    expected = votes.by_station()
    return tuple(station_stock(station, expected[station.id].total, problem) for station in plan.stations)


def station_stock(station: Station, own: float, problem: Problem) -> StationStock:
    """What one station is sent for a number of own votes."""
    settings = problem.scenario.votes
    other = own * settings.other_municipality_share
    cover, emergency = in_envelopes(station, own, problem)
    visited = not (station.public and station.lat is not None)
    all_lists = own if visited else own * settings.outside_share
    items = tuple(_items(own, other, cover, emergency, all_lists, problem))
    return StationStock(station.id, round(own, 1), round(other, 1), round(cover, 1), round(emergency, 1), items)


def in_envelopes(station: Station, own: float, problem: Problem) -> tuple[float, float]:
    """Own votes in omslagskonvolutt and in beredskapskonvolutt; together never more than there are."""
    settings = problem.scenario.votes
    if {station.id, site_id_of(station.id)} & set(settings.envelope_stations):
        return own, 0.0
    column = station_site(problem, station)
    poor = column is not None and problem.dataset.sites[column].mobile_coverage == "poor"
    cover = own * settings.envelope_share
    return cover, (own - cover) * (settings.poor_coverage_emergency_share if poor else settings.emergency_share)


def _items(
    own: float, other: float, cover: float, emergency: float, all_lists: float, problem: Problem
) -> Iterator[StockItem]:
    settings = problem.scenario.stock
    more, least = 1 + settings.margin, settings.min_other
    covers, emergencies = _enough(cover + other) * more, _enough(emergency) * more
    covers, emergencies = max(covers, least), max(emergencies, settings.min_emergency_envelopes)
    per_envelope = settings.votes_per_shipping_envelope
    shipments = other / per_envelope
    for number in range(1, ballot_sets(problem) + 1):
        laid_out = settings.lists * settings.min_ballots_per_list
        yield _item(StockKind.ORDINARY_BALLOTS, own, _enough(own) * more + laid_out, settings.ballot_pack, number)
        yield _item(StockKind.PARTY_BALLOTS, other, max(_enough(other) * more, least), settings.ballot_pack, number)
    for kind, expected, needed in (
        (StockKind.BALLOT_ENVELOPES, cover + other + emergency, covers + emergencies),
        (StockKind.COVER_ENVELOPES, cover + other, covers),
        (StockKind.EMERGENCY_ENVELOPES, emergency, emergencies),
        (StockKind.IDENTITY_FORMS, cover + other + emergency, covers + emergencies),
        (StockKind.ALL_LISTS_ENVELOPES, all_lists, max(_enough(all_lists) * more, least)),
        (StockKind.SHIPPING_ENVELOPES, shipments, max(_enough(other) / per_envelope * more, least)),
    ):
        yield _item(kind, expected, needed, settings.envelope_pack)


def _enough(expected: float) -> float:
    """Voters to pack for: where any are expected, five at least, so that no packing list counts fewer."""
    return float(LEAST_GROUP) if is_small(expected) else expected


def _item(kind: StockKind, expected: float, needed: float, pack: int, number: int = 0) -> StockItem:
    packs = math.ceil(needed / pack - ROUNDING)
    return StockItem(kind, number, round(expected, 1), packs * pack, packs)


def stock_totals(stock: Iterable[StationStock]) -> dict[Key, StockItem]:
    """Sums over stations, by kind and set, in the order of the packing list."""
    totals: dict[Key, StockItem] = {}
    for station in stock:
        for item in station.items:
            so_far = totals.get((item.kind, item.set), StockItem(item.kind, item.set, 0.0, 0, 0))
            totals[item.kind, item.set] = replace(
                so_far,
                expected=round(so_far.expected + item.expected, 1),
                pieces=so_far.pieces + item.pieces,
                packs=so_far.packs + item.packs,
            )
    return totals


def item_name(kind: StockKind, number: int) -> str:
    """``stemmesedler, sett 1``."""
    return f"{NAMES[kind]}, sett {number}" if number else NAMES[kind]


def whole(number: float) -> str:
    """A whole number with a gap between thousands."""
    return f"{number:,.0f}".replace(",", " ")


COUNTED = {
    "P8": (),
    "T1": (StockKind.PARTY_BALLOTS, StockKind.COVER_ENVELOPES, StockKind.SHIPPING_ENVELOPES),
    "B1": (StockKind.ORDINARY_BALLOTS,),
    "B2": (StockKind.IDENTITY_FORMS,),
    "B3": (StockKind.ALL_LISTS_ENVELOPES,),
    "E1": (StockKind.COVER_ENVELOPES, StockKind.EMERGENCY_ENVELOPES),
}
"""Checklist items that say how much: rule → what is counted."""


def with_counts(items: Iterable[ChecklistItem], stock: tuple[StationStock, ...]) -> tuple[ChecklistItem, ...]:
    """The checklist with what is expected and packed, where that is known."""
    if not stock:
        return tuple(items)
    totals = stock_totals(stock)
    return tuple(
        replace(item, text=f"{item.text} {_counted(item.rule, stock, totals)}") if item.rule in COUNTED else item
        for item in items
    )


def _counted(rule: str, stock: tuple[StationStock, ...], totals: dict[Key, StockItem]) -> str:
    parts = [
        f"{whole(item.pieces)} {item_name(kind, number)}"
        for (kind, number), item in totals.items()
        if kind in COUNTED[rule]
    ]
    packed = f"Pakket i alt: {'; '.join(parts)}." if parts else ""
    other = sum(station.other for station in stock)
    told = "færre enn fem" if is_small(other) else f"omtrent {whole(other)}"
    expected = f"Ventet: {told} stemmer til andre kommuner." if rule in ("P8", "T1") else ""
    return f"{expected} {packed}".strip()
