"""Calculations in processes of their own: how they end, limits, and what a restart finds."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import psutil
import pytest
from small import write_scenario

from planner.domain.errors import InputError
from planner.services import live, runlog, runs
from planner.services.answers import answers_of
from planner.services.children import child_of
from planner.services.runlog import Outcome, Run, RunKind
from planner.services.store import Store

PATIENCE = 60.0


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "out")


def _start(store: Store, code: str, *, key: str = "k", seconds: float = 5.0, folder: str = "plan") -> Run:
    argv = [sys.executable, "-c", code]
    return runs.start(store, RunKind.PLAN, Path("x.yaml"), store.folder / folder, argv, key=key, seconds=seconds)


def _ended(store: Store, run: Run) -> Run:
    """The run once its watcher is through."""
    for thread in threading.enumerate():
        if thread.name.endswith("(_watch)"):
            thread.join(PATIENCE)
    return runlog.find(store, run.id)


@pytest.mark.parametrize(("code", "wrote"), [(0, True), (3, True), (2, False), (70, False)])
def test_a_run_ends_with_its_code(store: Store, code: int, wrote: bool) -> None:
    run = _ended(store, _start(store, f"print('hei'); raise SystemExit({code})"))
    assert (run.outcome, run.code, run.wrote) == (Outcome.ENDED, code, wrote)
    assert run.lines() == ["hei"]
    assert [event.what for event in store.history()] == ["beregning ferdig", "beregning startet"]


def test_only_so_many_at_once_and_a_cancelled_one_makes_room(store: Store) -> None:
    run = _start(store, "import time; time.sleep(60)")
    with pytest.raises(InputError, match="en annen beregning"):
        _start(store, "pass")
    runs.abandon(store, run)
    assert not psutil.pid_exists(run.pid) or psutil.Process(run.pid).status() == psutil.STATUS_ZOMBIE
    assert _ended(store, run).outcome is Outcome.CANCELLED
    _ended(store, _start(store, "pass"))


def test_a_run_has_lower_priority_than_the_pages(store: Store) -> None:
    run = _start(store, "import time; time.sleep(60)")
    lower = getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", None)
    found = psutil.Process(run.pid).nice()
    assert found == lower if lower is not None else found > os.nice(0)
    runs.abandon(store, run)
    _ended(store, run)


def test_too_much_memory_ends_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(runs.MOST_MEGABYTES, "1")
    run = _ended(store, _start(store, "import time; x = bytearray(50_000_000); time.sleep(60)"))
    assert run.outcome is Outcome.MEMORY


def test_too_much_time_ends_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "OVERTIME", (0.0, 0.0))
    assert _ended(store, _start(store, "import time; time.sleep(60)")).outcome is Outcome.TIME


def test_a_restarted_server_writes_off_what_is_gone(store: Store) -> None:
    run = _ended(store, _start(store, "pass"))
    with store.open() as connection:
        connection.execute("UPDATE run SET outcome = 'running', code = NULL, pid = 4194304 WHERE id = ?", (run.id,))
    runs.take_up(store)
    assert runlog.find(store, run.id).outcome is Outcome.LOST


def test_a_restarted_server_believes_a_plan_that_was_written_meanwhile(store: Store) -> None:
    run = _ended(store, _start(store, "pass"))
    run.folder.mkdir(parents=True)
    (run.folder / "plan.json").write_text("{}", encoding="utf-8")
    with store.open() as connection:
        connection.execute("UPDATE run SET outcome = 'running', code = NULL, pid = 4194304 WHERE id = ?", (run.id,))
    runs.take_up(store)
    assert runlog.find(store, run.id).wrote


def test_another_process_with_the_same_number_is_not_taken_for_the_run(store: Store) -> None:
    run = _ended(store, _start(store, "pass"))
    assert child_of(os.getpid(), run.born - 1000) is None


def test_the_same_question_has_its_answer_until_the_plan_is_changed(store: Store) -> None:
    code = "import pathlib, sys; p = pathlib.Path(sys.argv[1]); p.mkdir(); (p / 'plan.json').write_text('en')"
    folder = store.folder / "plan"
    argv = [sys.executable, "-c", code, str(folder)]
    run = _ended(store, runs.start(store, RunKind.PLAN, Path("x.yaml"), folder, argv, key="samme", seconds=5.0))
    found = runlog.known_result(store, "samme")
    assert found is not None
    assert found.id == run.id
    assert runlog.known_result(store, "annen") is None
    (folder / "plan.json").write_text("to", encoding="utf-8")
    assert runlog.known_result(store, "samme") is None


def test_the_key_is_of_everything_that_decides(tmp_path: Path) -> None:
    scenario = write_scenario(tmp_path)
    key = runs.plan_key(scenario, ["--gap", "0.01"])
    assert key == runs.plan_key(scenario, ["--gap", "0.01"])
    assert key != runs.plan_key(scenario, ["--gap", "0.02"])
    assert key != runs.plan_key(write_scenario(tmp_path, changes=(("120000", "130000"),)), ["--gap", "0.01"])


OBEDIENT = """
import pathlib, sys, time
stop, trace, folder = (pathlib.Path(sys.argv[n]) for n in (-3, -1, 1))
lines = ["seconds,goal,name,unit,stage,value,bound,gap", "1.0,1,m,minutter,siting,,9.5,"]
lines += ["2.0,1,m,minutter,plan,10.0,9.5,0.05"]
trace.write_text("\\n".join(lines) + "\\n")
print("i gang", flush=True)
while not stop.exists():
    time.sleep(0.01)
folder.mkdir(parents=True)
(folder / "plan.json").write_text("det beste hittil")
"""
"""A child that works until it is told to stop, and keeps what it has."""


def _obedient(store: Store, folder: Path) -> Run:
    argv = [sys.executable, "-c", OBEDIENT, str(folder)]
    run = runs.start(store, RunKind.PLAN, Path("x.yaml"), store.folder / "plan", argv, key="k", seconds=60.0)
    while not run.lines():
        threading.Event().wait(0.01)
    return run


@pytest.mark.parametrize("name", ["plan", "plan-stanset"])
def test_a_cancelled_run_keeps_the_best_it_has(store: Store, name: str) -> None:
    """In its own folder, or beside it where a plan lay there already."""
    run = _obedient(store, store.folder / name)
    before, found = live.trace(run)
    assert (before.value, before.bound, before.unit, before.gap) == (None, 9.5, "minutter", None)
    assert (found.value, found.gap) == (10.0, 0.05)
    runs.cancel(store, run)
    run = _ended(store, run)
    assert (run.outcome, run.code, run.wrote, run.folder.name) == (Outcome.CANCELLED, 0, True, name)
    assert runlog.last_into(store, store.folder / name) == run
    assert runlog.known_result(store, "k") is None, "a stopped run is no answer to the question"


def test_a_run_is_stopping_until_it_has_ended(store: Store) -> None:
    run = _start(store, "import time; print(1, flush=True); time.sleep(60)")
    assert not run.stopping
    runs.cancel(store, run)
    assert runlog.find(store, run.id).stopping
    runs.abandon(store, run)
    run = _ended(store, run)
    assert (run.outcome, run.stopping, run.wrote) == (Outcome.CANCELLED, False, False)


def test_a_stopped_run_that_a_restart_finds_ended_has_its_result(store: Store) -> None:
    run = _obedient(store, store.folder / "plan")
    runs.cancel(store, run)
    _ended(store, run)
    with store.open() as connection:
        connection.execute("UPDATE run SET outcome = 'running', code = NULL, pid = 4194304 WHERE id = ?", (run.id,))
    runs.take_up(store)
    run = runlog.find(store, run.id)
    assert (run.outcome, run.wrote) == (Outcome.CANCELLED, True)


def test_answers_are_kept_with_the_plan_they_are_about(store: Store) -> None:
    plan = store.folder / "en" / "plan.json"
    plan.parent.mkdir(parents=True)
    plan.write_text("{}", encoding="utf-8")
    item = {"question": "Uten A", "sentence": "Uten A: …", "restricts": True, "low": 0.1, "high": 0.2,
            "unit": "minutter", "cost_change": -5.0}  # fmt: skip
    code = f"import json, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(json.dumps([{item!r}]))"
    folder = store.folder / "svar"
    folder.mkdir()
    argv = [sys.executable, "-c", code, str(folder / "svar.json")]
    _ended(store, runs.start(store, RunKind.EXPLAIN, plan, folder, argv, key="k", seconds=5.0))
    (given,) = answers_of(store, plan)
    assert (given.question, given.low, given.high, given.restricts) == ("Uten A", 0.1, 0.2, True)
    plan.write_text('{"a": 1}', encoding="utf-8")
    assert answers_of(store, plan) == [], "another plan has answers of its own"
