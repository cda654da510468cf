"""Errors of a validated file in Norwegian, whichever schema found them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from planner.domain.errors import Problem

_NORWEGIAN = {
    "missing": "feltet mangler",
    "extra_forbidden": "ukjent felt",
    "unexpected_keyword_argument": "ukjent felt",
    "bool_type": "ikke ja eller nei (true, false)",
    "bool_parsing": "ikke ja eller nei (true, false)",
    "float_type": "ikke et tall",
    "float_parsing": "ikke et tall",
    "finite_number": "ikke et endelig tall",
    "int_type": "ikke et heltall",
    "int_parsing": "ikke et heltall",
    "int_from_float": "ikke et heltall",
    "string_type": "ikke tekst",
    "tuple_type": "ikke en liste",
    "dict_type": "ikke en samling av felter",
    "model_type": "ikke en samling av felter",
    "dataclass_type": "ikke en samling av felter",
    "date_from_datetime_parsing": "ikke en dato (ÅÅÅÅ-MM-DD)",
    "date_from_datetime_inexact": "ikke en dato (ÅÅÅÅ-MM-DD)",
    "date_parsing": "ikke en dato (ÅÅÅÅ-MM-DD)",
    "date_type": "ikke en dato (ÅÅÅÅ-MM-DD)",
    "greater_than_equal": "for lite (minst {ge:g})",
    "greater_than": "for lite (må være over {gt:g})",
    "less_than_equal": "for stort (høyst {le:g})",
    "literal_error": "ikke et av de tillatte valgene: {expected}",
    "enum": "ikke et av de tillatte valgene: {expected}",
    "too_short": "for få (minst {min_length})",
    "string_too_short": "for kort (minst {min_length} tegn)",
    "invalid_key": "feltnavnet er ikke tekst",
    "recursion_loop": "viser til seg selv",
    "string_pattern_mismatch": "feil form (skal passe {pattern})",
}


_WRONG_TYPE = ("_type", "_parsing", "literal_error")
_LONGEST_VALUE = 80


def problems_of(errors: Iterable[Mapping[str, Any]], file: str, remedy: str) -> list[Problem]:
    """The errors of a schema as problems, one per mistake.

    Where a field may be one of several types (a number, or ``before``), the schema tells
    what is wrong by each of them: only those that understood the value best are kept.

    Args:
        errors: as pydantic lists them.
        file: the file they stand in.
        remedy: what to do where a field is unknown or missing.
    """
    fields: dict[tuple[Any, ...], dict[Any, list[Mapping[str, Any]]]] = {}
    for error in errors:
        loc = tuple(error["loc"])
        # The last part of an unknown field is the user's own word, whatever it looks like.
        named = loc[:-1] if error["type"] == "extra_forbidden" else loc
        cut = next((i for i, part in enumerate(named) if _names_a_type(part)), len(loc))
        fields.setdefault(loc[:cut], {}).setdefault(loc[cut : cut + 1], []).append(error)
    return [problem for readings in fields.values() for problem in _best(readings.values(), file, remedy)]


def _best(readings: Iterable[list[Mapping[str, Any]]], file: str, remedy: str) -> list[Problem]:
    """The problems of the reading of a field that came farthest; of several as good, one problem that names all."""
    ranked = [(max(_understood(error) for error in errors), errors) for errors in readings]
    top = max(rank for rank, _ in ranked)
    best = [errors for rank, errors in ranked if rank == top]
    problems = [_problem_of(error, file, remedy) for errors in best for error in errors]
    if len(best) == 1:
        return problems
    return [replace(problems[0], message=", og ".join(dict.fromkeys(problem.message for problem in problems)))]


def _understood(error: Mapping[str, Any]) -> tuple[int, bool]:
    """How far a reading came: how deep, and whether the value was of its type at all."""
    return len(error["loc"]), not str(error["type"]).endswith(_WRONG_TYPE)


def _problem_of(error: Mapping[str, Any], file: str, remedy: str) -> Problem:
    """One error (its type, place, value and context) as a problem."""
    kind, context, value = str(error["type"]), dict(error.get("ctx", {})), error["input"]
    # Only our own sentences are templates: another message may quote braces that the user wrote.
    message = _NORWEGIAN[kind].format(**context) if kind in _NORWEGIAN else str(context.get("error", error["msg"]))
    place = ".".join(str(part) for part in error["loc"] if kind == "extra_forbidden" or not _names_a_type(part))
    hidden = kind == "missing" or value is None or isinstance(value, (dict, list, tuple))
    return Problem(message, file, place, "" if hidden else _short(value), remedy if "felt" in message else "")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _names_a_type(part: int | str) -> bool:
    """Whether part of a place is no field but one of several types a field may have (``literal['before']``)."""
    return isinstance(part, str) and (part in {"float", "int", "str"} or part.startswith("constrained-") or "[" in part)
