"""A scenario made by filling in a form: the goal in plain words, the resources as numbers.

What a form writes is the YAML that the command line reads: the file it started from,
with the answered fields replaced and everything else left as it was.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from planner.domain.dataset import Dataset
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.domain.textfile import read_text
from planner.problem import Problem
from planner.scenario import draft_scenario, read_draft
from planner.scenario.yamltext import parse_yaml
from planner.services.files import write_files
from planner.services.joining import find_dataset, joined

FOLDER_SCENARIO = re.compile(r"[a-zæøå0-9][a-zæøå0-9-]{0,60}")


@dataclass(frozen=True, slots=True)
class Wish:
    """A goal as a planner says it; the sentence is a word of the page.

    Attributes:
        objective: name of the goal.
        minutes, share: whether the reader chooses them.
        target: whether the share is a demand and not the goal.
    """

    objective: str
    minutes: bool = False
    share: bool = False
    target: bool = False

    def fields(self, minutes: int, share: float, districts: str) -> dict[str, Any]:
        """The scenario's fields that say it."""
        if self.target:
            return {
                "objective": self.objective,
                "targets": [{"districts": districts, "share": share, "minutes": minutes}],
                "goals": [],
            }
        goal: Any = self.objective
        if self.minutes:
            goal = {"name": self.objective, "minutes": minutes}
        if self.share:
            goal = {**goal, "share": share, "districts": districts}
        return {"objective": goal, "targets": [], "goals": []}


WISHES = {
    "mean": Wish("mean_minutes"),
    "fair": Wish("ede_minutes"),
    "within": Wish("share_within", minutes=True),
    "districts": Wish("districts_within", minutes=True, share=True),
    "cheapest": Wish("cost", minutes=True, share=True, target=True),
}


def wish_of(raw: Mapping[str, Any]) -> tuple[str, int, float]:
    """Which wish a scenario says, with its minutes and share; defaults where it has none."""
    goals = raw.get("goals") or [raw.get("objective", "mean_minutes")]
    goal = goals[0] if isinstance(goals[0], Mapping) else {"name": goals[0]}
    targets = raw.get("targets") or [{}]
    minutes = goal.get("minutes") or targets[0].get("minutes") or 15
    share = goal.get("share") or targets[0].get("share") or 0.9
    name = next((key for key, wish in WISHES.items() if wish.objective == goal.get("name")), "mean")
    return name, int(minutes), float(share)


def raw_scenario(path: Path) -> dict[str, Any]:
    """A scenario file as plain values, nothing filled in.

    Raises:
        InputError: it cannot be read.
    """
    problems: list[Trouble] = []
    text = read_text(path, problems, name=str(path), missing="sjekk stien")
    raw = None if text is None else parse_yaml(text, str(path), problems)
    if not problems and not isinstance(raw, dict):
        problems.append(Trouble("scenariet skal være felter med navn (navn: verdi)", str(path)))
    if problems or not isinstance(raw, dict):
        raise InputError(problems)
    return raw


def changed_scenario(raw: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values with dotted fields replaced; a list is replaced as a whole."""
    plain: dict[str, Any] = copy.deepcopy(dict(raw))
    for field, value in changes.items():
        *parents, last = field.split(".")
        part = plain
        for name in parents:
            part = part.setdefault(name, {})
        part[last] = value
    return plain


def with_vehicles(raw: Mapping[str, Any], number: int) -> list[dict[str, Any]]:
    """The scenario's vehicles, the last one copied or taken away until there are so many.

    Raises:
        InputError: there is none to copy.
    """
    vehicles = [dict(vehicle) for vehicle in raw.get("vehicles") or ()]
    if number and not vehicles:
        raise InputError(Trouble("scenariet har ingen kjøretøy å ta etter", place="vehicles"))
    taken = {vehicle["id"] for vehicle in vehicles}
    while len(vehicles) < number:
        n = next(n for n in range(1, number + len(taken) + 1) if f"buss-{n}" not in taken)
        taken.add(f"buss-{n}")
        vehicles.append({**vehicles[-1], "id": f"buss-{n}", "name": f"Valgbuss {n}"})
    return vehicles[:number]


def without_saturdays(patterns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Opening patterns with their Saturdays closed; those that had nothing else are gone."""
    found = [{key: value for key, value in pattern.items() if key != "saturday"} for pattern in patterns]
    return [pattern for pattern in found if pattern.get("weekday")]


def scenario_bytes(plain: Mapping[str, Any]) -> bytes:
    """Plain values as YAML."""
    text: str = yaml.safe_dump(dict(plain), allow_unicode=True, sort_keys=False, width=110)
    return text.encode()


def save_scenario(folder: Path, stem: str, plain: Mapping[str, Any], *, replacing: bool = False) -> Path:
    """Write a scenario after everything in it is checked, also against its dataset.

    Args:
        stem: file name without ending: small letters, digits and hyphens.
        replacing: whether a file of that name may be written over.

    Raises:
        InputError: all that is wrong with it, or with its name.
    """
    path = folder / f"{stem}.yaml"
    if not FOLDER_SCENARIO.fullmatch(stem):
        raise InputError(
            Trouble("filnavnet kan bare ha små bokstaver, sifre og bindestrek", place="filnavn", value=stem)
        )
    if path.exists() and not replacing:
        raise InputError(Trouble("det finnes alt et scenario med dette filnavnet", path.name, remedy="velg et annet"))
    draft = draft_scenario(plain, path.name)
    joined(draft, lambda: find_dataset(draft.scenario.dataset, beside=folder))
    write_files(folder, {path.name: scenario_bytes(plain)})
    return path


def problem_of_file(path: Path, load: Callable[[Path], Dataset] | None = None) -> Problem:
    """A scenario file joined with its dataset; ``load`` reads a dataset folder, where not as always.

    Raises:
        InputError: everything wrong with either.
    """
    draft = read_draft(path)
    return joined(draft, lambda: find_dataset(draft.scenario.dataset, beside=path.parent), load=load)
