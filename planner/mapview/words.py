"""Norwegian words of the map, in one place."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from planner.domain.plan import Phase, StationKind
from planner.law.wording import MONTHS

WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn")


class KindWords(NamedTuple):
    """How a kind of station is named and drawn; shape and letter say it without colour."""

    label: str
    plural: str
    letter: str
    shape: str
    colour: str


KINDS = {
    StationKind.FIXED: KindWords("Fast sted", "Faste steder", "F", "square", "#1d4f91"),
    StationKind.POPUP: KindWords("Midlertidig sted", "Midlertidige steder", "M", "diamond", "#6a1b9a"),
    StationKind.MOBILE_STOP: KindWords("Mobilt stopp", "Mobile stopp", "B", "circle", "#00695c"),
    StationKind.INSTITUTION: KindWords("Institusjon", "Institusjoner", "I", "hexagon", "#455a64"),
    StationKind.PRISON: KindWords("Fengsel", "Fengsler", "K", "triangle", "#455a64"),
}

ACCESSIBLE = {True: "ja", False: "nei", None: "ukjent"}
PHASE = {Phase.EARLY: "tidligstemming", Phase.ORDINARY: "forhåndsstemming"}


def long_date(day: date) -> str:
    """``10. august 2027``."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """``tir 24.8.``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day}.{day.month}."


def number(value: float | None, decimals: int = 0) -> str:
    """Norwegian number: comma, and a thin space between thousands; a dash where there is none."""
    if value is None or value != value:
        return "–"
    text = f"{value:,.{decimals}f}"
    return text.replace(",", "\u202f").replace(".", ",").replace("-", "−")


def percent(share: float | None) -> str:
    """``55 %``."""
    return "–" if share is None else f"{number(100 * share)} %"
