"""The page that runs: starting, following, stopping."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from app_page import opened, pressed, text_of

from planner.services import runlog, runs
from planner.services.runlog import Outcome, Run
from planner.services.store import Store
from planner.ui.words import t


def with_run(room: Path, outcome: Outcome, code: int | None, line: str = "") -> Run:
    store = Store(room / "out")
    (room / "out").mkdir(exist_ok=True)
    log = room / "out" / "log"
    log.write_text(line, encoding="utf-8")
    row = (
        "plan",
        "scenarios/liten.yaml",
        str(room / "out" / "en"),
        "k",
        60.0,
        1,
        0.0,
        str(log),
        runs.now(),
        code,
        outcome,
    )
    with store.open() as connection:
        connection.execute(
            "INSERT INTO run (kind, subject, folder, key, seconds, pid, born, log, started, code, outcome) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
    return runlog.runs(store)[0]


@pytest.mark.parametrize(
    ("outcome", "code", "shown"),
    [
        (Outcome.ENDED, 0, t("run.finished")),
        (Outcome.ENDED, 2, t("run.failed.2")),
        (Outcome.ENDED, 70, "kode 70"),
        (Outcome.CANCELLED, None, t("run.cancelled")),
        (Outcome.MEMORY, None, t("run.memory")),
        (Outcome.TIME, None, t("run.time")),
        (Outcome.LOST, None, t("run.lost")),
    ],
)
def test_how_a_run_ended_is_told(planned: Path, outcome: Outcome, code: int | None, shown: str) -> None:
    with_run(planned, outcome, code)
    assert shown in text_of(opened("beregning"))


TRACE = """seconds,goal,name,unit,stage,value,bound,gap
1.0,1,mean_minutes,minutter,siting,,9.5,
2.0,1,mean_minutes,minutter,plan,9.6,9.57,0.003125
"""


def test_a_run_under_way_is_followed_by_whoever_comes(planned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "take_up", lambda _: None)
    run = with_run(planned, Outcome.RUNNING, None, "regner …\n")
    assert [metric.value for metric in opened("beregning").metric] == [t("run.unknown")] * 3
    run.trace_file.write_text(TRACE, encoding="utf-8")
    app = opened("beregning")
    assert [metric.value for metric in app.metric] == ["9,60 minutter", "9,57 minutter", "0,3 %"]
    assert t("run.survives") in text_of(app)
    app = pressed(app, t("run.cancel"))
    assert run.stop_file.exists()
    app = opened("beregning")
    assert not any(button.label == t("run.cancel") for button in app.button), "it is stopping already"
    assert t("run.cancelled") in text_of(pressed(app, t("run.abandon")))


def test_the_plan_of_a_stopped_run_says_so_wherever_it_is_shown(planned: Path, with_goal: Path) -> None:
    run = with_run(planned, Outcome.CANCELLED, 0)
    run.trace_file.write_text(TRACE, encoding="utf-8")
    with Store(planned / "out").open() as connection:
        connection.execute("UPDATE run SET result = 'x'")
    text = text_of(opened("beregning"))
    assert t("run.stopped") in text
    assert "Beste plan 9,60 minutter, bevist grense 9,57 minutter, gap 0,3 %" in text
    assert t("run.stopped") in text_of(opened("plan", plan="en"))
    assert t("run.stopped") not in text_of(opened("plan", plan="to"))


def test_a_run_is_started_from_the_form(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(runs, "start_plan", lambda *given, **options: asked.append((given, options)))
    app = opened("beregning")
    pressed(app, t("run.start"))
    (given, options), *_ = asked
    assert given[1].stem == "liten"
    assert given[2] == Path(room / "out" / "liten")
    assert options == {"seconds": 60.0, "gap": 0.01, "seed": 0}
