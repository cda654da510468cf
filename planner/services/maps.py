"""What both maps draw: minutes per demand point, today's stations, and the reach of one place."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import numpy as np

from planner.domain.dataset import Dataset
from planner.domain.plan import AccessibilityPair, DatasetReference, Plan, Station
from planner.evaluate.access import (
    accessibility,
    fixed_kappa,
    minutes_today,
    mode_mix,
    nearest_cell,
    open_stations,
    place_minutes,
    quickest_station,
    segment_minutes,
    site_id_of,
    snapped_minutes,
    station_site,
)
from planner.mapview.mapinput import MapInput
from planner.problem import Problem


def map_input(plan: Plan, problem: Problem, messages: tuple[str, ...] = ()) -> MapInput:
    """What a map needs beyond plan and dataset."""
    from planner.exporters.hours import phase_lines

    stations = open_stations(plan, problem)
    return MapInput(
        point_minutes_before=place_minutes(problem, minutes_today(problem, cells=False)),
        point_minutes_after=place_minutes(problem, segment_minutes(problem, stations, cells=False)),
        point_station=tuple(name or None for name in quickest_station(problem, stations)),
        point_weight=problem.weights,
        hours_text=phase_lines,
        stations_before=stations_today(problem),
        messages=messages,
        minutes_label=f"forventet reisetid til raskeste brukbare sted ({mode_mix(problem)})",
    )


def stations_today(problem: Problem) -> tuple[Station, ...]:
    """Today's stations with their own hours on this election's calendar."""
    from planner.optimise.extract import premises_station

    return tuple(premises_station(problem, schedule) for schedule in problem.existing)


def served_by(plan: Plan, problem: Problem) -> dict[str, tuple[int, float]]:
    """Per place the demand points that most of whose voters have it as their quickest, and their weight.

    A place that is both premises and stop of a bus counts once, by the id of its site.
    """
    found: dict[str, tuple[int, float]] = {}
    for station, weight in zip(quickest_station(problem, open_stations(plan, problem)), problem.weights, strict=True):
        place = site_id_of(station)
        points, total = found.get(place, (0, 0.0))
        found[place] = (points + 1, total + float(weight))
    return found


def plan_today(problem: Problem) -> Plan:
    """Today's stations as if they were the plan: what a municipality sees before anything is planned."""
    dataset = problem.dataset
    now = accessibility(problem, minutes_today(problem, cells=True), fixed_kappa(problem))
    reference = DatasetReference(dataset.name, dataset.version, str(dataset.path), dataset.sha256, dataset.provenance)
    return Plan(
        problem.scenario.to_plain(), reference, stations_today(problem), accessibility=AccessibilityPair(now, now)
    )


def ground_bytes(dataset: Dataset) -> bytes:
    """Areas, roads, names, points, cells and places of a dataset, for the map in the app: sent once."""
    from planner.mapview.payload import cell_data, ground_data, site_data

    return _bytes({**ground_data(dataset), "cells": cell_data(dataset), "sites": site_data(dataset)})


def plan_map_bytes(plan: Plan, problem: Problem) -> bytes:
    """What a plan says of that ground, for the map in the app."""
    from planner.mapview.payload import plan_data

    return _bytes({**plan_data(plan, problem.dataset, map_input(plan, problem)), "mix": mode_shares(problem)})


def mode_shares(problem: Problem) -> dict[str, int]:
    """The mode mix, per cent."""
    travel = problem.scenario.travel
    return {name: round(100 * getattr(travel, name)) for name in ("walk", "bike", "car")}


def reach_bytes(station: Station, problem: Problem) -> bytes:
    """Minutes from every populated cell to one place, whole; whatever its opening hours are.

    Raises:
        ValueError: the station has no place.
    """
    if station.lat is None or station.lon is None:
        raise ValueError(f"{station.id} has no place")
    column = station_site(problem, station)
    if column is not None:
        minutes = problem.cell_minutes[:, column]
    else:
        minutes = snapped_minutes(problem, nearest_cell(problem.dataset, station.lat, station.lon)[0])[1]
    found: list[int] = np.rint(minutes).astype(int).tolist()
    return _bytes({"id": station.id, "name": station.name, "minutes": found})


def content_id(content: bytes) -> str:
    """Name of a file by what it holds: a browser may keep it for good."""
    return hashlib.sha256(content).hexdigest()[:32]


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def difference_map_bytes(one: Plan, other: Plan, problem: Problem) -> bytes:
    """The second plan's map with the first plan's minutes as those before; both by the second's problem."""
    from planner.mapview.payload import plan_data

    given = map_input(other, problem)
    first = place_minutes(problem, segment_minutes(problem, open_stations(one, problem), cells=False))
    pair = other.accessibility
    if pair is not None and one.accessibility is not None:
        other = replace(other, accessibility=AccessibilityPair(one.accessibility.after, pair.after))
    found = plan_data(other, problem.dataset, replace(given, point_minutes_before=first, stations_before=()))
    return _bytes({**found, "mix": mode_shares(problem)})
