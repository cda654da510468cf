"""Tiny streets in the middle of Oslo, and the raw data where they are."""

from pathlib import Path

import pytest

from planner.domain.dataset import Mode
from planner.travel.graph import SCALE, Vertex, Way, street_graph
from planner.travel.network import Network
from planner.travel.places import LatLon

RAW = Path(__file__).parents[2].parent / "shared" / "data"
Position = tuple[float, float]


class Town:
    """Streets and places on a grid of about 100 m: positions are (column, row)."""

    @staticmethod
    def vertex(position: Position) -> Vertex:
        return round((10.75 + position[0] * 0.0018) * SCALE), round((59.91 + position[1] * 0.0009) * SCALE)

    def way(self, *corners: Position, highway: str = "residential", **tags: str) -> Way:
        named = {key.replace("__", ":"): value for key, value in tags.items()}
        return Way(1, tuple(self.vertex(corner) for corner in corners), {"highway": highway, **named})

    def places(self, *positions: Position) -> LatLon:
        lon, lat = zip(*(self.vertex(position) for position in positions), strict=True)
        return LatLon(lat=[value / SCALE for value in lat], lon=[value / SCALE for value in lon])

    def network(self, *ways: Way, mode: Mode = Mode.WALK) -> Network:
        return Network.from_graph(street_graph(ways, mode), mode)

    def block(self) -> list[Way]:
        """Four sides of a block; the northern one, from (1, 1) to (0, 1), is one-way."""
        north = self.way((1, 1), (0, 1), oneway="yes")
        return [self.way((0, 0), (1, 0)), self.way((1, 0), (1, 1)), north, self.way((0, 1), (0, 0))]


@pytest.fixture(scope="session")
def town() -> Town:
    return Town()


@pytest.fixture(scope="session")
def raw() -> Path:
    if not RAW.is_dir():
        pytest.skip(f"NO RAW DATA in {RAW}: nothing is checked against Oslo")
    return RAW
