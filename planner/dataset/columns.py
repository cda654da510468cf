"""Kinds of columns: how a cell's text becomes a value, with a Norwegian sentence where it cannot."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from planner.dataset.hours import format_weekdays, parse_opening_hours, parse_weekdays
from planner.domain.clock import day_of, minute_of

_TRUE, _FALSE = ("true", "ja", "1"), ("false", "nei", "0")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ID = re.compile(r"[\w.-]{1,40}")
_LAT, _LON = (57.0, 81.5), (4.0, 32.0)


def _text(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("teksten holder linjeskift eller styretegn; skriv den på én linje")
    return text


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError("ikke en id; bruk bokstaver, tall, punktum, bindestrek og understrek, høyst 40 tegn")
    return text


def _digits(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise ValueError("ikke fire sifre; skriv nullene foran, for eksempel 0101")
    return text


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError("ikke et tall; skriv tallet med punktum som desimaltegn") from None
    if not math.isfinite(value):
        raise ValueError("ikke et endelig tall; skriv et vanlig tall")
    return value


def _amount(text: str) -> float:
    value = _number(text)
    if value < 0:
        raise ValueError("negativt; skriv 0 eller mer")
    return value


def _share(text: str) -> float:
    value = _number(text)
    if not 0 <= value <= 1:
        raise ValueError("ikke en andel mellom 0 og 1; skriv 0.817 for 81,7 %")
    return value


def _within(limits: tuple[float, float], other: tuple[float, float], what: str) -> Callable[[str], float]:
    def parse(text: str) -> float:
        value = _number(text)
        if limits[0] <= value <= limits[1]:
            return value
        if other[0] <= value <= other[1]:
            raise ValueError("bredde- og lengdegrad ser ut til å være byttet om; lat er omkring 60, lon omkring 10")
        raise ValueError(f"ikke en {what} i Norge; skriv desimalgrader i WGS84, {limits[0]:g} til {limits[1]:g}")

    return parse


def _flag(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise ValueError("verken sant eller usant; skriv true eller false")


def _clock(text: str) -> str:
    minute_of(text)
    return text


def _hours(text: str) -> str:
    parse_opening_hours(text)
    return text


def choice(*allowed: str) -> Callable[[str], str]:
    """Parser of a column with few legal values."""

    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"ukjent verdi; skriv {', '.join(a or 'ingenting' for a in allowed)}")
        return text

    return parse


PARSERS: Mapping[str, Callable[[str], Any]] = {
    "text": _text, "id": _id, "digits": _digits, "number": _number, "amount": _amount, "share": _share, "flag": _flag,
    "latitude": _within(_LAT, _LON, "breddegrad"), "longitude": _within(_LON, _LAT, "lengdegrad"), "date": day_of,
    "clock": _clock, "hours": _hours, "weekdays": parse_weekdays,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        kind: key of :data:`PARSERS`, or ``choice``.
        meaning: Norwegian sentence for the documentation.
        unit: unit for the documentation.
        blank: value of an empty cell; ``...`` means an empty cell is an error.
        required: False where the whole column may be left out.
        decimals: fixed decimals of written numbers.
        allowed: legal values of a ``choice``.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    blank: Any = ...
    required: bool = True
    decimals: int = 1
    allowed: tuple[str, ...] = ()

    def parse(self, text: str) -> Any:
        """Value of a cell.

        Raises:
            ValueError: with a Norwegian sentence.
        """
        if not text and self.blank is not ...:
            return self.blank
        if not text:
            raise ValueError("feltet er tomt; fyll det ut")
        return (choice(*self.allowed) if self.kind == "choice" else PARSERS[self.kind])(text)

    def format(self, value: Any) -> str:
        """Text of a value, the inverse of :meth:`parse`."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if self.kind == "weekdays":
            return format_weekdays(value)
        return f"{value:.{self.decimals}f}" if isinstance(value, float) else str(value)
