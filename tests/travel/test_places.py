import numpy as np
import osmnx
import pytest

from planner.travel.places import LatLon, line_m


def test_columns_are_checked():
    with pytest.raises(ValueError, match="equal length"):
        LatLon(lat=[59.9, 59.8], lon=[10.7])
    with pytest.raises(ValueError, match="finite"):
        LatLon(lat=[float("nan")], lon=[10.7])
    assert len(LatLon(lat=59.9, lon=10.7)) == 1
    assert len(LatLon(lat=[], lon=[])) == 0


def test_take_by_rows_and_by_mask():
    places = LatLon(lat=[59.1, 59.2, 59.3], lon=[10.1, 10.2, 10.3])
    assert places.take(np.array([2, 0])).lat.tolist() == [59.3, 59.1]
    assert places.take(np.array([False, True, False])).lon.tolist() == [10.2]


def test_line_is_close_to_the_great_circle():
    one, other = LatLon(lat=59.91, lon=10.75), LatLon(lat=[59.91, 59.95], lon=[10.75, 10.80])
    metres = line_m(origins=one, destinations=other)
    assert metres.shape == (1, 2)
    assert metres[0, 0] == 0
    assert metres[0, 1] == pytest.approx(osmnx.distance.great_circle(59.91, 10.75, 59.95, 10.80), rel=0.004)
