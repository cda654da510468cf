"""The notice to voters, in one language: a sheet for each station that is not where or when they expect it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from planner.documents.blocks import Block, Bullets, Document, Heading, Paragraph, Table
from planner.domain.dataset import Mark
from planner.domain.plan import Station
from planner.domain.spans import Spans, covers, open_spans
from planner.evaluate.access import mode_mix
from planner.evaluate.alternatives import Alternative, Alternatives
from planner.evaluate.changes import StationChange
from planner.exporters.hours import date_runs_text
from planner.notices.pair import Pair
from planner.notices.words import Words, date_text, day_text, minutes_text, number_text, spans_text

Row = tuple[str, ...]


def voter_notice(pair: Pair, open_now: Alternatives, words: Words) -> Document:
    """All sheets: one per changed station that was announced before, one for the new ones."""
    blocks: list[Block] = []
    for change in pair.changes:
        if change.before is not None:
            blocks += _sheet(pair, change, change.before, open_now, words, first=not blocks)
    added = [change.after for change in pair.changes if change.before is None and change.after is not None]
    if added:
        blocks += _added_sheet(pair, added, words, first=not blocks)
    title = words.title.format(name=pair.now.dataset.municipality_name)
    return Document(title, tuple(blocks), words.language)


def _sheet(
    pair: Pair, change: StationChange, before: Station, open_now: Alternatives, words: Words, *, first: bool
) -> Iterator[Block]:
    yield Heading(words.title.format(name=change.station.name), 1, new_page=not first)
    yield from _origin(pair, words)
    for sentence in _sentences(change, before, words):
        yield Paragraph(sentence, strong=True)
    if change.after is None:
        yield Paragraph(words.was_announced)
        yield Bullets(_hours(before, words))
    elif change.days:
        rows = ((date_text(d.day, words), spans_text(d.before, words), spans_text(d.after, words)) for d in change.days)
        yield Table(words.days_caption, words.days_heads, tuple(rows))
        yield Paragraph(words.unchanged_rest)
    rough = False
    if not before.open_to_all:
        yield Paragraph(words.visited)
    elif change.loses:
        rows_instead, rough = _instead(change, before, open_now, words)
        if rows_instead:
            yield Heading(words.instead)
            yield Table(words.instead_caption, words.instead_heads, rows_instead)
    if change.after is not None:
        yield Heading(words.hours_now)
        yield Bullets(_hours(change.after, words))
    yield from _identity(words)
    if before.open_to_all:
        yield Heading(words.numbers_title)
        yield Bullets(tuple(_numbers(pair, change, before, words, rough=rough)))


def _origin(pair: Pair, words: Words) -> Iterator[Block]:
    election = date_text(pair.now.scenario.election, words)
    sender = words.sender.format(municipality=pair.now.dataset.municipality_name, election=election)
    version = pair.new.version
    decided = (
        words.decided.format(decided=date_text(version.decided_on, words), case=version.case_number)
        if version.decided_on
        else ""
    )
    yield Paragraph(f"{sender} {decided}".strip())


def _sentences(change: StationChange, before: Station, words: Words) -> Iterator[str]:
    """What has happened, in the words of someone at the door."""
    facts = {"name": before.name, "address": _address(before)}
    if change.after is None:
        yield words.removed.format(**facts)
        return
    if change.renamed:
        yield words.renamed.format(before=before.name, after=change.after.name)
    if change.moved:
        form = words.moved if _address(before) != _address(change.after) else words.moved_near
        yield form.format(before=_address(before), after=_address(change.after))
    if change.days:
        lost = any(day.lost for day in change.days)
        facts = {"name": change.after.name, "address": _address(change.after)}
        yield (words.rescheduled if lost else words.longer).format(**facts)


def _address(station: Station) -> str:
    return station.address or station.name


def _instead(
    change: StationChange, before: Station, open_now: Alternatives, words: Words
) -> tuple[tuple[Row, ...], bool]:
    """Rows of the table, times alike drawn together; whether any way is approximate."""
    groups: dict[tuple[tuple[str, str], str, Spans], list[date]] = defaultdict(list)
    places: dict[str, Alternative | None] = {"": None}
    for day in change.days:
        for start, end in day.lost:
            found = open_now.nearest(before, day.day, start, end)
            key = (start, end), found.station.id if found else "", found.spans if found else ()
            places.setdefault(key[1], found)
            groups[key].append(day.day)
    rows = tuple(
        (f"{date_runs_text(days)}, {spans_text((span,), words)}", *_place(places[station], span, spans, words))
        for (span, station, spans), days in groups.items()
    )
    return rows, any(found is not None and found.mark is not Mark.NETWORK for found in places.values())


def _place(found: Alternative | None, span: tuple[str, str], spans: Spans, words: Words) -> Row:
    if found is None:
        return words.instead_none, "", "", ""
    hours = spans_text(spans, words)
    return (
        found.station.name,
        found.station.address,
        hours if covers(spans, *span) else words.part.format(spans=hours),
        minutes_text(found.minutes, found.mark, words, beyond=found.beyond),
    )


def _hours(station: Station, words: Words) -> Row:
    """Opening hours, one line per time of day; together the lines name every open date and no other."""
    by_spans: dict[Spans, list[date]] = defaultdict(list)
    for day, spans in open_spans(station.opening).items():
        by_spans[spans].append(day)
    return tuple(
        f"{day_text(days[0], words) if len(days) == 1 else date_runs_text(days)}: {spans_text(spans, words)}"
        for spans, days in by_spans.items()
    )


def _identity(words: Words) -> Iterator[Block]:
    yield Heading(words.id_title)
    yield Paragraph(words.id_text, strong=True)


def _numbers(pair: Pair, change: StationChange, before: Station, words: Words, *, rough: bool) -> Iterator[str]:
    affected = pair.affected(change)
    if not change.loses:
        yield words.expected_none
        return
    if affected is None:
        yield words.unknown
    else:
        yield words.expected.format(number=number_text(affected, words), name=before.name)
    if any(day.lost for day in change.days):
        yield words.ways.format(mix=mode_mix(pair.now))
    if rough:
        yield words.rough


def _added_sheet(pair: Pair, added: list[Station], words: Words, *, first: bool) -> Iterator[Block]:
    yield Heading(words.added_title, 1, new_page=not first)
    yield from _origin(pair, words)
    yield Paragraph(words.added)
    for station in added:
        yield Heading(f"{station.name}, {_address(station)}", 3)
        if not station.open_to_all:
            yield Paragraph(words.visited)
        yield Bullets(_hours(station, words))
    yield from _identity(words)
