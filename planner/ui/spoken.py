"""What lower floors say in Norwegian, in the language of the page: dates, opening hours, units, names of figures.

Numbers keep their Norwegian form (:mod:`planner.ui.i18n`). What has no word here is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from planner.domain.plan import Opening
from planner.exporters.hours import HoursWords, phase_lines
from planner.objectives.words import figure_text
from planner.ui.i18n import short_date
from planner.ui.words import listed, t, told


def long_date(day: date) -> str:
    """``tirsdag 10. august 2027``, ``Tuesday 10 August 2027``."""
    weekday, month = listed("said.weekdays")[day.weekday()], listed("said.months")[day.month - 1]
    return t("said.date", weekday=weekday, day=day.day, month=month, year=day.year)


def moment(at: datetime) -> str:
    """``28.11.2026 kl. 09.05``, ``28.11.2026 at 09.05``."""
    return t("said.moment", day=short_date(at), clock=f"{at:%H.%M}")


def hours(openings: Iterable[Opening]) -> str:
    """Opening hours, short and exact."""
    words = HoursWords(
        weekdays=tuple(listed("said.short_weekdays")),
        join=_join,
        single=t("said.single"),
        early=t("said.early"),
    )
    return "; ".join(phase_lines(openings, words))


def _join(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)}{t('distance.and')}{last}" if most else last


def unit(text: str) -> str:
    """A unit: ``minutter``, ``minutt``, ``minutes``."""
    return told(f"said.units.{_name(text)}", text)


def role(text: str) -> str:
    """A role on the roster."""
    return told(f"said.roles.{_name(text)}", text)


def figure(text: str) -> str:
    """The name of a key figure."""
    return told(f"said.figures.{_name(text)}", text)


def _name(text: str) -> str:
    """As a key: without signs and capitals."""
    return re.sub(r"\W+", "_", text).strip("_").lower()


def value(number: float | None, of: str) -> str:
    """A goal's figure with its unit: ``10,41 minutter``; "" where there is none."""
    if number is None:
        return ""
    text, spoken = figure_text(number, of), unit(of)
    return text.removesuffix(of) + spoken if text.endswith(of) else text
