"""The case paper as Word: what the board reads is what the plan says."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from types import ModuleType

import docx

from planner.domain.findings import Finding, Override, Severity
from planner.domain.plan import Plan, PlanStatus, StationKind, Version
from planner.exporters import ExportContext, exporter
from planner.law.calendar import election_calendar
from planner.law.decisions import decisions
from planner.law.registry import rules
from planner.law.rules import e2


def paper(plan: Plan, context: ExportContext) -> docx.document.Document:
    return docx.Document(io.BytesIO(exporter("case-paper").export(plan, context)))


def lines(plan: Plan, context: ExportContext) -> str:
    return "\n".join(p.text for p in paper(plan, context).paragraphs)


def table(plan: Plan, context: ExportContext, head: str) -> list[list[str]]:
    """The rows under the heading row that begins with ``head``."""
    for found in paper(plan, context).tables:
        if found.rows[0].cells[0].text == head:
            return [[cell.text for cell in row.cells] for row in found.rows[1:]]
    raise AssertionError(head)


def test_every_place_is_there_with_its_hours(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    rows = table(plan, ExportContext.of(sample.sample_dataset()), "id")
    assert [row[0] for row in rows] == sorted(station.id for station in plan.stations)
    assert all(row[-1] for row in rows)


def test_costs_sum_to_the_total(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    rows = table(plan, ExportContext(), "hva")
    assert len(rows) == len(plan.cost.lines) + 1
    amounts = [int(row[-1].removesuffix(" kr").replace("\xa0", "").replace(" ", "")) for row in rows]
    assert amounts[-1] == round(plan.cost.total)


def test_findings_come_gravest_first_and_a_break_is_not_overlooked(sample: ModuleType) -> None:
    info = Finding("x", Severity.INFO, "Greit.")
    hard = Finding("S2", Severity.HARD, "For få.", citation="vl 6-3")
    plan = replace(sample.sample_plan(), findings=(info, hard))
    assert [row[:2] for row in table(plan, ExportContext(), "alvor")] == [["brudd", "S2"], ["opplysning", "x"]]
    bold = [p.text for p in paper(plan, ExportContext()).paragraphs if p.runs and p.runs[0].bold]
    assert any(text.startswith("1 brudd på harde regler") for text in bold)


def test_what_is_set_aside_is_proposed_with_its_reason(sample: ModuleType) -> None:
    aside = Finding("A1", Severity.WARNING, "…", ("f0102",), citation="vf 6-2", override=Override("eneste lokale"))
    text = lines(replace(sample.sample_plan(), findings=(aside,)), ExportContext())
    assert "A1 fravikes for Tøyen (f0102), med begrunnelsen «eneste lokale» (valgstyret, vår lesning: vf 6-3" in text


def test_envelopes_are_the_boards_own_decision(sample: ModuleType) -> None:
    poor = Finding("E2", Severity.WARNING, "…", ("f0103",), unit=e2.POOR_UNIT)
    unknown = Finding("E2", Severity.WARNING, "…", ("f0102",), unit=e2.UNKNOWN_UNIT)
    text = lines(replace(sample.sample_plan(), findings=(poor, unknown)), ExportContext())
    assert "På Tøyen bad (f0103), der mobildekningen er dårlig, brukes" in text, "not where nobody has measured it"
    assert "(valgstyret selv, etter veilederen: vl 7-5(4), V 3.2.2.3" in text
    assert "omslagskonvolutt" not in lines(replace(sample.sample_plan(), findings=(unknown,)), ExportContext())


def test_a_draft_says_so_and_a_decided_plan_has_its_case_number(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    assert "UTKAST" in lines(plan, ExportContext())
    version = Version(2, PlanStatus.DECIDED, decided_on=date(2027, 5, 20), case_number="27/1234")
    decided = lines(replace(plan, version=version), ExportContext())
    assert "UTKAST" not in decided
    assert "Saksnummer: 27/1234" in decided
    assert "Planversjon: 2 (vedtatt torsdag 20. mai 2027)" in decided
    assert "Forslag til vedtak" not in decided


def test_alternatives_stand_beside_the_proposal(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    other = replace(plan, scenario={**plan.scenario, "name": "Uten buss"}, stations=plan.stations[:2], findings=())
    rows = table(plan, ExportContext(places_today=3, alternatives=(other,)), "alternativ")
    assert [row[:2] for row in rows] == [
        ["Dagens tilbud", "3"],
        ["Forslaget (1 brudd på harde regler)", str(len(plan.stations))],
        ["Uten buss", "2"],
    ]
    assert "--alternative" in lines(plan, ExportContext())


def test_alternatives_of_other_weights_are_not_compared_silently(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    other = replace(plan, scenario={**plan.scenario, "demand": {"districts": "low_turnout"}})
    assert "ikke samme vekter" in lines(plan, ExportContext(alternatives=(other,)))


def test_every_rule_is_named_as_legal_basis(sample: ModuleType) -> None:
    rows = table(sample.sample_plan(), ExportContext(), "regel")
    assert [row[0] for row in rows] == [item.rule.id for item in rules()]


def test_institutions_are_decided_too(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    assert any(station.kind is StationKind.INSTITUTION for station in plan.stations)
    assert "1 helse- og omsorgsinstitusjon på dagene i vedlegg 1 (valgstyret, vår lesning: vl 7-2(3), V 5.2" in lines(
        plan, ExportContext()
    )


def test_every_decision_stands_with_who_decides_and_by_when(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    rows = table(plan, ExportContext(), "senest")
    expected = decisions(election_calendar(date(2027, 9, 13)))
    assert [row[1] for row in rows] == [item.text for item in expected]
    assert [row[2] for row in rows] == [item.who for item in expected]
    assert all(row[3].endswith(item.due.note) for row, item in zip(rows, expected, strict=True))


def test_two_election_days_bring_their_decisions(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    twice = replace(plan, scenario={**plan.scenario, "two_election_days": True})
    expected = decisions(election_calendar(date(2027, 9, 13), two_days=True))
    assert [row[1] for row in table(twice, ExportContext(), "senest")] == [item.text for item in expected]


def test_a_plan_that_breaks_hard_rules_says_so_first(sample: ModuleType) -> None:
    hard = Finding("S2", Severity.HARD, "For få.", citation="vl 6-3")
    assert "har 1 brudd på harde regler og kan ikke vedtas" in lines(
        replace(sample.sample_plan(), findings=(hard,)), ExportContext()
    )
    assert "kan ikke vedtas" not in lines(replace(sample.sample_plan(), findings=()), ExportContext())


def test_a_plan_above_its_budget_is_not_said_to_be_within(sample: ModuleType) -> None:
    above = Finding("budget", Severity.HARD, "For dyrt.")
    text = lines(replace(sample.sample_plan(), findings=(above,)), ExportContext())
    assert "er over rammen" in text
    assert "innenfor rammen" not in text


def test_home_voting_is_decided_too(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    team = replace(plan.stations[0], id="lag-1", kind=StationKind.HOME_TEAM, lat=None, lon=None, public=False)
    others = [station for station in plan.stations if station.kind is not StationKind.HOME_TEAM]
    text = lines(replace(plan, stations=(*others, team)), ExportContext())
    rows = table(replace(plan, stations=(*others, team)), ExportContext(), "id")
    assert [row[4] for row in rows if row[0] == "lag-1"] == ["–"], "it has no premises to enter"
    assert "drar 1 ambulerende lag på dagene i vedlegg 1 (valgstyret, vår lesning" in text


def test_an_institution_marked_public_is_not_open_to_all(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    marked = tuple(replace(s, public=s.public or s.kind is StationKind.INSTITUTION) for s in plan.stations)
    first = lines(replace(plan, stations=marked), ExportContext()).partition("\n2. ")[0]
    assert "omsorgsinstitusjon" not in first


def test_dates_that_are_set_aside_are_written_out(sample: ModuleType) -> None:
    aside = Finding("P7", Severity.WARNING, "…", ("2027-08-16", "2027-08-17"), override=Override("marked"))
    text = lines(replace(sample.sample_plan(), findings=(aside,)), ExportContext())
    assert "P7 fravikes for mandag 16. august–tirsdag 17. august 2027, med begrunnelsen «marked»" in text


def test_appointments_are_no_choice_of_the_board(sample: ModuleType) -> None:
    assert "kan uansett avtale tidspunkt" in lines(sample.sample_plan(), ExportContext())


def test_a_rule_that_cannot_be_judged_twice_is_one_rule(sample: ModuleType) -> None:
    unknown = tuple(Finding("O1", Severity.CANNOT_JUDGE, text) for text in ("Ett.", "To."))
    assert "1 regel kan ikke vurderes" in lines(replace(sample.sample_plan(), findings=unknown), ExportContext())
