"""Calculations in processes of their own: how they end, limits, and what a restart finds."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from small import write_scenario

from planner.domain.errors import InputError
from planner.optimise.solve import _teller
from planner.problem import build_problem
from planner.services import runs
from planner.services.runs import Live, Outcome, Run, RunKind
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
    return runs.find(store, run.id)


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
    runs.cancel(store, run)
    assert not psutil.pid_exists(run.pid) or psutil.Process(run.pid).status() == psutil.STATUS_ZOMBIE
    assert _ended(store, run).outcome is Outcome.CANCELLED
    _ended(store, _start(store, "pass"))


def test_a_run_has_lower_priority_than_the_pages(store: Store) -> None:
    run = _start(store, "import time; time.sleep(60)")
    lower = getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", None)
    found = psutil.Process(run.pid).nice()
    assert found == lower if lower is not None else found > os.nice(0)
    runs.cancel(store, run)
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
    assert runs.find(store, run.id).outcome is Outcome.LOST


def test_a_restarted_server_believes_a_plan_that_was_written_meanwhile(store: Store) -> None:
    run = _ended(store, _start(store, "pass"))
    run.folder.mkdir(parents=True)
    (run.folder / "plan.json").write_text("{}", encoding="utf-8")
    with store.open() as connection:
        connection.execute("UPDATE run SET outcome = 'running', code = NULL, pid = 4194304 WHERE id = ?", (run.id,))
    runs.take_up(store)
    assert runs.find(store, run.id).wrote


def test_another_process_with_the_same_number_is_not_taken_for_the_run(store: Store) -> None:
    run = _ended(store, _start(store, "pass"))
    assert runs._child(replace(run, pid=os.getpid(), born=run.born - 1000)) is None


def test_the_same_question_has_its_answer_until_the_plan_is_changed(store: Store) -> None:
    code = "import pathlib, sys; p = pathlib.Path(sys.argv[1]); p.mkdir(); (p / 'plan.json').write_text('en')"
    folder = store.folder / "plan"
    argv = [sys.executable, "-c", code, str(folder)]
    run = _ended(store, runs.start(store, RunKind.PLAN, Path("x.yaml"), folder, argv, key="samme", seconds=5.0))
    found = runs.known_result(store, "samme")
    assert found is not None
    assert found.id == run.id
    assert runs.known_result(store, "annen") is None
    (folder / "plan.json").write_text("to", encoding="utf-8")
    assert runs.known_result(store, "samme") is None


def test_the_key_is_of_everything_that_decides(tmp_path: Path) -> None:
    scenario = write_scenario(tmp_path)
    key = runs.plan_key(scenario, ["--gap", "0.01"])
    assert key == runs.plan_key(scenario, ["--gap", "0.01"])
    assert key != runs.plan_key(scenario, ["--gap", "0.02"])
    assert key != runs.plan_key(write_scenario(tmp_path, changes=(("120000", "130000"),)), ["--gap", "0.01"])


def test_best_plan_and_bound_are_read_as_the_solver_tells_them(tiny_goal: object) -> None:
    told: list[str] = []
    _teller(told.append, tiny_goal)(20.0, 16.0)  # type: ignore[arg-type]
    found = runs.live(["Bygger modellen …", *told, "noe annet"])
    assert found is not None
    assert found.best.endswith("minutter")
    assert found.gap == pytest.approx(20.0)
    assert runs.live(["Bygger modellen …"]) is None
    assert runs.live(["beste plan 9,6 minutter, nedre grense 9,5 minutter"]) == Live(
        "9,6 minutter", "9,5 minutter", None
    )


@pytest.fixture
def tiny_goal() -> object:
    from tiny import tiny_dataset, tiny_scenario

    from planner.objectives.registry import goals_of

    return goals_of(build_problem(tiny_dataset(), tiny_scenario()))[0]
