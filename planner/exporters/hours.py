"""Opening hours as people read them: whole, exact and short.

The text is exact both ways: it names every open date and no other. A stretch
``16.8.–10.9.: man–fre 10–19, lør 10–16`` means every such weekday from the first
date to the last; a week that differs starts a new stretch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from planner.domain.plan import Opening, Phase
from planner.domain.spans import Spans, open_spans

WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn")


@dataclass(frozen=True, slots=True)
class HoursWords:
    """How opening hours are said: Norwegian and short unless another language or style is given.

    Attributes:
        date, span: a date, and a stretch of time from its two clock times ``HH:MM``.
        join: a list of words as one.
        day: a date with its weekday.
        run: of dates or weekdays, all between included.
        stretch, single: a run of dates with its weekdays, and dates that share their hours.
        early: a line about tidligstemming.
    """

    weekdays: tuple[str, ...] = WEEKDAYS
    date: Callable[[date], str] = lambda day: date_text(day)
    span: Callable[[str, str], str] = lambda start, end: f"{clock_text(start)}–{clock_text(end)}"
    join: Callable[[Sequence[str]], str] = lambda words: join_words(words)
    day: str = "{weekday} {date}"
    run: str = "{first}–{last}"
    stretch: str = "{dates}: {pattern}"
    single: str = "{days} kl. {hours}"
    early: str = "Tidligstemming {line}"
    comma: str = ", "


SHORT = HoursWords()


def clock_text(clock: str) -> str:
    """``10:00`` as ``10``, ``09:30`` as ``9.30``."""
    hour, minute = clock.split(":")
    return str(int(hour)) if minute == "00" else f"{int(hour)}.{minute}"


def spans_text(spans: Spans, words: HoursWords = SHORT) -> str:
    """``10–13 og 16–19``."""
    return words.join([words.span(start, end) for start, end in spans])


def date_text(day: date) -> str:
    """``16.8.``."""
    return f"{day.day}.{day.month}."


def day_text(day: date, words: HoursWords = SHORT) -> str:
    """``man 16.8.``."""
    return words.day.format(weekday=words.weekdays[day.weekday()], date=words.date(day))


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
class Stretch:
    """Dates whose weekdays tell their hours: every such weekday from the first date to the last, and no other."""

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

    def text(self, words: HoursWords) -> str:
        """The stretch in words."""
        dates = words.run.format(first=words.date(self.first), last=words.date(self.last))
        return words.stretch.format(dates=dates, pattern=_pattern_text(self.weekdays, words))


def phase_lines(openings: Iterable[Opening], words: HoursWords = SHORT) -> list[str]:
    """As :func:`hours_lines`, with tidligstemming apart: other rules hold then, and nothing merges across its end."""
    given = list(openings)
    early = [opening for opening in given if opening.phase is Phase.EARLY]
    ordinary = [opening for opening in given if opening.phase is not Phase.EARLY]
    return [*(words.early.format(line=line) for line in hours_lines(early, words)), *hours_lines(ordinary, words)]


def hours_lines(openings: Iterable[Opening], words: HoursWords = SHORT) -> list[str]:
    """Opening hours in words, one stretch a line, in order of date."""
    lines: list[str] = []
    singles: dict[Spans, list[date]] = {}
    for stretch in stretches(open_spans(openings)):
        if stretch.first == stretch.last:
            singles.setdefault(stretch.weekdays[stretch.first.weekday()], []).append(stretch.first)
            continue
        lines += _single_lines(singles, words)
        singles = {}
        lines.append(stretch.text(words))
    return lines + _single_lines(singles, words)


def stretches(spans: dict[date, Spans]) -> list[Stretch]:
    """Cut the open dates into stretches; one too short to save words falls apart into single dates."""
    found: list[Stretch] = []
    for day, hours in spans.items():
        if not found or not found[-1].takes(day, hours):
            found.append(Stretch(day, day))
        found[-1].last = day
        found[-1].weekdays[day.weekday()] = hours
    result: list[Stretch] = []
    for stretch in found:
        days = [d for d in spans if stretch.first <= d <= stretch.last]
        if len(days) > 2:
            result.append(stretch)
        else:
            result += [Stretch(d, d, {d.weekday(): spans[d]}) for d in days]
    return result


def _single_lines(singles: dict[Spans, list[date]], words: HoursWords) -> list[str]:
    """Single dates that share their hours, together."""
    return [
        words.single.format(days=words.join([day_text(day, words) for day in days]), hours=spans_text(hours, words))
        for hours, days in singles.items()
    ]


def _pattern_text(weekdays: dict[int, Spans], words: HoursWords) -> str:
    """``man–fre 10–19, lør 10–16``."""
    groups: dict[Spans, list[int]] = {}
    for weekday in sorted(weekdays):
        groups.setdefault(weekdays[weekday], []).append(weekday)
    return words.comma.join(
        f"{_weekday_text(days, words)} {spans_text(hours, words)}" for hours, days in groups.items()
    )


def _weekday_text(days: Sequence[int], words: HoursWords) -> str:
    """``man–fre`` for three or more in a row, else a list."""
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return words.run.format(first=words.weekdays[days[0]], last=words.weekdays[days[-1]])
    return words.join([words.weekdays[day] for day in days])
