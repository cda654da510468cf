"""What lives on disk between reruns: saved plans, scenarios, datasets.

A page reload starts a new session, so nothing that matters is kept in it. The
address holds the folder name of the plan, and only names that were found in the
output folder are opened.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from planner import services
from planner.dataset import load_dataset
from planner.domain.dataset import Dataset
from planner.domain.errors import ValgplanError
from planner.domain.plan import Plan
from planner.evaluate.distance import distance_messages as messages_of
from planner.evaluate.distance import distance_picture
from planner.planfile import read_plan
from planner.problem import Problem, build_problem
from planner.services import forms
from planner.ui import i18n
from planner.ui.mapfiles import publish
from planner.ui.words import language, t, word_map

OUT_FOLDER = "VALGPLAN_OUT"
SCENARIO_FOLDER = "VALGPLAN_SCENARIOS"
PLAN_FILE, MAP_FILE = "plan.json", "map.html"


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A folder with a finished plan."""

    name: str
    folder: Path

    @property
    def plan_file(self) -> Path:
        """The plan."""
        return self.folder / PLAN_FILE

    @property
    def map_file(self) -> Path:
        """The stand-alone map."""
        return self.folder / MAP_FILE


def stamp(saved: SavedPlan) -> str:
    """Changes whenever the plan's file does."""
    return f"{saved.plan_file}:{saved.plan_file.stat().st_mtime_ns}"


def out_folder() -> Path:
    """Where plans are written: ``out`` in the working directory, or as the environment says."""
    return Path(os.environ.get(OUT_FOLDER, "out"))


def saved_plans() -> list[SavedPlan]:
    """Every folder with a plan, by name."""
    return [SavedPlan(file.parent.name, file.parent) for file in sorted(out_folder().glob(f"*/{PLAN_FILE}"))]


def scenario_folder() -> Path:
    """Where scenarios lie: ``scenarios`` in the working directory, or as the environment says."""
    return Path(os.environ.get(SCENARIO_FOLDER, "scenarios"))


def stem_of(plan: Plan) -> str:
    """A file name for a scenario made from a plan: its dataset's name."""
    return "".join(sign if sign.isalnum() else "-" for sign in plan.dataset.name.lower()) or "scenario"


def scenarios() -> list[Path]:
    """Ready scenarios."""
    folder = scenario_folder()
    return sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])


def read(saved: SavedPlan) -> Plan | None:
    """The plan, or None after an error on the page."""
    try:
        return _read(str(saved.plan_file), saved.plan_file.stat().st_mtime_ns)
    except (OSError, ValueError) as error:
        st.error(t("plan.broken", name=saved.name, reason=i18n.plain(str(error))))
        return None


@st.cache_resource(max_entries=8, show_spinner=False)
def _read(path: str, changed: int) -> Plan:  # noqa: ARG001 - a changed file is another plan
    return read_plan(Path(path))


def distance_messages(saved: SavedPlan, plan: Plan) -> tuple[str, ...]:
    """Where distance is the problem and where it is not; empty where the dataset is not here."""
    problem = problem_of(saved, plan)
    return _messages(stamp(saved), language(), problem) if problem else ()


@st.cache_data(max_entries=16, show_spinner=False)
def _messages(key: str, spoken: str, _problem: Problem) -> tuple[str, ...]:  # noqa: ARG001
    return messages_of(_problem, distance_picture(_problem), word_map("distance"))


def dataset_of(saved: SavedPlan, plan: Plan) -> Dataset | None:
    """The dataset a plan was made on, or None where it is not here or not whole."""
    try:
        return dataset_in(services.find_plan_dataset(plan, saved.plan_file))
    except (OSError, ValgplanError):
        return None


def dataset_in(folder: Path) -> Dataset:
    """A dataset folder, read once for all scenarios and plans on it.

    Raises:
        InputError: all that is wrong with it.
    """
    manifest = folder / "dataset.json"
    return _dataset(str(folder.resolve()), manifest.stat().st_mtime_ns if manifest.is_file() else 0)


@st.cache_resource(max_entries=4, show_spinner=False)
def _dataset(folder: str, changed: int) -> Dataset:  # noqa: ARG001 - a changed dataset is another
    return load_dataset(Path(folder))


def problem_of(saved: SavedPlan, plan: Plan) -> Problem | None:
    """What a plan is judged by, None where its dataset is not here or does not fit."""
    try:
        return _problem(str(saved.plan_file), saved.plan_file.stat().st_mtime_ns, plan)
    except (OSError, ValgplanError):
        return None


@st.cache_resource(max_entries=8, show_spinner=False)
def _problem(path: str, changed: int, _plan: Plan) -> Problem:  # noqa: ARG001
    return build_problem(dataset_in(services.find_plan_dataset(_plan, Path(path))), services.scenario_of(_plan))


def ground_address(dataset: Dataset) -> str:
    """Address of a dataset's geometry and places; a scenario may know more of the places."""
    return publish(_ground(f"{dataset.sha256}:{hash(dataset.sites)}", dataset))


@st.cache_data(max_entries=4, show_spinner=False)
def _ground(key: str, _dataset: Dataset) -> bytes:  # noqa: ARG001
    return services.ground_bytes(_dataset)


def plan_address(key: str, plan: Plan, problem: Problem) -> str:
    """Address of a plan's figures for the map.

    Args:
        key: changes whenever the plan does.
    """
    return publish(_plan_figures(key, plan, problem))


@st.cache_data(max_entries=16, show_spinner=False)
def _plan_figures(key: str, _plan: Plan, _problem: Problem) -> bytes:  # noqa: ARG001
    return services.plan_map_bytes(_plan, _problem)


def scenario_problem(path: Path) -> Problem:
    """A scenario file joined with its dataset.

    Raises:
        InputError: everything wrong with either.
    """
    return _scenario_problem(str(path), path.stat().st_mtime_ns)


@st.cache_resource(max_entries=8, show_spinner=False)
def _scenario_problem(path: str, changed: int) -> Problem:  # noqa: ARG001
    return forms.problem_of_file(Path(path), load=dataset_in)
