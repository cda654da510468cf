"""Places of 2017: ids, postal codes, kinds and dirt."""

from __future__ import annotations

import numpy as np
import pytest

from planner.domain.dataset import SiteKind
from planner.sources.places import near_pairs, read_places


@pytest.fixture
def path(raw, recipe):
    return raw / recipe.files["places"].path


def test_numbers_shared_by_both_kinds_become_ids(path, recipe):
    problems = []
    places = read_places(path, recipe, problems)
    assert not problems
    assert [(s.id, s.number, s.kind) for s in places.sites][::3] == [
        ("e0101", "0101", SiteKind.ELECTION_DAY), ("f0101", "0101", SiteKind.ADVANCE),
    ]  # fmt: skip
    assert places.unparsed == ("Ukjent sted",)
    assert all(site.hours_text == "" for site in places.sites if site.kind is SiteKind.ELECTION_DAY)


def test_post_town_is_put_right_and_told(path, recipe):
    path.write_text(path.read_text("utf-8").replace(",Oslo,", ",Oslo kommune,", 1), "utf-8")
    places = read_places(path, recipe, [])
    assert {site.post_town for site in places.sites} == {"Oslo"}
    assert len(places.corrected) == 1


def test_dirt_in_other_municipalities_does_no_harm(path, recipe):
    assert "\n1103,x," in path.read_text("utf-8")
    assert read_places(path, recipe, []) is not None


def test_near_pairs(path, recipe):
    sites = read_places(path, recipe, []).sites[:3]
    assert near_pairs(sites, np.array([[0.0, 0.0], [500.0, 0.0], [600.0, 0.0]])) == [(sites[1].id, sites[2].id, 100)]
