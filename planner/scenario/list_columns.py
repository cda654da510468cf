"""Columns of the lists that planners fill in: heading, remark, and how a cell's text becomes a value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.dataset.columns import PARSERS
from planner.domain.clock import minute_of
from planner.scenario.institutions import ALL_DAY


def required(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """A parser that refuses an empty cell."""

    def filled(text: str) -> Any:
        if not text:
            raise ValueError("feltet er tomt; fyll det ut")
        return parse(text)

    return filled


def optional(parse: Callable[[str], Any], empty: Any = None) -> Callable[[str], Any]:
    """A parser to which an empty cell is ``empty``."""
    return lambda text: parse(text) if text else empty


def line(text: str) -> str:
    """Free text on one line, however many lines the cell has."""
    found: str = PARSERS["text"](" ".join(text.split()))
    return found


_DAY = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s*\d{1,2}\.\s*\d{4}"
_CLOSED = re.compile(
    rf"(?P<first>{_DAY})(?:\s*(?:–|-|til(?: og med)?)\s*(?P<last>{_DAY}))?"
    r"(?:\s+(?:kl\.?\s*)?(?P<start>\d{1,2}[:.]\d{2})\s*[–-]\s*(?P<end>\d{1,2}[:.]\d{2}))?",
    re.ASCII,
)


def times(what: str, that: str) -> Callable[[str], list[dict[str, str]]]:
    """A parser of times, separated by semicolon, comma or a new line.

    Args:
        what, that: what one of them is, Norwegian: ``en stengt tid``, ``stengt tid``.
    """
    return lambda text: [_closure(part.strip(), what, that) for part in re.split(r"[;,\n]", text) if part.strip()]


def _closure(text: str, what: str, that: str) -> dict[str, str]:
    match = _CLOSED.fullmatch(text)
    if not match:
        raise ValueError(f"ikke {what}; skriv dato, dato–dato eller dato TT:MM-TT:MM, med semikolon mellom flere")
    first, last = _day(match["first"]), _day(match["last"] or match["first"])
    start, end = (
        clock(match[name]) if match[name] else full for name, full in zip(("start", "end"), ALL_DAY, strict=True)
    )
    if first > last or minute_of(start) >= minute_of(end):
        raise ValueError(f"{that} slutter før den begynner; bytt om")
    return {"first": first.isoformat(), "last": last.isoformat(), "start": start, "end": end}


def _day(text: str) -> date:
    numbers = [int(part) for part in re.split(r"[-.]\s*", text)]
    year, month, day = numbers if "-" in text else reversed(numbers)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("datoen finnes ikke; skriv ÅÅÅÅ-MM-DD, for eksempel 2027-08-24") from None


def clock(text: str) -> str:
    """A clock time as ``TT:MM``; raises ValueError where there is none such."""
    hour, _, minute = text.replace(".", ":").partition(":")
    found = f"{hour:0>2}:{minute}"
    minute_of(found)
    return found


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of the list.

    Attributes:
        name: field of what a row becomes.
        heading: what stands above it (the field's own name is taken too).
        remark: what to write, for whoever fills in the list.
        example: two cells of the explanation sheet.
        width: characters, in the workbook.
        parse: value of a cell's text; raises ValueError with a Norwegian sentence and remedy after «;».
    """

    name: str
    heading: str
    remark: str
    example: tuple[str, str]
    width: int
    parse: Callable[[str], Any]
    required: bool = False
