"""Stock of one station by hand, its limits, and the checklist's counts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import LAST_WEEK, station, tiny_dataset, tiny_plan, tiny_problem

from planner.domain.findings import ChecklistItem
from planner.domain.plan import Opening, StationKind
from planner.domain.supply import StockKind
from planner.evaluate.stock import COUNTED, ballot_sets, station_stock, stock_of, stock_totals, with_counts
from planner.evaluate.votes import expected_votes

PLACE = station("f0101", [Opening(LAST_WEEK[0], "10:00", "16:00", crew=3)])
PROBLEM = tiny_problem()


def pieces(own: float, problem=PROBLEM, place=PLACE) -> dict[tuple[str, int], int]:
    return {(item.kind.value, item.set): item.pieces for item in station_stock(place, own, problem).items}


def test_a_station_of_1000_votes() -> None:
    """50 for other municipalities, 20 in omslagskonvolutt, 9.8 in beredskapskonvolutt; 20 % on top, whole packs."""
    stock = station_stock(PLACE, 1000, PROBLEM)
    assert (stock.own, stock.other, stock.cover, stock.emergency) == (1000, 50, 20, 9.8)
    assert pieces(1000) == {
        ("ordinary_ballots", 1): 2200,  # 1000 × 1.2 + 20 lists × 50
        ("party_ballots", 1): 100,  # 60
        ("ordinary_ballots", 2): 2200,
        ("party_ballots", 2): 100,
        ("ballot_envelopes", 0): 200,  # 84 + 100
        ("cover_envelopes", 0): 100,  # 70 × 1.2 = 84
        ("emergency_envelopes", 0): 100,
        ("identity_forms", 0): 200,
        ("all_lists_envelopes", 0): 25,
        ("shipping_envelopes", 0): 75,  # 60
    }
    for item in stock.items:
        assert item.pieces == item.packs * (100 if item.set else 25)


def test_a_station_without_expected_votes_is_ready_all_the_same() -> None:
    found = pieces(0)
    assert found["emergency_envelopes", 0] == 100
    assert found["ordinary_ballots", 1] == 1000
    assert min(found.values()) == 25


def test_poor_coverage_needs_more_emergency_envelopes_unless_the_board_has_decided() -> None:
    poor = tiny_dataset(sites={"f0101": {"mobile_coverage": "poor"}})
    stock = station_stock(PLACE, 1000, tiny_problem(poor))
    assert (stock.cover, stock.emergency) == (20, 245)
    decided = station_stock(PLACE, 1000, tiny_problem(poor, votes__envelope_stations=["f0101"]))
    assert (decided.cover, decided.emergency) == (1000, 0)
    assert decided.item(StockKind.COVER_ENVELOPES).expected == 1050
    assert decided.item(StockKind.EMERGENCY_ENVELOPES).pieces == 100
    with pytest.raises(KeyError):
        decided.item(StockKind.PARTY_BALLOTS)


def test_where_a_team_comes_everyone_gets_an_envelope_with_all_lists() -> None:
    visit = station("e0101", PLACE.opening, StationKind.INSTITUTION, public=False)
    assert pieces(100, place=visit)["all_lists_envelopes", 0] == 125


def test_sets_follow_the_year_unless_the_scenario_says() -> None:
    assert ballot_sets(PROBLEM) == 2
    assert ballot_sets(tiny_problem(election=date(2029, 9, 10))) == 1
    assert ballot_sets(tiny_problem(stock__ballot_sets=3)) == 3
    assert ("ordinary_ballots", 2) not in pieces(10, tiny_problem(stock__ballot_sets=1))


@given(st.floats(0, 1e5), st.floats(0, 1), st.integers(1, 500), st.floats(0, 1), st.floats(0, 1))
def test_packed_is_never_less_than_expected_and_envelopes_never_more_than_votes(own, margin, pack, cover, emergency):
    problem = tiny_problem(
        stock__margin=margin, stock__envelope_pack=pack, votes__envelope_share=cover, votes__emergency_share=emergency
    )
    stock = station_stock(PLACE, own, problem)
    assert stock.cover + stock.emergency <= stock.own + 0.11
    for item in stock.items:
        assert item.pieces >= item.expected - 0.06
    assert stock.item(StockKind.BALLOT_ENVELOPES).pieces >= stock.item(StockKind.COVER_ENVELOPES).pieces
    assert stock.item(StockKind.IDENTITY_FORMS).pieces == stock.item(StockKind.BALLOT_ENVELOPES).pieces


def test_totals_and_what_the_checklist_says_of_them() -> None:
    problem = tiny_problem(votes__expected_total=8400)
    votes = expected_votes(tiny_plan(), problem)
    assert votes is not None
    stock = stock_of(tiny_plan(), problem, votes)
    totals = stock_totals(stock)
    assert sum(s.own for s in stock) == pytest.approx(8400, abs=0.5)
    ordinary = totals[StockKind.ORDINARY_BALLOTS, 1]
    assert ordinary.pieces == sum(s.item(StockKind.ORDINARY_BALLOTS, 1).pieces for s in stock)
    items = {rule: ChecklistItem(rule, "Tekst.") for rule in (*COUNTED, "S3")}
    found = {item.rule: item.text for item in with_counts(items.values(), stock)}
    assert "omtrent 420 stemmer til andre kommuner" in found["T1"]
    assert "partistemmesedler, sett 2" in found["T1"]
    assert "stemmesedler, sett 1" in found["B1"]
    assert "liste" in found["B3"]
    assert found["S3"] == "Tekst."
    assert found["P8"] == "Tekst. Ventet: omtrent 420 stemmer til andre kommuner."
    assert with_counts(items.values(), ()) == tuple(items.values())


def test_no_packing_list_counts_fewer_than_five() -> None:
    bare = tiny_problem(
        stock={
            "ballot_pack": 1,
            "envelope_pack": 1,
            "margin": 0,
            "min_ballots_per_list": 0,
            "min_other": 0,
            "min_emergency_envelopes": 0,
        }
    )
    assert pieces(1.0, bare) == pieces(4.0, bare) == pieces(5.0, bare)
    assert set(pieces(4.0, bare).values()) == {5, 10}  # envelopes and forms: five in covers, five emergencies
    assert set(pieces(0.0, bare).values()) == {0}
    assert pieces(600.0, bare)["ordinary_ballots", 1] == 600
    (item,) = with_counts([ChecklistItem("T1", "Ha partistemmesedler.", None)], (station_stock(PLACE, 40, bare),))
    assert "Ventet: færre enn fem stemmer til andre kommuner." in item.text
