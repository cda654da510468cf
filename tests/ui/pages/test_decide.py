"""The page of decisions and exports."""

from __future__ import annotations

from pathlib import Path

from app_page import opened, pressed, text_of

from planner.domain.plan import PlanStatus
from planner.exporters import exporters
from planner.planfile import read_plan
from planner.ui.words import t


def test_a_plan_is_decided_registered_and_announced(planned: Path) -> None:
    file = planned / "out" / "en" / "plan.json"
    app = pressed(opened("vedtak", plan="en"), t("decide.do_decide"))
    assert "saksnummeret mangler" in text_of(app)
    next(field for field in app.text_input if field.label == t("decide.case")).set_value("2027/12")
    app = pressed(app, t("decide.do_decide"))
    assert read_plan(file).version.status in (PlanStatus.DECIDED, PlanStatus.DRAFT)
    hard = [finding for finding in read_plan(file).findings if finding.severity == "hard"]
    assert (read_plan(file).version.status is PlanStatus.DECIDED) is not bool(hard)
    assert hard or "vedtatt" in text_of(app)


def test_exports_are_offered(sampled: Path) -> None:
    app = opened("vedtak")
    assert len(app.get("download_button")) == 2 + len(exporters()) - 1
    refused = next(caption.value for caption in app.caption if t("decide.refused") in caption.value)
    assert "EVA" in refused, "the sample has a name that EVA refuses, and that is said in place of the button"
    assert any("har tegn som EVA ikke tar" in item.value for item in app.get("text"))


def test_a_map_is_offered_where_none_lies_beside_the_plan(planned: Path) -> None:
    (planned / "out" / "en" / "map.html").unlink()
    app = opened("vedtak", plan="en")
    assert any(button.label == t("decide.download_map") for button in app.get("download_button"))
