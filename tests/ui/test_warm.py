"""Reading ahead of the first reader stops nothing when there is nothing to read."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from small import OSLO, write_scenario

from planner import services
from planner.planfile import plan_bytes
from planner.services.forms import problem_of_file
from planner.ui import mapfiles, state, warm


def test_the_first_scenarios_dataset_is_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(state.SCENARIO_FOLDER, str(tmp_path))
    monkeypatch.setenv(state.OUT_FOLDER, str(tmp_path / "out"))
    write_scenario(tmp_path)
    mapfiles._FILES.clear()
    warm.read_ahead()
    assert len(mapfiles._FILES) == 2


def test_the_newest_plan_is_ready_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(state.SCENARIO_FOLDER, str(tmp_path))
    monkeypatch.setenv(state.OUT_FOLDER, str(tmp_path / "out"))
    problem = problem_of_file(write_scenario(tmp_path))
    today = services.plan_today(problem)
    plan = replace(today, dataset=replace(today.dataset, path=OSLO.as_posix()))
    (tmp_path / "out" / "en").mkdir(parents=True)
    (tmp_path / "out" / "en" / "plan.json").write_bytes(plan_bytes(plan))
    (tmp_path / "out" / "feil").mkdir()
    mapfiles._FILES.clear()
    warm.read_ahead()
    ready = set(mapfiles._FILES)
    saved = state.saved_plans()[0]
    state.plan_address(state.stamp(saved), plan, problem)
    assert set(mapfiles._FILES) == ready, "the page finds what was made for it"


def test_a_broken_plan_does_not_stop_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(state.SCENARIO_FOLDER, str(tmp_path))
    monkeypatch.setenv(state.OUT_FOLDER, str(tmp_path / "out"))
    (tmp_path / "out" / "feil").mkdir(parents=True)
    (tmp_path / "out" / "feil" / "plan.json").write_text("{", encoding="utf-8")
    warm.read_ahead()


def test_the_server_answers_when_it_has_read(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(warm, "read_ahead", lambda: done.append("read"))

    async def start() -> None:
        async with warm.lifespan(None):
            assert done == ["read"]

    asyncio.run(start())


def test_no_page_loads_answers_folium_or_notices_before_it_needs_them() -> None:
    code = "import sys; from planner.ui.pages import pages; pages(); print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"planner.explain", "planner.notices", "folium"} & set(found.stdout.split())


@pytest.mark.parametrize("text", [None, "name: Uferdig\n"])
def test_nothing_or_a_broken_scenario_is_no_fall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    monkeypatch.setenv(state.SCENARIO_FOLDER, str(tmp_path))
    if text is not None:
        (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    warm.read_ahead()
