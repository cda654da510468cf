"""Errors of a validated file in Norwegian, whichever schema found them."""

from __future__ import annotations

from collections.abc import Mapping
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
    "greater_than_equal": "for lite (minst {ge})",
    "greater_than": "for lite (må være over {gt})",
    "less_than_equal": "for stort (høyst {le})",
    "literal_error": "ikke et av de tillatte valgene: {expected}",
    "enum": "ikke et av de tillatte valgene: {expected}",
    "too_short": "for få (minst {min_length})",
    "string_too_short": "for kort (minst {min_length} tegn)",
    "string_pattern_mismatch": "feil form (skal passe {pattern})",
}


def problem_of(error: Mapping[str, Any], file: str, remedy: str) -> Problem:
    """One error of a schema (its type, place, value and context) as a problem.

    Args:
        error: as pydantic lists it.
        file: the file it stands in.
        remedy: what to do where a field is unknown or missing.
    """
    kind, context, value = str(error["type"]), dict(error.get("ctx", {})), error["input"]
    # Only our own sentences are templates: another message may quote braces that the user wrote.
    message = _NORWEGIAN[kind].format(**context) if kind in _NORWEGIAN else str(context.get("error", error["msg"]))
    hidden = kind == "missing" or isinstance(value, (dict, list, tuple))
    place = ".".join(str(part) for part in error["loc"] if not _names_a_type(part))
    return Problem(message, file, place, "" if hidden else str(value), remedy if "felt" in message else "")


def _names_a_type(part: int | str) -> bool:
    """Whether part of a place is no field but one of several types a field may have (``literal['before']``)."""
    return isinstance(part, str) and (part in {"float", "int", "str"} or part.startswith("constrained-") or "[" in part)
