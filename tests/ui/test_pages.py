"""Every page as the server sees it, without a browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from planner.domain.findings import ChecklistItem, ItemStatus
from planner.domain.plan import PlanStatus, Version
from planner.exporters import exporters
from planner.planfile import plan_bytes
from planner.ui import i18n, runner, state
from planner.ui.pages import pages

ROOT = Path(__file__).parents[2]
APP = str(ROOT / "planner" / "ui" / "entry" / "main.py")
SECONDS = 30


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with scenarios and no plan."""
    monkeypatch.setenv(state.OUT_FOLDER, str(tmp_path / "out"))
    monkeypatch.setenv(state.SCENARIO_FOLDER, str(tmp_path / "scenarios"))
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "liten.yaml").write_text("name: Liten\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def planned(room: Path, sample: ModuleType) -> Path:
    """The same with two finished plans."""
    for name in ("en", "to"):
        folder = room / "out" / name
        folder.mkdir(parents=True)
        (folder / "plan.json").write_bytes(plan_bytes(sample.sample_plan()))
        (folder / "map.html").write_text("<p>kart</p>", encoding="utf-8")
    return room


@pytest.fixture(autouse=True)
def _no_run_left() -> Iterator[None]:
    yield
    for run in runner._RUNNING:
        run.cancel()
        run.log.unlink(missing_ok=True)
    runner._RUNNING.clear()


def _app() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=SECONDS).run()
    assert not app.exception
    return app


def _text(app: AppTest) -> str:
    """All text of the page, tables too."""
    parts = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning, *app.error, *app.success]
    return "\n".join([str(part.value) for part in parts] + [html.proto.body for html in app.get("html")])


def test_without_plans_the_page_offers_to_make_one(room: Path) -> None:
    app = _app()
    assert app.title[0].value == i18n.APP_TITLE
    assert i18n.NO_PLAN in _text(app)
    assert [choice.options for choice in app.selectbox] == [["liten"]]


def test_without_scenarios_the_page_says_what_to_do(room: Path) -> None:
    (room / "scenarios" / "liten.yaml").unlink()
    assert i18n.NO_SCENARIO in _text(_app())


def test_plan_page_shows_everything(planned: Path, sample: ModuleType) -> None:
    app = _app()
    text = _text(app)
    assert "Prøveplan Øst" in text
    assert "Gamle Oslo" in text
    assert "✖\u00a0Brudd" in text
    assert "?\u00a0Kan\u00a0ikke vurderes" in text
    assert "V 3.2.1" in text
    assert "Registrer stedene i EVA Admin." in text
    assert "UBEKREFTET" in text
    assert r"Søndre Nordstrand \(18,7 min\)" in text
    assert [metric.value for metric in app.metric] == ["13,8", "55 %", "91\u202f000 kr", "1"]
    assert app.metric[0].delta == "-1,7 min"
    table = app.dataframe[0].value
    assert list(table.columns) == list(i18n.STATION_COLUMNS)
    assert len(table) == len(sample.stations())
    assert len(app.get("download_button")) == 2 + len(exporters()) - 1
    refused = next(caption.value for caption in app.caption if i18n.EXPORT_REFUSED in caption.value)
    assert "EVA" in refused, "the sample has a name that EVA refuses, and that is said in place of the button"
    assert any("har tegn som EVA ikke tar" in item.value for item in app.get("text"))
    assert len(app.get("iframe")) == 1


def test_the_checklist_tells_what_is_left_and_why_it_does_not_apply(planned: Path, sample: ModuleType) -> None:
    subjects = ("e1502-b", "e1507-b")
    items = (
        ChecklistItem("site_owner", "Finn eier.", date(2027, 5, 31), subjects=subjects, settled=subjects[:1]),
        ChecklistItem("I2", "Vurder.", status=ItemStatus.NOT_APPLICABLE, reason="ingen slike boliger"),
        ChecklistItem("S3", "Lær opp.", status=ItemStatus.DONE, who="Kari", done_on=date(2027, 6, 7)),
    )
    version = Version(2, PlanStatus.DECIDED, date(2027, 3, 1), "2027/12", parent_sha256="a" * 64)
    plan = replace(sample.sample_plan(), checklist=items, version=version)
    (planned / "out" / "en" / "plan.json").write_bytes(plan_bytes(plan))
    text = _text(_app())
    for part in (
        "Gjort for 1 av 2, gjenstår: Bjørndal skole (e1507-b).",
        "Gjelder ikke: ingen slike boliger.",
        "☑\u00a0gjort 7.6.2027",
        "Plan nr. 2 (vedtatt 1.3.2027, sak 2027/12)",
    ):
        assert part in text


def test_hostile_names_are_text(planned: Path) -> None:
    assert "<script>alert" not in _text(_app())


def test_the_address_keeps_the_plan_and_opens_only_what_was_found(planned: Path) -> None:
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    app.query_params["plan"] = "to"
    assert app.run().selectbox[0].value == "to"
    for name in ("en", "to", "en"):
        app.selectbox[0].select(name).run()
        assert app.selectbox[0].value == name
        assert app.query_params["plan"] in (name, [name])
        assert app.run().selectbox[0].value == name
    app.query_params["plan"] = "../../etc"
    app = app.run()
    assert not app.exception
    assert app.selectbox[0].value in {"en", "to"}


def test_a_broken_plan_is_an_error_and_not_a_fall(planned: Path) -> None:
    (planned / "out" / "en" / "plan.json").write_text("{", encoding="utf-8")
    app = _app()
    assert "kan ikke leses" in _text(app)
    assert not app.metric


def test_a_missing_map_is_told(planned: Path) -> None:
    (planned / "out" / "en" / "map.html").unlink()
    assert i18n.NO_MAP in _text(_app())


def _child(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(("code", "shown"), [(0, i18n.FINISHED), (2, i18n.FAILED[2]), (70, "kode 70")])
def test_a_run_is_started_followed_and_told(room: Path, monkeypatch: pytest.MonkeyPatch, code: int, shown: str) -> None:
    monkeypatch.setattr(
        runner, "command", lambda *_: _child(f"print('beste så langt: 12,3'); raise SystemExit({code})")
    )
    app = _app()
    app.button[0].click().run()
    runner._RUNNING[0].process.wait(SECONDS)
    app.run()
    assert not app.exception
    assert shown in _text(app)
    assert [block.value for block in app.code] == (["beste så langt: 12,3"] if code else [])


def test_a_run_can_be_cancelled_and_only_one_runs(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "command", lambda *_: _child("import time; time.sleep(60)"))
    app = _app()
    app.button[0].click().run()
    assert not app.exception
    assert runner.start(Path("x"), Path("y"), 5) is None
    next(button for button in app.button if button.label == i18n.CANCEL).click().run()
    assert i18n.CANCELLED in _text(app)
    assert runner._RUNNING[0].code is not None


def test_command_is_our_own_command_line() -> None:
    found = runner.command(Path("scenarios/oslo.yaml"), Path("out/oslo"), 60)
    assert found[1:4] == ["-m", "planner.cli", "plan"]
    assert found[-2:] == ["--time-limit", "60"]


def test_log_lines_overwrite_like_a_terminal(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes("en\r\nto 1 %\rto 9 %\ntre æ".encode())
    run = runner.Run(Path("x"), 1, subprocess.Popen(_child("")), log)
    run.process.wait()
    assert run.lines() == ["en", "to 9 %", "tre æ"]


def test_pages_are_whole_short_and_tested() -> None:
    assert [page.URL for page in pages()] == ["plan"], "a new page needs a test here"
    for file in (ROOT / "planner" / "ui" / "pages").glob("*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 60
    for file in (ROOT / "app.py", Path(APP)):
        assert len(file.read_text(encoding="utf-8").splitlines()) < 60


def test_settings_keep_the_face_at_home() -> None:
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    for setting in (
        "gatherUsageStats = false",
        'address = "127.0.0.1"',
        'showErrorDetails = "none"',
        "magicEnabled = false",
    ):
        assert setting in text
    assert "http" not in text
