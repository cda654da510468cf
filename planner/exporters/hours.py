"""Opening hours as people read them: whole, exact and short.

The text is exact both ways: it names every open date and no other. A stretch
``16.8.–10.9.: man–fre 10–19, lør 10–16`` means every such weekday from the first
date to the last; a week that differs starts a new stretch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from planner.domain.plan import Opening, Phase
from planner.domain.spans import Spans, open_spans

WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn")


def clock_text(clock: str) -> str:
    """``10:00`` as ``10``, ``09:30`` as ``9.30``."""
    hour, minute = clock.split(":")
    return str(int(hour)) if minute == "00" else f"{int(hour)}.{minute}"


def spans_text(spans: Spans) -> str:
    """``10–13 og 16–19``."""
    return join_words([f"{clock_text(start)}–{clock_text(end)}" for start, end in spans])


def date_text(day: date) -> str:
    """``16.8.``."""
    return f"{day.day}.{day.month}."


def day_text(day: date) -> str:
    """``man 16.8.``."""
    return f"{WEEKDAYS[day.weekday()]} {date_text(day)}"


def date_runs_text(days: Iterable[date]) -> str:
    """``16.8.–20.8. og 23.8.``: dates that follow each other drawn together; no other date lies inside a run."""
    runs: list[list[date]] = []
    for day in sorted(set(days)):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    texts = [date_text(r[0]) if len(r) == 1 else f"{date_text(r[0])}–{date_text(r[-1])}" for r in runs]
    return join_words(texts) if texts else ""


def join_words(words: Sequence[str]) -> str:
    """``a, b og c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} og {words[-1]}"


@dataclass
class _Stretch:
    """Dates whose weekdays tell their hours."""

    first: date
    last: date
    weekdays: dict[int, Spans] = field(default_factory=dict)

    def takes(self, day: date, spans: Spans) -> bool:
        """True where the stretch stays exact when it grows to ``day``."""
        skipped = [self.last + timedelta(n) for n in range(1, (day - self.last).days)]
        if any(other.weekday() in self.weekdays for other in skipped):
            return False
        if day.weekday() in self.weekdays:
            return self.weekdays[day.weekday()] == spans
        return (day - self.first).days < len(WEEKDAYS)

    def text(self) -> str:
        """The stretch in words."""
        pattern = _pattern_text(self.weekdays)
        return f"{date_text(self.first)}–{date_text(self.last)}: {pattern}"


def phase_lines(openings: Iterable[Opening]) -> list[str]:
    """As :func:`hours_lines`, with tidligstemming apart: other rules hold then, and nothing merges across its end."""
    given = list(openings)
    early = [opening for opening in given if opening.phase is Phase.EARLY]
    ordinary = [opening for opening in given if opening.phase is not Phase.EARLY]
    return [*(f"Tidligstemming {line}" for line in hours_lines(early)), *hours_lines(ordinary)]


def hours_lines(openings: Iterable[Opening]) -> list[str]:
    """Opening hours in Norwegian, one stretch a line, in order of date."""
    lines: list[str] = []
    singles: dict[Spans, list[date]] = {}
    for stretch in _stretches(open_spans(openings)):
        if stretch.first == stretch.last:
            singles.setdefault(stretch.weekdays[stretch.first.weekday()], []).append(stretch.first)
            continue
        lines += _single_lines(singles)
        singles = {}
        lines.append(stretch.text())
    return lines + _single_lines(singles)


def _stretches(spans: dict[date, Spans]) -> list[_Stretch]:
    """Cut the open dates into stretches; one too short to save words falls apart into single dates."""
    found: list[_Stretch] = []
    for day, hours in spans.items():
        if not found or not found[-1].takes(day, hours):
            found.append(_Stretch(day, day))
        found[-1].last = day
        found[-1].weekdays[day.weekday()] = hours
    result: list[_Stretch] = []
    for stretch in found:
        days = [d for d in spans if stretch.first <= d <= stretch.last]
        if len(days) > 2:
            result.append(stretch)
        else:
            result += [_Stretch(d, d, {d.weekday(): spans[d]}) for d in days]
    return result


def _single_lines(singles: dict[Spans, list[date]]) -> list[str]:
    """Single dates that share their hours, together."""
    return [f"{join_words([day_text(day) for day in days])} kl. {spans_text(hours)}" for hours, days in singles.items()]


def _pattern_text(weekdays: dict[int, Spans]) -> str:
    """``man–fre 10–19, lør 10–16``."""
    groups: dict[Spans, list[int]] = {}
    for weekday in sorted(weekdays):
        groups.setdefault(weekdays[weekday], []).append(weekday)
    return ", ".join(f"{_weekday_text(days)} {spans_text(hours)}" for hours, days in groups.items())


def _weekday_text(days: Sequence[int]) -> str:
    """``man–fre`` for three or more in a row, else a list."""
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0]]}–{WEEKDAYS[days[-1]]}"
    return join_words([WEEKDAYS[day] for day in days])
