"""Folders with scenarios and plans, and a map that is no script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
import tiny
import yaml
from app_page import FakeMap, save_plan

from planner import services
from planner.audit import complete
from planner.dataset import load_dataset, write_dataset
from planner.domain.plan import ObjectiveResult, Plan, SolveStatus
from planner.planfile import plan_bytes, read_plan
from planner.ui import map as ui_map
from planner.ui import state


@pytest.fixture(scope="session")
def dataset_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "tiny"
    write_dataset(tiny.tiny_dataset(), folder)
    return folder


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dataset_folder: Path) -> Path:
    """A folder with a scenario and no plan."""
    monkeypatch.setenv(state.OUT_FOLDER, str(tmp_path / "out"))
    monkeypatch.setenv(state.SCENARIO_FOLDER, str(tmp_path / "scenarios"))
    (tmp_path / "scenarios").mkdir()
    plain = tiny.plain_scenario(dataset=dataset_folder.as_posix(), name="Liten")
    text = yaml.safe_dump(plain, allow_unicode=True)
    (tmp_path / "scenarios" / "liten.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch) -> FakeMap:
    found = FakeMap()
    monkeypatch.setattr(ui_map, "_renderer", lambda: found)
    return found


@pytest.fixture
def sampled(room: Path, sample: ModuleType) -> Path:
    """Two finished plans whose dataset is not here."""
    for name in ("en", "to"):
        save_plan(room / "out" / name, sample.sample_plan())
    return room


@pytest.fixture(scope="session")
def tiny_plans(dataset_folder: Path) -> tuple[Plan, Plan]:
    """Two plans of the small municipality: today's places, and one place fewer."""
    dataset = load_dataset(dataset_folder)
    problem = tiny.tiny_problem(dataset)
    plan = services.plan_today(problem)
    plan = replace(plan, dataset=replace(plan.dataset, path=dataset_folder.as_posix()))
    fewer = replace(plan, stations=plan.stations[1:])
    return complete(plan, problem), complete(fewer, problem)


@pytest.fixture
def planned(room: Path, tiny_plans: tuple[Plan, Plan]) -> Path:
    """Two finished plans on a dataset that is here."""
    for name, plan in zip(("en", "to"), tiny_plans, strict=True):
        save_plan(room / "out" / name, plan)
    return room


@pytest.fixture
def with_goal(planned: Path) -> Path:
    """The first of the two plans has a goal with a bound; its file."""
    file = planned / "out" / "en" / "plan.json"
    goal = ObjectiveResult("mean_minutes", 9.6, "minutter", 9.57, 0.003125, SolveStatus.FEASIBLE, 2.0)
    file.write_bytes(plan_bytes(replace(read_plan(file), objective=goal)))
    return file
