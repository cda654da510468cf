"""Reading ahead of the first reader stops nothing when there is nothing to read."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from small import write_scenario

from planner.ui import mapfiles, state, warm


def test_the_first_scenarios_dataset_is_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(state.SCENARIO_FOLDER, str(tmp_path))
    write_scenario(tmp_path)
    mapfiles._FILES.clear()
    warm.read_ahead()
    assert len(mapfiles._FILES) == 1


def test_the_server_answers_when_it_has_read_and_reads_on_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    later = threading.Event()
    monkeypatch.setattr(warm, "read_ahead", lambda: done.append("ahead"))
    monkeypatch.setattr(warm, "import_module", lambda name: (done.append(name), name == warm.LATER[-1] and later.set()))

    async def start() -> None:
        async with warm.lifespan(None):
            assert done[:1] == ["ahead"]

    asyncio.run(start())
    assert later.wait(60)
    assert done == ["ahead", *warm.LATER]


def test_what_is_read_later_is_not_needed_by_every_page() -> None:
    code = "import sys; from planner.ui.pages import pages; pages(); print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(warm.LATER) & set(found.stdout.split())


@pytest.mark.parametrize("text", [None, "name: Uferdig\n"])
def test_nothing_or_a_broken_scenario_is_no_fall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    monkeypatch.setenv(state.SCENARIO_FOLDER, str(tmp_path))
    if text is not None:
        (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    warm.read_ahead()
