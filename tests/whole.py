"""The tiny municipality with everything that exports of the operation can show, and what its figures rest on.

Two bus days, the second without drives; a team that visits a nursing home; contacts, keys, power and permits
known at one stop and unknown at the other; a roster with a driver; expected votes that are few at one stop.
"""

from __future__ import annotations

from dataclasses import replace

from tiny import BUS_DAY, SATURDAY, bus_stop, station, tiny_dataset, tiny_plan, tiny_problem, with_station

from planner.audit import complete
from planner.domain.dataset import Dataset
from planner.domain.plan import Leg, Opening, Plan, Role, RosterEntry, StationKind, VehicleDay, VehiclePlan
from planner.exporters import ExportContext
from planner.problem import Problem

BOX = [[10.69, 59.88], [10.83, 59.88], [10.83, 59.92], [10.69, 59.92], [10.69, 59.88]]
ROAD = [[10.69, 59.9], [10.76, 59.905], [10.83, 59.9]]
HOME = {
    "id": "i1",
    "name": "Bråten sykehjem",
    "kind": "institution",
    "address": "Åsveien 1",
    "lat": 59.9,
    "lon": 10.74,
    "contact": "Avdelingsleder Ås, 22 22 22 22",
    "minutes": 120,
}
SITES = {
    "e0101": {"contact": "=Kari <99>", "owner": "Skolen", "keys": "vaktmester", "power": True, "parking_permit": False},
    "f0101": {"contact": "Biblioteket, skranken"},
    "f0201": {"mobile_coverage": "poor"},
}
TEAM = "besokslag-1"


def whole_dataset() -> Dataset:
    """With an area, a main road and a name to draw."""
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [BOX]}}
    area = {**feature, "properties": {"id": "01", "name": "Nord"}}
    road = {"type": "Feature", "geometry": {"type": "LineString", "coordinates": ROAD}}
    name = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [10.76, 59.91]}}
    drawn = [
        {**road, "properties": {"kind": "motorway"}},
        {**name, "properties": {"kind": "subdistrict", "name": "Midtbyen"}},
    ]
    return tiny_dataset(
        sites=SITES,
        areas={"type": "FeatureCollection", "features": [area]},
        orientation={"type": "FeatureCollection", "features": drawn},
    )


def whole_problem() -> Problem:
    """One bus with someone to call, a team, a nursing home, 600 votes to expect."""
    bus = {"id": "buss", "name": "Bussen", "depot": "f0101", "crew": 2, "contact": "+47 Busselskapet, vakt 99 99 99 99"}
    return tiny_problem(
        whole_dataset(),
        vehicles=[bus],
        institutions=[HOME],
        visits={"teams": 1, "start": "f0101", "contact": "Hjemmetjenesten, 33 33 33 33"},
        votes={"expected_total": 600},
    )


def whole_plan() -> Plan:
    """The tiny plan, a second bus day and a visit, everything recomputed."""
    second = [Opening(SATURDAY, "10:00", "13:00", vehicle="buss", crew=2)]
    both = bus_stop("e0101", "10:00", "12:30")
    visited = station(
        "e0102",
        [Opening(BUS_DAY, "12:00", "14:00", vehicle=TEAM, crew=2)],
        StationKind.INSTITUTION,
        id="i1",
        name=HOME["name"],
        address=HOME["address"],
        public=False,
        booths=None,
    )
    drive = (Leg("f0101", "i1", "11:10", "11:40", 30.0, 12.0), Leg("i1", "f0101", "14:25", "14:55", 30.0, 12.0))
    problem = whole_problem()
    plan = tiny_plan(visited, roster=whole_roster())
    plan = with_station(plan, "e0101", opening=(*both.opening, *second))
    team = VehiclePlan(TEAM, (VehicleDay(BUS_DAY, drive),))
    return complete(replace(plan, vehicles=(*plan.vehicles, team), scenario=problem.scenario.to_plain()), problem)


def whole_roster() -> tuple[RosterEntry, ...]:
    """The bus day with its driver, and an evening at a pop-up."""
    on_board = RosterEntry(BUS_DAY, "e0101", "09:30", "13:00", Role.LEADER, "Åse")
    return (
        on_board,
        replace(on_board, role=Role.DEPUTY, person="Per"),
        replace(on_board, role=Role.DRIVER, person="=Sjåfør 1"),
        replace(on_board, station="e0201", start="13:00", end="17:20", role=Role.DRIVER, person="=Sjåfør 1"),
    )


def whole_context() -> ExportContext:
    """With the problem, so that ways and loads can be computed."""
    problem = whole_problem()
    return replace(ExportContext.of(problem.dataset), problem=problem)
