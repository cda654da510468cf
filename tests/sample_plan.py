"""A small hand-made plan and dataset: real places of Oslo, two bus days, two districts.

Names and addresses hold what breaks careless writers: Norwegian letters, quotes,
``</script>``, a leading ``=``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import numpy as np

from planner.domain.capacity import Capacity, OpeningNeed, QueueFigures, StationCapacity
from planner.domain.dataset import Dataset, District, Mode, Places, Site, SiteKind
from planner.domain.findings import Assumption, ChecklistItem, Finding, Severity
from planner.domain.plan import (
    Accessibility,
    AccessibilityPair,
    AccessMeasures,
    Cost,
    CostLine,
    DatasetReference,
    Leg,
    ObjectiveResult,
    Opening,
    Phase,
    Plan,
    ProvenanceEntry,
    Role,
    RosterEntry,
    SolveStatus,
    Station,
    StationKind,
    VehicleDay,
    VehiclePlan,
)
from planner.domain.supply import ShippingDay, ShippingMethod, StationStock, StockItem, StockKind

GENERATED_ON = date(2027, 3, 1)
FIRST, LAST = date(2027, 8, 10), date(2027, 9, 10)
BUS_DAYS = (date(2027, 8, 24), date(2027, 9, 4))
HOSTILE = "Løren «torg» </script><script>alert('æøå')</script> & \"sønn\""

PROVENANCE = (
    ProvenanceEntry("OpenStreetMap", "ODbL", "2019", "veinett og reisetider"),
    ProvenanceEntry("Statistisk sentralbyrå, rutenett 250 m", "CC BY 4.0", "2023", "befolkning"),
    ProvenanceEntry("Valgdirektoratet, valglokaler", "NLOD", "2017", "steder"),
)


def fixed_opening() -> tuple[Opening, ...]:
    """Weekdays 10–16 and 16–19 (touching), Saturdays 10–14, the whole period."""
    found = []
    for day in (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)):
        if day.weekday() < 5:
            found += [Opening(day, "10:00", "16:00", crew=3), Opening(day, "16:00", "19:00", crew=2)]
        elif day.weekday() == 5:
            found.append(Opening(day, "10:00", "14:00", crew=3))
    return tuple(found)


def stations() -> tuple[Station, ...]:
    """One station of most kinds."""
    two_weeks = tuple(o for o in fixed_opening() if o.date >= date(2027, 8, 30) and o.date.weekday() < 5)
    early = Opening(date(2027, 7, 5), "09:30", "15:00", Phase.EARLY, crew=2)

    def bus(*openings: tuple[date, str, str]) -> tuple[Opening, ...]:
        return tuple(Opening(day, start, end, vehicle="buss1", crew=3) for day, start, end in openings)

    return (
        Station(
            "f0101",
            "Grønland torg",
            StationKind.FIXED,
            59.912633,
            10.761945,
            "Platous gate 16",
            True,
            True,
            (early, *fixed_opening()),
        ),
        Station("f0102", "Tøyen", StationKind.FIXED, 59.914414, 10.775789, "Hagegata 28", False, True, fixed_opening()),
        Station("f0103", "Tøyen bad", StationKind.FIXED, 59.914514, 10.775889, "Hagegata 30", None, True, two_weeks),
        Station("e0901", HOSTILE, StationKind.POPUP, 59.929, 10.797, "=HYPERLINK(1)", None, True, two_weeks),
        Station(
            "e1502",
            "Mortensrud skole",
            StationKind.MOBILE_STOP,
            59.846992,
            10.826683,
            "Lofsrudhøgda 195",
            True,
            True,
            bus((BUS_DAYS[0], "10:00", "12:30"), (BUS_DAYS[1], "10:00", "13:00")),
        ),
        Station(
            "e1507-b",
            "Bjørndal skole",
            StationKind.MOBILE_STOP,
            59.825875,
            10.836647,
            "Granbergstubben 7",
            True,
            True,
            bus((BUS_DAYS[0], "13:45", "16:15")),
        ),
        Station(
            "i0001",
            "Furuset sykehjem",
            StationKind.INSTITUTION,
            59.9415,
            10.8965,
            "Ulsholtveien 2",
            True,
            False,
            (Opening(date(2027, 9, 1), "12:00", "14:00", crew=2),),
        ),
        Station(
            "h0001",
            "Hjemmestemming øst",
            StationKind.HOME_TEAM,
            None,
            None,
            "",
            None,
            False,
            (Opening(date(2027, 9, 8), "10:00", "15:00", crew=2),),
        ),
    )


def vehicles() -> tuple[VehiclePlan, ...]:
    """One bus, two days, the first with two stops; the depot is a site that is no station."""
    first = (
        Leg("e9999", "e1502", "09:15", "09:40", 25, 14.2),
        Leg("e1502", "e1507-b", "12:50", "13:00", 10, 3.9),
        Leg("e1507-b", "e9999", "16:50", "17:20", 30, 17.0),
    )
    second = (Leg("e9999", "e1502", "09:15", "09:40", 25, 14.2), Leg("e1502", "e9999", "13:30", "13:55", 25, 14.2))
    return (VehiclePlan("buss1", (VehicleDay(BUS_DAYS[0], first), VehicleDay(BUS_DAYS[1], second))),)


def _measures(mean: float, within: float, weight: float | None = None) -> AccessMeasures:
    return AccessMeasures(mean, mean + 2, 60.0, {"15": within}, weight)


def _accessibility(total: float, east: float, south: float) -> Accessibility:
    by_district = {"Gamle Oslo": _measures(east, 0.7, 9102), "Søndre Nordstrand": _measures(south, 0.4, 7496)}
    return Accessibility(total, total + 2, 60.0, {"15": 0.55}, by_district, {})


def shipping() -> tuple[ShippingDay, ...]:
    """A mail from one station, an express for all."""
    zone = timezone(timedelta(hours=2))
    return (
        ShippingDay(
            date(2027, 8, 31), "e0901", ShippingMethod.MAIL, "15:30", datetime(2027, 9, 6, 16, tzinfo=zone), 12.4
        ),
        ShippingDay(
            date(2027, 9, 10), "all", ShippingMethod.EXPRESS, "20:00", datetime(2027, 9, 13, 16, tzinfo=zone), 80.6
        ),
    )


def stock() -> tuple[StationStock, ...]:
    """Two stations, the one with a name that could be a formula's."""
    return (
        StationStock(
            "f0101",
            900.0,
            45.0,
            18.0,
            8.8,
            (
                StockItem(StockKind.ORDINARY_BALLOTS, 1, 900.0, 2100, 21),
                StockItem(StockKind.COVER_ENVELOPES, 0, 63.0, 100, 4),
            ),
        ),
        StationStock(
            "e0901",
            960.0,
            48.0,
            19.2,
            9.4,
            (
                StockItem(StockKind.ORDINARY_BALLOTS, 1, 960.0, 2200, 22),
                StockItem(StockKind.COVER_ENVELOPES, 0, 67.2, 100, 4),
            ),
        ),
    )


def roster() -> tuple[RosterEntry, ...]:
    """Two premises shifts of a position with a hostile name, a bus day of a named person and its driver."""
    first = RosterEntry(date(2027, 8, 28), "f0102", "10:00", "14:00", Role.LEADER, "=1+1 stilling 10")
    return (
        first,
        replace(first, date=date(2027, 8, 30), end="17:30", role=Role.DEPUTY),
        RosterEntry(date(2027, 8, 30), "f0102", "10:00", "17:30", Role.WORKER, "=1+1 stilling 2"),
        RosterEntry(date(2027, 8, 30), "ukjent", "09:00", "12:00", Role.RELIEF, "Åse <Ø>"),
        RosterEntry(date(2027, 8, 30), "ukjent", "09:00", "12:00", Role.DRIVER, "buss sjåfør stilling 1"),
    )


def capacity() -> Capacity:
    """A station of today, one over the limit, a stop that holds."""
    day, visit = date(2027, 9, 10), BUS_DAYS[0]
    queue = QueueFigures(day, "16:00", 1, None, 1.5, None, 1.0, 25.4, 3.2, 0.34, 48.1)
    enough = QueueFigures(day, "16:00", 2, 2, 1.5, 3.9, 0.0, 3.1, 2.9, 0.0, 14.0)
    calm = QueueFigures(visit, "10:00", 1, None, 0.4, 2.0, 0.0, 1.5, 1.4, 0.0, 9.8, 0.02)
    return Capacity(
        (
            StationCapacity("f0101", True, None, (OpeningNeed(day, "10:00", "16:00", 900.0, 225.0, 3, 12, 25, 12),)),
            StationCapacity(
                "e0901", False, True, (OpeningNeed(day, "16:00", "19:00", 60.0, 30.0, 3, 2, 5, 2),), queue, enough
            ),
            StationCapacity(
                "e1502", False, False, (OpeningNeed(visit, "10:00", "12:30", 13.3, 8.0, 3, 1, 2, 1),), calm
            ),
        ),
        extra_person_hours=6.0,
        extra_nok=2700.0,
        own_crew_person_hours=150.0,
        own_crew_nok=52500.0,
        most_persons=5,
    )


def sample_plan() -> Plan:
    """The plan."""
    return Plan(
        scenario={"name": "Prøveplan Øst", "dataset": "data/oslo", "election": "2027-09-13", "budget_nok": 350000},
        dataset=DatasetReference("oslo", "1", "data/oslo", "0" * 64, PROVENANCE),
        stations=stations(),
        vehicles=vehicles(),
        roster=roster(),
        shipping=shipping(),
        stock=stock(),
        capacity=capacity(),
        objective=ObjectiveResult("mean_minutes", 13.84, "minutter", 13.8, 0.003, SolveStatus.FEASIBLE, 9.0),
        accessibility=AccessibilityPair(_accessibility(15.5, 13.2, 18.7), _accessibility(13.8, 12.9, 14.1)),
        cost=Cost(
            91000.0,
            (CostLine("Valgbuss", 2, "dager", 4000.0, 8000.0), CostLine("Lokale", 83, "timer", 1000.0, 83000.0)),
        ),
        findings=(
            Finding(
                "P7", Severity.HARD, "Ingen tilgjengelige steder 10. august.", ("f0102",), 0, 1, "steder", "V 3.2.1"
            ),
            Finding("I1", Severity.CANNOT_JUDGE, "Ingen liste over institusjoner.", citation="vl § 8-3"),
            Finding(
                "crew_pool",
                Severity.WARNING,
                "28 av 30 personer er i bruk.",
                (),
                28,
                30,
                "personer",
                "crew_pool.persons",
            ),
            Finding(
                "budget", Severity.INFO, "Planen bruker 91 000 av 350 000 kr.", (), 91000, 350000, "kr", "budget_nok"
            ),
        ),
        checklist=(ChecklistItem("R2", "Registrer stedene i EVA Admin.", date(2027, 6, 30)),),
        assumptions=(
            Assumption("turnout", "Frammøtet er fra stortingsvalget 2025", "2025", "", "Valgdirektoratet", True),
            Assumption("prices.nok_per_km", "Kjøring", "10", "kr/km", "skjønn, UBEKREFTET"),
            Assumption("stock.margin", "=1+1, sikkerhetsmargin", "0.2", "andel", "skjønn, UBEKREFTET"),
        ),
    )


def tame_plan() -> Plan:
    """The plan with names and addresses that every format takes."""
    plan = sample_plan()
    tame = {"e0901": {"name": "Løren torg", "address": "Lørenveien 1"}}
    return replace(plan, stations=tuple(replace(s, **tame.get(s.id, {})) for s in plan.stations))


def _site(station: Station, district: str) -> Site:
    kind = SiteKind.ADVANCE if station.id.startswith("f") else SiteKind.ELECTION_DAY
    site_id = station.id.removesuffix("-b")
    lat, lon = station.lat or 59.9, station.lon or 10.8
    return Site(
        site_id,
        site_id[1:],
        station.name,
        station.address,
        "0190",
        "OSLO",
        lat,
        lon,
        kind,
        "school",
        True,
        district,
        "",
        district == "01",
    )


def _places(n_side: int) -> Places:
    """A grid over the two districts; the southern half is not covered by streets."""
    lat, lon = (a.ravel() for a in np.meshgrid(np.linspace(59.82, 59.93, n_side), np.linspace(10.75, 10.85, n_side)))
    north = lat > 59.88
    weights = np.full(lat.size, 40.0)
    return Places(
        tuple(f"p{n:04d}" for n in range(lat.size)),
        lat,
        lon,
        np.where(north, 0, 1),
        ("",) * lat.size,
        {"local": weights, "storting": weights},
        north,
    )


def _box(west: float, south: float, east: float, north: float) -> dict[str, object]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _feature(geometry: dict[str, object], **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def sample_dataset(points: int = 8) -> Dataset:
    """A dataset that fits the plan; ``points`` is the side of the grid of demand points."""
    places = _places(points)
    n = len(places)
    sites = [_site(s, "01" if s.lat and s.lat > 59.88 else "02") for s in stations() if s.id[0] in "fe"]
    depot = Site(
        "e9999",
        "0099",
        "Garasjen",
        "Alnabru",
        "0668",
        "OSLO",
        59.93,
        10.84,
        SiteKind.ELECTION_DAY,
        "depot",
        True,
        "01",
        "",
        True,
    )
    minutes = {mode: np.full((n, len(sites) + 1), 9, np.uint8) for mode in Mode}
    areas = [
        _feature(_box(10.74, 59.88, 10.86, 59.94), id="01", name="Gamle Oslo"),
        _feature(_box(10.74, 59.81, 10.86, 59.88), id="02", name="Søndre Nordstrand"),
    ]
    road: dict[str, object] = {"type": "LineString", "coordinates": [[10.75, 59.93], [10.8, 59.88], [10.83, 59.82]]}
    name: dict[str, object] = {"type": "Point", "coordinates": [10.80, 59.91]}
    return Dataset(
        name="oslo",
        version="1",
        path=Path("data/oslo"),
        sha256="0" * 64,
        municipality_id="0301",
        municipality_name="Oslo",
        minutes_limit=90,
        cells=places,
        points=places,
        point_cell=np.arange(n),
        cell_point=np.arange(n),
        sites=tuple(sorted([*sites, depot], key=lambda s: s.id)),
        districts=(
            District("01", "Gamle Oslo", 0.808, False, {"local": 1.0, "storting": 1.0}),
            District("02", "Søndre Nordstrand", 0.710, False, {"local": 1.0, "storting": 1.0}),
        ),
        unavailable=(),
        minutes_cells_sites=minutes,
        minutes_points_cells={mode: np.full((n, n), 9, np.uint8) for mode in Mode},
        car_minutes_sites=np.zeros((1, 1)),
        car_km_sites=np.zeros((1, 1)),
        unplaced_eligible={"local": 1693.0},
        turnout_source="Stortingsvalget 2025",
        provenance=PROVENANCE,
        areas={"type": "FeatureCollection", "features": areas},
        orientation={
            "type": "FeatureCollection",
            "features": [_feature(road, kind="motorway"), _feature(name, kind="district", name="Gamle Oslo")],
        },
        figures={"approximate_share": 0.56},
    )
