"""One thing at a time: a scenario solved for several values of one field, as a curve of real plans.

Every point is a plan with its own proven bound; nothing between two points is claimed.
The runs are those of a sweep file (:mod:`planner.sweep`), written here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.planfile import read_plan
from planner.services.files import write_files
from planner.services.forms import raw_scenario, scenario_bytes, with_vehicles, without_saturdays
from planner.sweep import PLANNED, ROWS

MOST_POINTS = 12


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that can be varied.

    Attributes:
        title, unit: as planners read them.
        field: dotted field of the scenario.
        values: proposed, in the lever's own unit.
    """

    title: str
    unit: str
    field: str
    values: tuple[float, ...]


LEVERS = {
    "budget": Lever("Budsjett", "kr", "budget_nok", (250_000, 500_000, 1_000_000, 2_000_000)),
    "vehicles": Lever("Valgbusser", "busser", "vehicles", (0, 1, 2, 3)),
    "persons": Lever("Personer i poolen", "personer", "crew_pool.persons", (6, 12, 20, 30)),
    "crew": Lever("Personer per åpent sted", "personer", "stations.crew", (2, 3, 4)),
    "saturdays": Lever("Lørdager", "0 = stengt, 1 = åpent", "stations.patterns", (0, 1)),
    "visits": Lever("Minste antall besøk per stopp", "besøk", "min_visits", (1, 3, 6, 10)),
    "aversion": Lever("Ulikhetsaversjon ε", "", "aversion", (0.5, 1, 2)),
}
"""What the page offers; hours are varied by the opening patterns, of which Saturdays are the ones asked for most."""


@dataclass(frozen=True, slots=True)
class Point:
    """One solved plan on a curve; figures None where there is no plan (``outcome`` says why).

    Attributes:
        value, bound: of the scenario's goal, in ``unit``.
        mean_minutes, ede_minutes: after, on cells.
    """

    x: float
    outcome: str
    value: float | None = None
    bound: float | None = None
    unit: str = ""
    mean_minutes: float | None = None
    ede_minutes: float | None = None
    cost_nok: float | None = None
    stations: int | None = None
    hard: int | None = None
    folder: str = ""


def write_sweep(
    folder: Path, scenario: Path, lever: str, values: Sequence[float], *, time_limit: float, gap: float
) -> Path:
    """Write the sweep file of a curve, and beside it the values that its points stand for.

    Raises:
        InputError: too many points, or what is asked for cannot be varied in this scenario.
    """
    values = sorted(set(values))
    if not 1 <= len(values) <= MOST_POINTS:
        raise InputError(Trouble(f"velg mellom 1 og {MOST_POINTS} verdier", place=LEVERS[lever].title))
    raw = raw_scenario(scenario)
    document = {
        "name": f"{LEVERS[lever].title}, {scenario.stem}",
        "scenarios": [str(scenario.resolve())],
        "vary": {LEVERS[lever].field: [_setting(lever, raw, value) for value in values]},
        "time_limit": time_limit,
        "gap": gap,
    }
    name = f"{scenario.stem}-{lever}"
    about = {"lever": lever, "values": values, "scenario": scenario.stem}
    files = {f"{name}.yaml": scenario_bytes(document), f"{name}.json": json.dumps(about).encode()}
    write_files(folder, files)
    return folder / f"{name}.yaml"


def _setting(lever: str, raw: dict[str, Any], value: float) -> Any:
    """A value as the scenario's field has it."""
    if lever == "vehicles":
        return with_vehicles(raw, round(value))
    if lever == "saturdays":
        patterns = raw["stations"]["patterns"]
        return patterns if value else without_saturdays(patterns)
    return value if lever == "aversion" else round(value)


def curves(folder: Path) -> list[Path]:
    """Sweep files of curves, by name."""
    return sorted(folder.glob("*.yaml"))


def lever_of(sweep: Path) -> tuple[str, list[float]]:
    """What a curve varies, and the values of its points.

    Raises:
        InputError: the file beside it is gone.
    """
    try:
        about = json.loads(sweep.with_suffix(".json").read_text(encoding="utf-8"))
        return about["lever"], about["values"]
    except (OSError, ValueError, KeyError):
        raise InputError(Trouble("kurven kan ikke leses", str(sweep), remedy="lag den på nytt")) from None


def points(sweep: Path) -> list[Point]:
    """The solved points of a curve; none before its sweep is done."""
    _, values = lever_of(sweep)
    try:
        document = json.loads((sweep.with_suffix("") / ROWS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [_point(float(x), row) for x, row in zip(values, document["rows"], strict=False)]


def _point(x: float, row: dict[str, Any]) -> Point:
    if row["outcome"] != PLANNED:
        return Point(x, row["outcome"])
    return Point(
        x, PLANNED, row["value"], row["lower_bound"], row["unit"], row["mean_minutes"], _ede(row["folder"]),
        row["cost_nok"], row["stations"], row["hard"], row["folder"],
    )  # fmt: skip


def _ede(folder: str) -> float | None:
    """Equally-distributed minutes of a point's plan, None where its file is gone."""
    try:
        plan = read_plan(Path(folder) / "plan.json")
    except InputError:
        return None
    return plan.accessibility.after.ede_minutes if plan.accessibility else None
