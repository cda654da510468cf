"""Languages of printed matter: one YAML file each under ``languages/``, checked when it is read.

``reviewed`` is ``false`` until a translator has read the texts, then ``{by: name, date: YYYY-MM-DD}``.
What nobody has reviewed is only ever printed with UTKAST on every page; the two written
forms of Norwegian are written, not translated (``original``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from babel.dates import format_skeleton, get_day_names
from pydantic import BaseModel, ConfigDict, Field

from planner.exporters.hours import HoursWords, clock_text

FOLDER = Path(__file__).parent / "languages"
ORDER = ("nb", "nn", "en", "pl", "so", "ar", "ur", "ti", "uk")
DRAFT = "UTKAST"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Review(_Strict):
    """Who checked a translation, and when."""

    by: str = Field(min_length=1)
    date: date


class Words(_Strict):
    """How lists, times and runs are put together; see :class:`planner.exporters.hours.HoursWords`."""

    comma: str
    and_: str = Field(alias="and")
    span: str
    early: str
    single: str
    day: str = "{weekday} {date}"
    run: str = "{first}–{last}"
    stretch: str = "{dates}: {pattern}"
    moment: str = "{day}, {clock}"
    clock: Literal["full", "short"] = "full"


class Texts(_Strict):
    """What a leaflet says; names in braces are filled in."""

    title: str
    lead: str
    lead_undated: str
    id_head: str
    id_text: str
    places_head: str
    none_here: str
    near_head: str
    map_caption: str
    map_alt: str
    anywhere: str
    early: str
    home: str
    secret: str
    more: str
    mobile: str
    number: str
    place: str
    address: str
    hours: str
    access: str
    yes: str
    no: str
    unknown: str
    aside_head: str
    aside_reason: str
    draft: str
    plan_draft: str
    source: str
    clock: str = ""


class Statuses(_Strict):
    """What a plan's status is called."""

    draft: str
    decided: str
    registered: str
    announced: str


class NoticeTexts(_Strict):
    """What the announcement says; only in the languages that the law announces in."""

    title: str
    lead: str
    id_text: str
    places_head: str
    no_places: str
    places_caption: str
    elsewhere: str
    early_head: str
    early: str
    anywhere_head: str
    anywhere: str
    home_head: str
    home: str
    access_head: str
    access: str
    institutions_head: str
    institutions: str
    no_institutions: str
    languages_head: str
    included: str
    left_out: str
    source_head: str
    statuses: Statuses
    source: str
    data: str
    plan_draft: str


class Language(_Strict):
    """One language.

    Attributes:
        language: BCP 47.
        locale: of CLDR, for names of days and months; the language itself where it is the same.
        name, name_nb: of the language, in itself and in Norwegian.
        sms: messages to voters, the one to prefer first.
    """

    language: str
    locale: str = ""
    name: str
    name_nb: str
    original: bool = False
    reviewed: Literal[False] | Review
    words: Words
    texts: Texts
    sms: tuple[str, ...] = Field(min_length=1)
    announcement: NoticeTexts | None = None

    @property
    def ready(self) -> bool:
        """Whether it may be announced in: written by us, or reviewed by a translator."""
        return self.original or self.reviewed is not False

    @property
    def mark(self) -> str:
        """What stands on every page of a text that nobody has reviewed."""
        return "" if self.ready else f"{DRAFT} – oversettelsen er ikke kontrollert av oversetter"

    def day(self, day: date) -> str:
        """A date without its year: ``10. august``."""
        return str(format_skeleton("MMMMd", day, locale=self._cldr))

    def short_day(self, day: date) -> str:
        """A date with a short month: ``10. aug.``."""
        return str(format_skeleton("MMMd", day, locale=self._cldr))

    def weekday(self, day: date) -> str:
        """A date with its weekday: ``tirsdag 10. august``."""
        return self.words.day.format(weekday=self.weekdays()[day.weekday()], date=self.day(day))

    def moment(self, moment: datetime) -> str:
        """A date with weekday and clock time."""
        return self.words.moment.format(day=self.weekday(moment.date()), clock=self._clock(f"{moment:%H:%M}"))

    def weekdays(self) -> tuple[str, ...]:
        """Names of the weekdays from Monday on."""
        names = get_day_names("wide", context="stand-alone", locale=self._cldr)
        return tuple(str(names[number]) for number in range(7))

    def join(self, words: Sequence[str]) -> str:
        """``a, b og c``."""
        head = self.words.comma.join(words[:-1])
        return self.words.and_.join([head, words[-1]]) if head else "".join(words)

    def hours_words(self) -> HoursWords:
        """Opening hours in this language, with whole words."""
        words = self.words
        return HoursWords(
            weekdays=self.weekdays(),
            date=self.day,
            span=lambda start, end: words.span.format(start=self._clock(start), end=self._clock(end)),
            join=self.join,
            day=words.day,
            run=words.run,
            stretch=words.stretch,
            single=words.single,
            early=words.early,
            comma=words.comma,
        )

    def _clock(self, clock: str) -> str:
        return clock_text(clock) if self.words.clock == "short" else clock

    @property
    def _cldr(self) -> str:
        return self.locale or self.language


@cache
def languages() -> tuple[Language, ...]:
    """All languages, Norwegian first."""
    return tuple(read_language(FOLDER / f"{code}.yaml") for code in ORDER)


def read_language(path: Path) -> Language:
    """One language file, checked."""
    return Language.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
