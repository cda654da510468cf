"""Small datasets: one fixed, and a strategy that makes any valid one."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from planner.dataset import write_dataset
from planner.dataset.assemble import points_of
from planner.domain.dataset import (
    BEYOND,
    AdvanceVotes,
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
from planner.domain.plan import ProvenanceEntry

LIMIT = 90
ESTIMATES = ("local", "storting")


def make_dataset(rng: np.random.Generator, cells: int, sites: tuple[Site, ...], text: str, **more) -> Dataset:
    """A dataset of some cells, two districts and given sites; everything else drawn from ``rng``."""
    ids = tuple(f"c{number:05d}" for number in range(cells))
    places = Places(
        ids=ids,
        lat=np.round(rng.uniform(59.8, 60.1, cells), 6),
        lon=np.round(rng.uniform(10.5, 10.9, cells), 6),
        district=rng.integers(0, 2, cells),
        subdistrict=tuple(rng.choice(["", "0301010101"], cells).tolist()),
        eligible={e: np.round(rng.uniform(0.1, 999, cells), 1) for e in ESTIMATES},
        covered=rng.random(cells) < 0.5,
    )
    point_cell = np.sort(rng.choice(cells, max(1, cells // 3), replace=False))
    cell_point = rng.integers(0, len(point_cell), cells)
    cell_point[point_cell] = np.arange(len(point_cell))
    points = points_of(places, tuple(f"p{ids[i]}" for i in point_cell), point_cell, cell_point)

    def minutes(rows: int, columns: int) -> np.ndarray:
        drawn = rng.integers(0, LIMIT + 10, (rows, columns))
        return np.where(drawn > LIMIT, BEYOND, drawn).astype(np.uint8)

    km = np.round(rng.uniform(0, 30, (len(sites), len(sites))), 1)
    return Dataset(
        name="prøve",
        version="1",
        path=Path(),
        sha256="",
        municipality_id="0301",
        municipality_name=text,
        minutes_limit=LIMIT,
        cells=places,
        points=points,
        point_cell=point_cell,
        cell_point=cell_point,
        sites=sites,
        districts=tuple(
            District(number, name, (7 + index) / 10, bool(index), dict.fromkeys(ESTIMATES, 10.5))
            for index, (number, name) in enumerate((("01", text), ("02", "St.Hanshaugen, «øst»")))
        ),
        minutes_cells_sites={mode: minutes(cells, len(sites)) for mode in Mode},
        minutes_points_cells={mode: minutes(len(point_cell), cells) for mode in Mode},
        car_minutes_sites=np.where(rng.random(km.shape) < 0.1, np.inf, np.rint(km * 2)),
        car_km_sites=km,
        unplaced_eligible=dict.fromkeys(ESTIMATES, 62.0),
        turnout_source=text,
        provenance=(ProvenanceEntry(text, "NLOD", "2017", "steder", "ab"),),
        areas={"type": "FeatureCollection", "features": [square()]},
        orientation={"type": "FeatureCollection", "features": []},
        figures={"tekst": text, "tall": [1, 2.5]},
        subdistrict_names={"0301010101": text},
        **{"unavailable": (), **more},
    )


def square() -> dict:
    ring = [[10.7, 59.9], [10.8, 59.9], [10.8, 59.95], [10.7, 59.9]]
    return {"type": "Feature", "properties": {"id": "01"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def make_site(number: int, **more) -> Site:
    known = {
        "id": f"f{number:04d}",
        "number": f"{number:04d}",
        "name": "Tøyen",
        "address": "Hagegata 28",
        "postal_code": "0653",
        "post_town": "Oslo",
        "lat": 59.914414,
        "lon": 10.775789,
        "kind": SiteKind.ADVANCE,
        "type": "library",
        "type_guessed": True,
        "district_id": "01",
        "subdistrict_id": "",
        "covered": True,
    }
    return Site(**{**known, **more})


_text = (
    st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)
_maybe = st.one_of(st.just(""), _text)
_flag = st.sampled_from([None, True, False])
_days = st.frozensets(st.integers(0, 6), min_size=1)
_monthday = st.tuples(st.integers(1, 12), st.integers(1, 29))
_weekly = st.builds(WeeklyHours, _days, st.sampled_from(["07:00", "10:30"]), st.sampled_from(["15:00", "24:00"]))
_closed = st.builds(ClosedPeriod, _monthday, _monthday, _days)


@st.composite
def datasets(draw) -> Dataset:
    numbers = sorted(draw(st.sets(st.integers(1, 9999), min_size=1, max_size=4)))
    sites = tuple(
        make_site(
            number,
            name=draw(_text),
            address=draw(_maybe),
            kind=draw(st.sampled_from(SiteKind)),
            hours=tuple(draw(st.lists(_weekly, max_size=2))),
            closed=tuple(draw(st.lists(_closed, max_size=2))),
            hours_text=draw(_maybe),
            owner=draw(_maybe),
            booking=draw(st.sampled_from(["", "none", "asked", "confirmed"])),
            accessible=draw(_flag),
            accessible_checked_on=draw(st.one_of(st.none(), st.dates())),
            mobile_coverage=draw(st.sampled_from(["unknown", "good", "poor"])),
            power=draw(_flag),
        )
        for number in numbers
    )
    unavailable = st.builds(
        Unavailable,
        st.sampled_from([site.id for site in sites]),
        st.just(date(2027, 8, 16)),
        st.dates(date(2027, 8, 16), date(2030, 1, 1)),
        _days,
        st.just("07:00"),
        st.just("16:00"),
        _text,
        st.booleans(),
    )
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    advance = st.one_of(st.none(), st.builds(AdvanceVotes, st.floats(0, 1e6), _text))
    more = {"advance_votes": draw(advance), "unavailable": tuple(draw(st.lists(unavailable, max_size=2)))}
    return make_dataset(rng, draw(st.integers(1, 12)), sites, draw(_text), **more)


@pytest.fixture(scope="session")
def any_dataset() -> st.SearchStrategy[Dataset]:
    return datasets()


@pytest.fixture(scope="session")
def tiny() -> Dataset:
    hours = (WeeklyHours(frozenset(range(5)), "10:00", "19:00"),)
    school = make_site(102, id="e0102", kind=SiteKind.ELECTION_DAY, type="school", name="Tøyen skole")
    sites = (school, make_site(101, hours=hours, closed=(ClosedPeriod((8, 16), (8, 19)),)))
    return make_dataset(np.random.default_rng(1), 9, sites, "Oslo")


@pytest.fixture(scope="session")
def written(tiny: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("datasets") / "tiny"
    write_dataset(tiny, out, licence="Prøve.")
    return out


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A fresh copy of a valid dataset folder, to be damaged."""
    return Path(shutil.copytree(written, tmp_path / "tiny"))
