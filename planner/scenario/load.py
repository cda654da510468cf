"""Reading scenarios: safe YAML, overrides from the command line, all errors at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from planner.domain.errors import InputError, Problem
from planner.domain.validation import problem_of
from planner.scenario.institution_list import read_institutions
from planner.scenario.schema import Scenario


def load_scenario(path: str | Path, overrides: Mapping[str, str] | None = None) -> Scenario:
    """Read ``scenarios/*.yaml``, replacing ``FIELD=VALUE`` pairs first.

    Args:
        path: the YAML file.
        overrides: dotted field → YAML text (``{"vehicles.0.min_days": "7"}``).

    Raises:
        InputError: every error of the file at once.
    """
    file = Path(path)
    raw = _read_yaml(file)
    problems: list[Problem] = []
    if not isinstance(raw, Mapping):
        return parse_scenario(raw, str(path))
    for field, text in (overrides or {}).items():
        try:
            _replace(raw, field, _parse_yaml(text))
        except (yaml.YAMLError, IndexError, TypeError, ValueError, RecursionError):
            remedy = "bruk navn fra «valgplan schema scenario», og et tall for plassen i en liste"
            problems.append(Problem("kan ikke sette feltet", "--set", field, text, remedy))
    if problems:
        raise InputError(problems)
    raw, problems = _with_named_list(raw, file)
    try:
        scenario = parse_scenario(raw, str(path))
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    return scenario


def _with_named_list(raw: Mapping[str, Any], scenario: Path) -> tuple[Mapping[str, Any], list[Problem]]:
    """The plain values with the list of institutions that they name, and what is wrong with it.

    It is looked for beside the scenario, then in the working directory, as a dataset is.
    """
    name = raw.get("institutions")
    if not isinstance(name, str):
        return raw, []
    found = [folder / name for folder in (scenario.parent, Path()) if _is_file(folder / name)]
    try:
        listed = read_institutions(found[0] if found else name, election=_date_of(raw.get("election")), name=name)
    except InputError as error:
        return {**raw, "institutions": None}, list(error.problems)
    return {**raw, "institutions": [item.model_dump() for item in listed]}, []


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


def parse_scenario(raw: Any, file: str = "scenario") -> Scenario:
    """Validate plain values as a scenario.

    Raises:
        InputError: every error at once, each with its place and value.
    """
    if not isinstance(raw, Mapping):
        raise InputError(
            Problem("scenariet skal være felter med navn (navn: verdi)", file, remedy="se scenarios/oslo.yaml")
        )
    try:
        return Scenario.model_validate(raw)
    except ValidationError as error:
        remedy = "se «valgplan schema scenario» for alle felter"
        raise InputError([problem_of(dict(item), file, remedy) for item in error.errors()]) from None


def _read_yaml(file: Path) -> Any:
    try:
        text = file.read_bytes().decode("utf-8-sig")
        return _parse_yaml(text)
    except FileNotFoundError:
        raise InputError(Problem("fila finnes ikke", str(file), remedy="sjekk stien")) from None
    except (OSError, UnicodeDecodeError):
        remedy = "lagre fila som UTF-8-tekst"
        raise InputError(Problem("fila kan ikke leses som tekst", str(file), remedy=remedy)) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"linje {mark.line + 1}" if mark else ""
        reason = str(getattr(error, "problem", None) or "ugyldige tegn")
        remedy = "bare vanlig YAML uten merker som !!python er tillatt"
        raise InputError(Problem(f"ikke gyldig YAML: {reason}", str(file), place, remedy=remedy)) from None
    except (ValueError, RecursionError):
        remedy = "sjekk datoer og tall, og at fila ikke er nøstet for dypt"
        raise InputError(Problem("ikke gyldig YAML: en verdi kan ikke leses", str(file), remedy=remedy)) from None


class _Loader(yaml.SafeLoader):
    """Safe YAML without its traps: a key given twice is an error, and 16:00 is a clock time, not 960."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """As the parent, but a key may stand once only."""
        seen = set()
        for key_node, _ in node.value:
            if isinstance(key_node, yaml.ScalarNode):
                if (key_node.tag, key_node.value) in seen:
                    text = f"feltet «{key_node.value}» står to ganger"
                    raise yaml.constructor.ConstructorError(None, None, text, key_node.start_mark)
                seen.add((key_node.tag, key_node.value))
        return super().construct_mapping(node, deep)

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> Any:
        """As the parent, but nothing is a number to the base of sixty."""
        tag = super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]
        numbers = {f"tag:yaml.org,2002:{name}" for name in ("int", "float")}
        return self.DEFAULT_SCALAR_TAG if tag in numbers and ":" in value else tag


def _date_or_text(loader: _Loader, node: yaml.ScalarNode) -> Any:
    """A date; what only looks like one stays text, so that the schema tells of it beside all else."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date_or_text)


def _parse_yaml(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader


def _replace(raw: Any, field: str, value: Any) -> None:
    """Set one dotted field in plain values; a number walks into a list."""
    *parents, last = field.split(".")
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
