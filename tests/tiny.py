"""A municipality small enough to compute by hand: twelve cells on a straight road.

::

    cell      0      1      2      3      4      5   |  6      7      8      9     10     11
    point     0------+      1------+      2------+   |  3------+      4------+      5------+
    site    f0101         e0101         e0102 f0102  |       e0201         e0202         f0201
    type    library       school        hall  mall   |       school        library       town hall
    district 01 Nord, turnout 80 %                   | 02 Sør, turnout 60 %

*Voters.* 100 eligible (``local``; 150 by ``storting``) in every cell: 20 expected
non-voters per cell in Nord, 40 in Sør, 360 in all; twice that per demand point, whose
medoid is its left cell.

*Travel.* One step is 10 minutes on foot, 4 by bike and 2 by car, known to 90. With the
default mix (60/10/30 %) that is 7 minutes a step up to nine steps; ten and eleven steps
are beyond walking, which then counts T = 90: 64 and 65 minutes.

*Driving between sites.* 5 minutes and 2 km a step.

*Election* 13 September 2027: ordinary voting 10 August – 10 September, 24 weekdays and 4 Saturdays.

=====  ========================================================  ======================
site   today's hours                                             dates day/evening/Sat.
=====  ========================================================  ======================
f0101  Mon–Fri 10–16, Sat 10–14                                  24 / 0 / 4
f0102  Mon–Fri 9–15, Sat 10–14, closed 16–19 August (four days)  20 / 0 / 4
f0201  Mon–Fri 10–19, never on Saturdays                         24 / 24 / 0
=====  ========================================================  ======================

By the default price list they cost 212 000, 182 000 and 291 600: 685 600 NOK.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from planner.domain.clock import clock_of
from planner.domain.dataset import (
    BEYOND,
    ClosedPeriod,
    Dataset,
    District,
    Mode,
    Places,
    Site,
    SiteKind,
    Unavailable,
    WeeklyHours,
)
from planner.domain.plan import (
    DatasetReference,
    Leg,
    Opening,
    Plan,
    ProvenanceEntry,
    Station,
    StationKind,
    VehicleDay,
    VehiclePlan,
)
from planner.domain.supply import ShippingDay, ShippingMethod
from planner.law.calendar import OSLO
from planner.problem import Problem, Schedule, build_problem
from planner.scenario import Scenario, parse_scenario

ELECTION = date(2027, 9, 13)
BUS_DAY = date(2027, 8, 24)
"""A Tuesday."""
SATURDAY = date(2027, 8, 28)
LAST_WEEK = tuple(date(2027, 9, n) for n in range(6, 11))
CELLS = 12
LIMIT = 90
MINUTES_A_STEP = {Mode.WALK: 10, Mode.BIKE: 4, Mode.CAR: 2}
DRIVE_MINUTES_A_STEP, DRIVE_KM_A_STEP = 5, 2.0
CELL_OF = {"e0101": 2, "e0102": 4, "e0201": 7, "e0202": 9, "f0101": 0, "f0102": 5, "f0201": 11}
COLUMN = {site_id: column for column, site_id in enumerate(sorted(CELL_OF))}
TYPES = {
    "e0101": "school", "e0102": "community_house", "e0201": "school", "e0202": "library",
    "f0101": "library", "f0102": "mall", "f0201": "town_hall",
}  # fmt: skip
WEEKDAYS = frozenset(range(5))
HOURS = {
    "f0101": (WeeklyHours(WEEKDAYS, "10:00", "16:00"), WeeklyHours(frozenset({5}), "10:00", "14:00")),
    "f0102": (WeeklyHours(WEEKDAYS, "09:00", "15:00"), WeeklyHours(frozenset({5}), "10:00", "14:00")),
    "f0201": (WeeklyHours(WEEKDAYS, "10:00", "19:00"),),
}
CLOSED = {"f0102": (ClosedPeriod((8, 16), (8, 19)),)}


def minutes_of(steps: int) -> float:
    """Mean minutes of the default mode mix over a number of steps."""
    return 7.0 * steps if steps <= 9 else 54.0 + 1.0 * steps


def _lat_lon(cell: float) -> tuple[float, float]:
    return 59.9, round(10.7 + 0.01 * cell, 4)


def _places(cells: Iterable[int], eligible: float) -> Places:
    cells = list(cells)
    return Places(
        ids=tuple(f"c{cell:02d}" for cell in cells),
        lat=np.full(len(cells), 59.9),
        lon=np.array([_lat_lon(cell)[1] for cell in cells]),
        district=np.array([int(cell >= CELLS // 2) for cell in cells]),
        subdistrict=("",) * len(cells),
        eligible={"local": np.full(len(cells), eligible), "storting": np.full(len(cells), 1.5 * eligible)},
        covered=np.array([cell < CELLS // 2 for cell in cells]),
    )


def _stored(rows: Iterable[int], columns: Iterable[int], mode: Mode) -> np.ndarray:
    steps = np.abs(np.subtract.outer(list(rows), list(columns)))
    minutes = steps * MINUTES_A_STEP[mode]
    return np.where(minutes > LIMIT, BEYOND, minutes).astype(np.uint8)


def _site(site_id: str) -> Site:
    lat, lon = _lat_lon(CELL_OF[site_id])
    return Site(
        id=site_id,
        number=site_id[1:],
        name=f"Sted {site_id}",
        address=f"Veien {CELL_OF[site_id]}",
        postal_code="0190",
        post_town="OSLO",
        lat=lat,
        lon=lon,
        kind=SiteKind.ADVANCE if site_id.startswith("f") else SiteKind.ELECTION_DAY,
        type=TYPES[site_id],
        type_guessed=False,
        district_id="01" if CELL_OF[site_id] < CELLS // 2 else "02",
        subdistrict_id="",
        covered=CELL_OF[site_id] < CELLS // 2,
        hours=HOURS.get(site_id, ()),
        closed=CLOSED.get(site_id, ()),
        accessible=True,
    )


def tiny_dataset(
    *, unavailable: Iterable[Unavailable] = (), sites: Mapping[str, Mapping[str, Any]] | None = None, **changes: Any
) -> Dataset:
    """The dataset.

    Args:
        unavailable: when which premises cannot be used.
        sites: changes of single sites, by id (``{"f0101": {"hours": ()}}``).
        changes: changes of the dataset's own fields.
    """
    columns = [CELL_OF[site_id] for site_id in sorted(CELL_OF)]
    medoids = range(0, CELLS, 2)
    steps = np.abs(np.subtract.outer(columns, columns)).astype(np.float64)
    dataset = Dataset(
        name="tiny",
        version="1",
        path=Path("tiny"),
        sha256="0" * 64,
        municipality_id="0000",
        municipality_name="Lillevik",
        minutes_limit=LIMIT,
        cells=_places(range(CELLS), 100.0),
        points=_places(medoids, 200.0),
        point_cell=np.array(medoids),
        cell_point=np.arange(CELLS) // 2,
        sites=tuple(replace(_site(site_id), **(sites or {}).get(site_id, {})) for site_id in sorted(CELL_OF)),
        districts=(
            District("01", "Nord", 0.8, turnout_is_municipal=False, electorate={"local": 600.0, "storting": 900.0}),
            District("02", "Sør", 0.6, turnout_is_municipal=False, electorate={"local": 600.0, "storting": 900.0}),
        ),
        unavailable=tuple(unavailable),
        minutes_cells_sites={mode: _stored(range(CELLS), columns, mode) for mode in Mode},
        minutes_points_cells={mode: _stored(medoids, range(CELLS), mode) for mode in Mode},
        car_minutes_sites=steps * DRIVE_MINUTES_A_STEP,
        car_km_sites=steps * DRIVE_KM_A_STEP,
        unplaced_eligible={"local": 0.0, "storting": 0.0},
        turnout_source="Lillevik 2023",
        provenance=(ProvenanceEntry("for hånd", "ingen", "2027", "tester"),),
        areas={"type": "FeatureCollection", "features": []},
        orientation={"type": "FeatureCollection", "features": []},
        figures={},
    )
    return replace(dataset, **changes)


PATTERNS: tuple[dict[str, Any], ...] = (
    {"id": "dag", "name": "hverdager på dagtid", "weekday": ["10:00-13:00", "13:00-16:00"]},
    {"id": "kveld-siste", "name": "kvelder siste uke", "weekday": ["16:00-19:00"], "last_weeks": 1},
    {"id": "lordag", "name": "lørdager", "saturday": ["10:00-14:00"]},
)
BUS: dict[str, Any] = {"id": "buss", "name": "Bussen", "depot": "f0101", "crew": 2}
"""Two persons and a driver; the blocks are the defaults."""


def plain_scenario(**changes: Any) -> dict[str, Any]:
    """The scenario as plain values; ``stations__existing="free"`` changes a field of a part."""
    plain: dict[str, Any] = {
        "name": "Lillevik 2027",
        "dataset": "tiny",
        "election": ELECTION,
        "budget_nok": 100_000,
        "stations": {"existing": "locked", "patterns": [dict(pattern) for pattern in PATTERNS], "min_pattern_share": 0},
        "vehicles": [dict(BUS)],
        "min_visits": 1,
    }
    for name, value in changes.items():
        *parents, last = name.split("__")
        part = plain
        for parent in parents:
            part = part.setdefault(parent, {})
        part[last] = value
    return plain


def tiny_scenario(**changes: Any) -> Scenario:
    """Today's stations locked, 100 000 NOK, one bus from f0101, three patterns for pop-ups; see ``plain_scenario``."""
    return parse_scenario(plain_scenario(**changes))


def tiny_problem(dataset: Dataset | None = None, **changes: Any) -> Problem:
    """Dataset and scenario joined."""
    return build_problem(dataset or tiny_dataset(), tiny_scenario(**changes))


def station(site_id: str, opening: Iterable[Opening], kind: StationKind | None = None, **changes: Any) -> Station:
    """A station at a site (``e0101``, or ``e0101-b``)."""
    lat, lon = _lat_lon(CELL_OF[site_id.removesuffix("-b")])
    opening = tuple(opening)
    if kind is None:
        premises = StationKind.FIXED if site_id.startswith("f") else StationKind.POPUP
        kind = StationKind.MOBILE_STOP if opening[0].vehicle else premises
    return replace(Station(site_id, f"Sted {site_id}", kind, lat, lon, "Veien", True, True, opening, 1), **changes)


def running(problem: Problem, schedule: Schedule) -> Station:
    """The station that runs a schedule."""
    return station(
        problem.dataset.sites[schedule.site].id,
        (Opening(s.day, clock_of(s.start), clock_of(s.end), crew=3) for s in schedule.slots),
    )


def todays_stations() -> tuple[Station, ...]:
    """f0101, f0102 and f0201 with today's hours."""
    problem = tiny_problem()
    return tuple(running(problem, schedule) for schedule in problem.existing)


def evening_week() -> Station:
    """Pop-up e0202, 16–19 on the five weekdays of the last week, three persons."""
    return station("e0202", (Opening(day, "16:00", "19:00", crew=3) for day in LAST_WEEK))


def bus_stop(site_id: str, start: str, end: str, day: date = BUS_DAY, **changes: Any) -> Station:
    """A stop with one visit of the bus."""
    return station(site_id, [replace(Opening(day, start, end, vehicle="buss", crew=2), **changes)])


BUS_LEGS = (
    Leg("f0101", "e0101", "09:30", "09:40", 10.0, 4.0),
    Leg("e0101", "e0201", "13:00", "13:25", 25.0, 10.0),
    Leg("e0201", "f0101", "16:45", "17:20", 35.0, 14.0),
)
"""Out at 9:30, set up 20 minutes at e0101, open 10–12:30, packed at 13:00; no minute to spare on
the way to e0201, open 13:45–16:15; back at 17:20. 28 km; 6.5 hours before 16:00 and 1 h 20 min after."""


def bus_day(day: date = BUS_DAY, legs: Iterable[Leg] = BUS_LEGS, vehicle: str = "buss") -> VehiclePlan:
    """A vehicle with one day out."""
    return VehiclePlan(vehicle, (VehicleDay(day, tuple(legs)),))


def make_plan(stations: Iterable[Station], vehicles: Iterable[VehiclePlan] = ()) -> Plan:
    """A bare plan, stations by id."""
    reference = DatasetReference("tiny", "1", "tiny", "0" * 64, ())
    ordered = tuple(sorted(stations, key=lambda s: s.id))
    return Plan(scenario={}, dataset=reference, stations=ordered, vehicles=tuple(vehicles))


def _arrives(day: date, days: int) -> datetime:
    return datetime.combine(day, time(16), tzinfo=OSLO) + timedelta(days=days)


def tiny_shipping() -> tuple[ShippingDay, ...]:
    """Mail at 15:30 on weekdays to 3 September, express at 22:00 on Saturday 4 and every day of the last week."""
    days = [date(2027, 8, 10) + timedelta(n) for n in range(25)]
    mail = [ShippingDay(d, "all", ShippingMethod.MAIL, "15:30", _arrives(d, 6)) for d in days if d.weekday() < 5]
    express = [(date(2027, 9, 4), 2), *((day, 3 if day.weekday() == 4 else 1) for day in LAST_WEEK)]
    return (*mail, *(ShippingDay(d, "all", ShippingMethod.EXPRESS, "22:00", _arrives(d, n)) for d, n in express))


def tiny_plan(*extra: Station, without: Iterable[str] = (), **changes: Any) -> Plan:
    """Today's stations, one pop-up evening week, one bus day with two stops and dispatches; it breaks no requirement.

    Args:
        extra: more stations.
        without: ids of stations to leave out.
        changes: changes of the plan's own fields.
    """
    stations = (
        *todays_stations(),
        evening_week(),
        bus_stop("e0101", "10:00", "12:30"),
        bus_stop("e0201", "13:45", "16:15"),
        *extra,
    )
    plan = make_plan((s for s in stations if s.id not in set(without)), [bus_day()])
    return replace(plan, **{"shipping": tiny_shipping(), **changes})


def with_station(plan: Plan, station_id: str, **changes: Any) -> Plan:
    """A plan in which one station is changed by hand."""
    return replace(plan, stations=tuple(replace(s, **changes) if s.id == station_id else s for s in plan.stations))


def far_apart(minutes_a_step: float, **changes: object) -> Problem:
    """The tiny municipality with slow roads: many stops cannot follow each other."""
    problem = tiny_problem(**changes)
    steps = problem.dataset.car_minutes_sites / 5
    return replace(problem, dataset=replace(problem.dataset, car_minutes_sites=steps * minutes_a_step))
