from __future__ import annotations

import re
from datetime import date

import pytest
from pydantic import ValidationError

from planner.law.calendar import election_calendar
from planner.law.checklist import templates as checklist_templates
from planner.law.decisions import Decision, Template, decisions, templates
from planner.law.registry import rule_ids

CALENDAR = election_calendar(date(2027, 9, 13))
TWO_DAYS = election_calendar(date(2027, 9, 13), two_days=True)
BY_ID = {decision.id: decision for decision in decisions(TWO_DAYS)}
ITSELF = {
    "advance_places", "advance_hours", "register_type", "election_day_hours", "sunday_hours", "change_announcement",
    "envelopes", "longer_hours",
}  # fmt: skip
"""Where the guide's own words say «selv»: V 2.1, 2.2.2, 3.2.1, 3.2.2.3 and 4.1."""
RULE_TABLE = re.compile(r"[PRASITHEQOLBMN]\d+")


def test_in_order_of_due_date_with_ids_of_their_own() -> None:
    days = [decision.due.value for decision in decisions(TWO_DAYS)]
    assert days == sorted(days)
    assert len(BY_ID) == len(days) == len(templates())


def test_only_what_the_guide_gives_a_body_itself_is_cited() -> None:
    assert {name for name, decision in BY_ID.items() if decision.basis == "cited"} == ITSELF
    assert all(BY_ID[name].body.endswith(" selv") for name in ITSELF)
    assert all(decision.note for decision in BY_ID.values() if decision.basis == "our_reading")


def test_only_two_matters_belong_to_the_council() -> None:
    council = {name for name, decision in BY_ID.items() if decision.body == "kommunestyret selv"}
    assert council == {"longer_hours", "two_day_voting"}
    assert "minst 1/3 av medlemmene" in BY_ID["longer_hours"].text


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("advance_places", date(2027, 5, 31)),
        ("register_type", date(2027, 5, 31)),
        ("election_day_hours", date(2027, 5, 31)),
        ("early_premises", date(2027, 5, 31)),
        ("advance_hours", date(2027, 6, 30)),
        ("institution_days", date(2027, 6, 30)),
        ("envelopes", date(2027, 8, 10)),
        ("leaders", date(2027, 8, 10)),
        ("sunday_contingency", date(2027, 9, 12)),
    ],
)
def test_due_dates(name: str, due: date) -> None:
    assert BY_ID[name].due.value == due
    assert BY_ID[name].due.citation


def test_each_says_how_its_due_date_follows() -> None:
    for decision in BY_ID.values():
        assert re.match(r"Fristen (gjelder|er vår lesning)", decision.due.note), decision.id


def test_texts_are_filled_in_and_cite_the_guide() -> None:
    for decision in BY_ID.values():
        whole = f"{decision.title}{decision.text}{decision.note}{decision.due.note}"
        assert not re.search(r"[{}]", whole), decision.id
        assert re.search(r"V \d", decision.citation)
        assert decision.text.endswith(".")
    assert "senest kl. 21:00" in BY_ID["election_day_hours"].text
    assert "torsdag 9. september 2027 kl. 12:00" in BY_ID["home_voting"].text


def test_rules_they_bear_on_are_rules_of_the_table() -> None:
    known = rule_ids() | {template.rule for template in checklist_templates()}
    named = {rule for decision in BY_ID.values() for rule in decision.rule_ids}
    assert all(RULE_TABLE.fullmatch(rule) for rule in named)
    assert {"P7", "R1", "R2", "R4", "S1", "A1"} <= named & known


def test_sunday_is_decided_on_only_where_there_is_one() -> None:
    one_day = {decision.id for decision in decisions(CALENDAR)}
    assert set(BY_ID) - one_day == {"sunday_hours", "sunday_contingency"}
    assert "two_day_voting" in one_day


def test_a_due_date_on_a_saturday_says_friday() -> None:
    found = {decision.id: decision for decision in decisions(election_calendar(date(2025, 9, 8)))}
    assert "gjør det senest fredag 30. mai" in found["advance_places"].due.note
    assert "flyttet" not in found["leaders"].due.note, "the note of a period is none of a due date's business"


def test_who_says_on_what_it_rests() -> None:
    assert BY_ID["envelopes"].who == "valgstyret selv (etter veilederen)"
    assert BY_ID["leaders"].who == "valgstyret (vår lesning)"


def test_json() -> None:
    plain = BY_ID["envelopes"].to_json()
    assert list(plain) == ["id", "title", "text", "body", "basis", "due", "citation", "rules", "note"]
    assert plain["due"]["value"] == "2027-08-10"
    assert "note" not in BY_ID["longer_hours"].to_json()


def test_a_body_that_is_none_is_refused() -> None:
    fields = templates()[0].model_dump()
    with pytest.raises(ValidationError):
        Template.model_validate({**fields, "body": "rådmannen"})
    assert isinstance(BY_ID["envelopes"], Decision)
