"""Numbers, dates and shares in Norwegian form, whatever language the words are in; the words are in ``words``."""

from __future__ import annotations

import re
from datetime import date


def number(value: float | None, decimals: int = 0) -> str:
    """Norwegian number; a dash where there is none."""
    if value is None or value != value:
        return "–"
    value = round(value, decimals) or 0.0  # no minus before a zero
    return f"{value:,.{decimals}f}".replace(",", "\u202f").replace(".", ",").replace("-", "−")


def percent(share: float | None) -> str:
    """``55 %``."""
    return "–" if share is None else f"{number(100 * share)} %"


def value_text(text: str) -> str:
    """A value as a planner reads it: ``0.25`` with a decimal comma, anything else as it is."""
    return text.replace(".", ",").replace("-", "−") if re.fullmatch(r"-?\d+\.\d+", text) else text


def short_date(day: date | None) -> str:
    """``30.6.2027``."""
    return f"{day.day}.{day.month}.{day.year}" if day else ""


def delta(change: float, decimals: int, unit: str) -> str | None:
    """A change beside its figure, None where there is none; a plain minus sign, by which Streamlit turns its arrow."""
    if not round(change, decimals):
        return None
    text = number(abs(change), decimals)
    return f"{'-' if change < 0 else '+'}{text} {unit}"


def plain(text: str) -> str:
    """Text in which Streamlit finds no markup."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+!|~$:<>" else sign for sign in text)
