"""The page that compares two plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from app_page import opened, pressed, text_of

from planner.comparison import key_figures
from planner.domain.plan import Plan, PlanStatus, Version
from planner.objectives.registry import objectives
from planner.planfile import plan_bytes, read_plan
from planner.services.timeline import ROLES
from planner.ui import spoken, words
from planner.ui.words import t


def test_two_plans_stand_side_by_side(planned: Path) -> None:
    text = text_of(opened("sammenlign", plan="en", mot="to"))
    for part in ("Reisetid i gjennomsnitt", "Nord", t("compare.stations"), t("compare.closed"), t("compare.findings")):
        assert part in text


def test_notices_of_a_change_are_made_or_it_is_said_what_is_in_the_way(planned: Path) -> None:
    assert "et utkast kan ikke meldes" in text_of(pressed(opened("sammenlign", plan="en", mot="to"), t("notices.make")))
    old, new = (planned / "out" / name / "plan.json" for name in ("en", "to"))
    first = Version(1, PlanStatus.ANNOUNCED, date(2027, 3, 1), "2027/12", date(2027, 5, 1), date(2027, 6, 1))
    for file, version in ((old, first), (new, Version(2, PlanStatus.DECIDED, date(2027, 8, 2), "2027/88"))):
        file.write_bytes(plan_bytes(replace(read_plan(file), version=version)))
    app = pressed(opened("sammenlign", plan="en", mot="to"), t("notices.make"))
    assert not app.exception
    assert not app.warning
    assert any(button.label == t("notices.download") for button in app.get("download_button"))


def test_plans_without_their_dataset_are_compared_without_a_map(sampled: Path) -> None:
    assert t("compare.same_dataset") in text_of(opened("sammenlign", plan="en", mot="to"))


def test_every_unit_role_and_figure_has_a_word(tiny_plans: tuple[Plan, Plan]) -> None:
    known = words.words("nb")["said"]
    figures = key_figures(*tiny_plans)
    units = {figure.unit for figure in figures} | {objective.unit for objective in objectives().values()}
    assert {spoken.unit(unit) for unit in units - {"%"}} <= set(known["units"].values())
    assert {spoken.role(role) for role in ROLES.values()} == set(known["roles"].values())
    assert [spoken.figure(figure.name) for figure in figures] == list(known["figures"].values())
