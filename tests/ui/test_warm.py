"""Reading ahead of the first reader stops nothing when there is nothing to read."""

from __future__ import annotations

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


@pytest.mark.parametrize("text", [None, "name: Uferdig\n"])
def test_nothing_or_a_broken_scenario_is_no_fall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    monkeypatch.setenv(state.SCENARIO_FOLDER, str(tmp_path))
    if text is not None:
        (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    warm.read_ahead()
