"""A leaflet: one district in one language, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.documents.blocks import Block, Document, Heading, Paragraph, Picture, Table, direction
from planner.domain.plan import Plan, PlanStatus, Station
from planner.exporters.casepaper.words import calendar_of
from planner.exporters.context import ExportContext
from planner.exporters.printed.language import DRAFT, Language
from planner.exporters.printed.places import Area, table_rows
from planner.exporters.printed.sketch import markers, sketch_map
from planner.exporters.set_aside import reason_rows

ISOLATED = "\u2068{}\u2069"
NAMES_IN = "nb"
"""The language of names and addresses, in whatever language the rest is."""
NOWHERE = "kommunen"
"""The municipality where its name is not known."""
PLAN_MARK = f"{DRAFT} – planen er ikke vedtatt"


def page_mark(plan: Plan, language: Language) -> str:
    """What stands on every page: nobody has checked the translation, or the board has not decided."""
    return language.mark or (PLAN_MARK if plan.version.status is PlanStatus.DRAFT else "")


def leaflet(plan: Plan, context: ExportContext, language: Language, area: Area) -> Document:
    """The leaflet of an area."""
    title = _title(language, area)
    return Document(title, tuple(_blocks(plan, context, language, area)), language.language, page_mark(plan, language))


def _title(language: Language, area: Area) -> str:
    return language.texts.title.format(place=_norwegian(area.name, language))


def _norwegian(text: str, language: Language) -> str:
    """Norwegian words that keep their order within text from right to left."""
    return ISOLATED.format(text) if direction(language.language) == "rtl" else text


def _blocks(plan: Plan, context: ExportContext, language: Language, area: Area) -> Iterator[Block]:
    texts = language.texts
    yield Heading(_title(language, area), level=1)
    if not language.ready:
        yield Paragraph(texts.draft, strong=True)
    if plan.version.status is PlanStatus.DRAFT:
        yield Paragraph(texts.plan_draft, strong=True)
    yield Paragraph(_lead(plan, language))
    yield Heading(texts.id_head)
    yield Paragraph(texts.id_text, strong=True)
    yield Heading(texts.places_head)
    if area.own:
        yield _table(area.own, context, language, area.name)
    else:
        yield Paragraph(texts.none_here)
    if area.near:
        yield _table(area.near, context, language, texts.near_head, first=len(area.own) + 1)
    yield from aside_table(plan, (*area.own, *area.near), context, language)
    yield from _map(context, language, area)
    yield from (
        Paragraph(text) for text in (texts.anywhere, *_other_ways(plan, language), texts.secret, texts.clock) if text
    )
    source = texts.source.format(version=plan.version.number, municipality=context.municipality_name)
    yield Paragraph(f"{texts.more} {source}")


def _lead(plan: Plan, language: Language) -> str:
    calendar = calendar_of(plan)
    if calendar is None:
        return language.texts.lead_undated
    first, last = (language.weekday(entry.value) for entry in (calendar.ordinary_start, calendar.ordinary_end))
    election = f"{language.weekday(calendar.election)} {calendar.election.year}"
    return language.texts.lead.format(first=first, last=last, election=election)


def _other_ways(plan: Plan, language: Language) -> tuple[str, ...]:
    """By appointment before the ordinary period, and at home."""
    calendar = calendar_of(plan)
    if calendar is None:
        return ()
    first, last = (language.day(entry.value) for entry in (calendar.early_start, calendar.early_end))
    home = language.moment(calendar.home_voting_deadline.value)
    said = language.texts.early.format(early_first=first, early_last=last)
    early = f"{said} {appointment_details(plan, language)}".strip()
    return early, language.texts.home.format(home=home)


def appointment_details(plan: Plan, language: Language) -> str:
    """Whom to call, where to come and in which hours, as the scenario says it; "" where it does not."""
    early = plan.scenario.get("early") or {}
    given = early.get("appointments") or {}
    details = [str(given[name]) for name in ("contact", "place", "weekday") if given.get(name)]
    return _norwegian("; ".join(details), language) if details else ""


def _table(
    stations: tuple[Station, ...], context: ExportContext, language: Language, caption: str, *, first: int = 1
) -> Table:
    texts = language.texts
    heads = (texts.number, texts.place, texts.address, texts.hours, texts.access)
    foreign = {} if language.original else {1: NAMES_IN, 2: NAMES_IN}
    return Table(caption, heads, table_rows(stations, context, language, first=first), foreign=foreign)


def aside_table(plan: Plan, stations: Iterable[Station], context: ExportContext, language: Language) -> Iterator[Table]:
    """Requirements set aside at these stations or for the whole plan, in the planner's own words; none: no table."""
    rows = reason_rows(plan, stations, context.municipality_name or NOWHERE)
    if rows:
        texts = language.texts
        foreign = {} if language.original else {0: NAMES_IN, 1: NAMES_IN}
        yield Table(texts.aside_head, (texts.place, texts.aside_reason), rows, foreign=foreign)


def _map(context: ExportContext, language: Language, area: Area) -> Iterator[Block]:
    if context.dataset is None:
        return
    numbered = list(enumerate((*area.own, *area.near), 1))
    drawing = sketch_map(context.dataset, markers(numbered), district_id=area.id)
    if drawing:
        names = language.join([f"{number} {station.name}" for number, station in numbered])
        alt = language.texts.map_alt.format(place=area.name, list=names)
        yield Picture(drawing, alt, language.texts.map_caption, width_cm=12.5)
