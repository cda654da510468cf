"""Values of options: read, or kept with the reason until all of the command line is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.domain.clock import day_of


@dataclass(frozen=True)
class Wrong:
    """A value of the wrong form, kept until all of the command line is read."""

    value: str
    reason: str


def _value(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """The type of an option whose value ``parse`` reads, or refuses with a ValueError."""

    def read(text: str) -> Any:
        try:
            return parse(text)
        except ValueError as error:
            return Wrong(text, str(error))

    return read


@_value
def positive(text: str) -> float:
    """A positive number."""
    return _number(text, lambda value: value > 0, "et positivt tall")


@_value
def share(text: str) -> float:
    """A number from 0 to under 1."""
    return _number(text, lambda value: 0 <= value < 1, "et tall fra 0 til under 1")


def _number(text: str, holds: Callable[[float], bool], what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not holds(value) or value == float("inf"):
        raise ValueError(f"ikke {what}")
    return value


@_value
def whole_positive(text: str) -> int:
    """A whole number from 1 up."""
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("ikke et heltall fra 1 og oppover")
    return int(text)


@_value
def seed(text: str) -> int:
    """A seed of the solver."""
    # HiGHS takes seeds of 31 bits.
    if not text.isdecimal() or int(text) >= 2**31:
        raise ValueError("ikke et heltall fra 0 til 2147483647")
    return int(text)


@_value
def day(text: str) -> date:
    """A date."""
    return day_of(text)
