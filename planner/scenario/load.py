"""Reading scenarios: overrides from the command line, and all errors at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from planner.domain.errors import InputError, Problem
from planner.domain.textfile import read_text
from planner.domain.validation import problems_of
from planner.scenario.agreement import HERE, disagreements
from planner.scenario.crew_list import read_crew
from planner.scenario.draft import draft_of
from planner.scenario.institution_list import read_institutions
from planner.scenario.keep_list import read_kept
from planner.scenario.schema import Scenario
from planner.scenario.yamltext import REFUSED, parse_yaml

SET = "--set"
LARGEST_SCENARIO = 10_000_000


@dataclass(frozen=True)
class Draft:
    """A scenario as far as it can be read, with everything wrong with it in itself.

    Attributes:
        scenario: valid where ``problems`` is empty; else see :mod:`planner.scenario.draft`.
        file: where it stands, as the user named it.
        overridden: dotted fields that come from ``--set``.
        read: whether there are fields at all.
    """

    scenario: Scenario
    problems: tuple[Problem, ...]
    file: str
    overridden: tuple[str, ...] = ()
    read: bool = True

    def finished(self) -> Scenario:
        """The scenario.

        Raises:
            InputError: everything wrong with it.
        """
        if self.problems:
            raise InputError(self.problems)
        return self.scenario

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems with a scenario's fields, each with the file or the override that it stands in."""
        return [replace(p, file=self._source(p.place)) if p.file == HERE else p for p in problems]

    def _source(self, place: str) -> str:
        overridden = any(place == field or place.startswith(f"{field}.") for field in self.overridden)
        return SET if overridden else self.file


def load_scenario(path: str | Path, overrides: Mapping[str, str | None] | None = None) -> Scenario:
    """Read ``scenarios/*.yaml``, replacing ``FIELD=VALUE`` pairs first.

    Args:
        path: the YAML file.
        overrides: dotted field → YAML text (``{"vehicles.0.min_days": "7"}``).

    Raises:
        InputError: every error of the file and of the overrides at once.
    """
    return read_draft(path, overrides).finished()


def parse_scenario(raw: Any, file: str = HERE) -> Scenario:
    """Validate plain values as a scenario.

    Raises:
        InputError: every error at once, each with its place and value.
    """
    return draft_scenario(raw, file).finished()


def read_draft(path: str | Path, overrides: Mapping[str, str | None] | None = None) -> Draft:
    """Read a scenario file as far as that goes; see :func:`load_scenario`. An override of None has no «=»."""
    problems: list[Problem] = []
    text = read_text(Path(path), problems, name=str(path), missing="sjekk stien", largest=LARGEST_SCENARIO)
    raw = REFUSED if text is None else parse_yaml(text, str(path), problems)
    sources = [_first_new(raw, field) for field in overrides or ()]
    for field, value in (overrides or {}).items():
        _override(raw, field, value, problems)
    if isinstance(raw, Mapping):
        raw = _with_named_lists(raw, Path(path), problems)
    draft = draft_scenario(raw, str(path), tuple(sources))
    return replace(draft, problems=(*problems, *draft.problems), read=isinstance(raw, Mapping))


def draft_scenario(raw: Any, file: str = HERE, overridden: tuple[str, ...] = ()) -> Draft:
    """Plain values as a scenario as far as that goes, with everything wrong with its fields."""
    problems: list[Problem] = []
    scenario = None
    if raw is not REFUSED and not isinstance(raw, Mapping):
        message = "scenariet skal være felter med navn (navn: verdi)"
        problems.append(Problem(message, HERE, remedy="se scenarios/oslo.yaml"))
    elif raw is not REFUSED:
        try:
            scenario = Scenario.model_validate(raw)
        except ValidationError as error:
            told = (item for item in error.errors() if item["input"] is not REFUSED)
            problems += problems_of(told, HERE, "se «valgplan schema scenario» for alle felter")
    scenario = scenario or draft_of(Scenario, raw)
    problems += disagreements(scenario)
    draft = Draft(scenario, (), file, overridden)
    return replace(draft, problems=tuple(draft.located(problems)))


def _override(raw: Any, field: str, text: str | None, problems: list[Problem]) -> None:
    """Set one dotted field in plain values; a number walks into a list."""
    if not field or text is None:
        problems.append(Problem("mangler felt eller «=»", SET, field, text or "", "skriv FELT=VERDI"))
        return
    before = len(problems)
    value = parse_yaml(text, SET, problems, place=field)
    if len(problems) > before or not isinstance(raw, Mapping):
        return
    try:
        _replace(raw, field.split("."), value)
    except (IndexError, TypeError, ValueError):
        remedy = "bruk navn fra «valgplan schema scenario», og et tall for plassen i en liste"
        problems.append(Problem("kan ikke sette feltet", SET, field, text, remedy))


def _first_new(raw: Any, field: str) -> str:
    """The part of a dotted field that an override makes: what is wrong with it does not stand in the file."""
    parts = field.split(".")
    for number, part in enumerate(parts, start=1):
        if isinstance(raw, Mapping) and part not in raw:
            return ".".join(parts[:number])
        raw = raw.get(part) if isinstance(raw, Mapping) else None
    return field


def _replace(raw: Any, field: list[str], value: Any) -> None:
    *parents, last = field
    for part in parents:
        raw = raw[_place(part)] if isinstance(raw, list) else _fields(raw).setdefault(part, {})
    if isinstance(raw, list):
        raw[_place(last)] = value
    else:
        _fields(raw)[last] = value


def _place(part: str) -> int:
    if not part.isdecimal():
        raise ValueError(part)
    return int(part)


def _fields(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise TypeError(raw)
    return raw


def _with_named_lists(raw: Mapping[str, Any], scenario: Path, problems: list[Problem]) -> Mapping[str, Any]:
    """The plain values with the lists that they name; REFUSED in the place of one that is wrong."""
    election = _date_of(raw.get("election"))
    readers: dict[str, Callable[[Path], Iterable[BaseModel]]] = {
        "institutions": lambda file: read_institutions(file, election=election),
        "crew": read_crew,
        "keep": read_kept,
    }
    return {**raw, **{f: _listed(raw[f], scenario, read, problems) for f, read in readers.items() if f in raw}}


def _listed(named: Any, scenario: Path, read: Callable[[Path], Iterable[BaseModel]], problems: list[Problem]) -> Any:
    """The list of a file, looked for beside the scenario, then in the working directory, as a dataset is."""
    if not isinstance(named, str):
        return named
    found = [folder / named for folder in (scenario.parent, Path()) if _is_file(folder / named)]
    try:
        return [item.model_dump() for item in read(found[0] if found else scenario.parent / named)]
    except InputError as error:
        problems += error.problems
        return REFUSED


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file can have
        return False


def _date_of(value: Any) -> date | None:
    """The election where it can be read; where not, the scenario's own errors say so."""
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        return None
