"""The announcement of places and times, in the languages that the law announces in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from planner.documents.blocks import Block, Document, Heading, Paragraph, Table
from planner.domain.plan import Plan, PlanStatus, Station, StationKind
from planner.exporters.casepaper.words import calendar_of
from planner.exporters.context import ExportContext
from planner.exporters.printed.language import Language, NoticeTexts
from planner.exporters.printed.leaflet import PLAN_MARK, appointment_details, aside_table
from planner.exporters.printed.places import announced_stations, open_stations, table_rows

PLACES = "steder"
"""What a source is used for where the places are from it."""


def notice(plan: Plan, context: ExportContext, language: Language, others: Sequence[Language]) -> Document:
    """The announcement in one language.

    Args:
        others: every other language there is; those not reviewed are named as left out.

    Raises:
        ValueError: the language has no announcement.
    """
    texts = language.announcement
    if texts is None:
        raise ValueError(f"no announcement in {language.language}")
    title = texts.title.format(municipality=context.municipality_name or "kommunen")
    mark = PLAN_MARK if plan.version.status is PlanStatus.DRAFT else ""
    parts = (
        (Heading(title, level=1),),
        _opening(plan, language, texts),
        _places(plan, context, language, texts),
        _other_ways(plan, language, texts),
        (Heading(texts.access_head), Paragraph(texts.access)),
        _institutions(plan, context, language, texts),
        aside_table(plan, announced_stations(plan), context, language),
        _languages(language, texts, others),
        _about(plan, texts),
    )
    return Document(title, tuple(block for part in parts for block in part), language.language, mark)


def _opening(plan: Plan, language: Language, texts: NoticeTexts) -> Iterator[Block]:
    if plan.version.status is PlanStatus.DRAFT:
        yield Paragraph(texts.plan_draft, strong=True)
    calendar = calendar_of(plan)
    if calendar is not None:
        days = {"first": calendar.ordinary_start.value, "last": calendar.ordinary_end.value}
        said = {name: language.weekday(day) for name, day in days.items()}
        yield Paragraph(texts.lead.format(**said, election=_dated(language, calendar.election)))
    yield Heading(language.texts.id_head)
    yield Paragraph(texts.id_text, strong=True)


def _dated(language: Language, day: date) -> str:
    return f"{language.weekday(day)} {day.year}"


def _places(plan: Plan, context: ExportContext, language: Language, texts: NoticeTexts) -> Iterator[Block]:
    """Every station that is open to all, a table per district."""
    yield Heading(texts.places_head)
    found = open_stations(plan)
    if not found:
        yield Paragraph(texts.no_places)
    names = {(context.place(s).district_id, context.place(s).district_name) for s in found}
    first = 1
    for district_id, name in sorted(names, key=lambda pair: (not pair[0], pair)):
        here = [station for station in found if context.place(station).district_id == district_id]
        caption = texts.places_caption.format(district=name) if name else texts.elsewhere
        if len(names) == 1 and not name:
            caption = texts.places_head
        yield _table(here, context, language, caption, first=first)
        first += len(here)


def _table(
    stations: Iterable[Station], context: ExportContext, language: Language, caption: str, *, first: int = 1
) -> Table:
    words = language.texts
    heads = (words.number, words.place, words.address, words.hours, words.access)
    return Table(caption, heads, table_rows(stations, context, language, first=first))


def _other_ways(plan: Plan, language: Language, texts: NoticeTexts) -> Iterator[Block]:
    """By appointment before the period, in any municipality, at home."""
    calendar = calendar_of(plan)
    if calendar is not None:
        first, last = (language.day(entry.value) for entry in (calendar.early_start, calendar.early_end))
        yield Heading(texts.early_head)
        yield Paragraph(
            f"{texts.early.format(early_first=first, early_last=last)} {appointment_details(plan, language)}".strip()
        )
    yield Heading(texts.anywhere_head)
    yield Paragraph(texts.anywhere)
    if calendar is not None:
        yield Heading(texts.home_head)
        yield Paragraph(texts.home.format(home=language.moment(calendar.home_voting_deadline.value)))


def _institutions(plan: Plan, context: ExportContext, language: Language, texts: NoticeTexts) -> Iterator[Block]:
    """Times at health and care institutions are announced too (V 2.2.1)."""
    yield Heading(texts.institutions_head)
    found = sorted((s for s in plan.stations if s.kind is StationKind.INSTITUTION), key=lambda s: s.id)
    if not found:
        yield Paragraph(texts.no_institutions)
        return
    yield Paragraph(texts.institutions)
    rows = table_rows(found, context, language)
    words = language.texts
    # Whether one can enter without help says nothing to those who live there.
    yield Table(texts.institutions_head, (words.place, words.address, words.hours), tuple(row[1:4] for row in rows))


def _languages(language: Language, texts: NoticeTexts, others: Sequence[Language]) -> Iterator[Block]:
    """In which languages the announcement comes, and which are left out because nobody has checked them."""
    yield Heading(texts.languages_head)
    ready = [other.name_nb for other in others if other.ready]
    missing = [other.name_nb for other in others if not other.ready]
    if ready:
        yield Paragraph(texts.included.format(languages=language.join(ready)))
    if missing:
        yield Paragraph(texts.left_out.format(languages=language.join(missing)))


def _about(plan: Plan, texts: NoticeTexts) -> Iterator[Block]:
    """Which version of the plan, and how old its sources are."""
    version = plan.version
    status = getattr(texts.statuses, version.status.value)
    dated = version.announced_on or version.registered_on or version.decided_on
    when = f"{status} {dated.day}.{dated.month}.{dated.year}" if dated else status
    yield Heading(texts.source_head)
    yield Paragraph(texts.source.format(version=version.number, status=when))
    sources = [f"{item.source} ({item.vintage})" for item in plan.dataset.provenance if PLACES in item.used_for]
    if sources:
        yield Paragraph(texts.data.format(sources="; ".join(sources)))
