"""Both notices of a change as files of a folder, or the sentence that there is nothing to tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.documents.blocks import Document, Heading, Paragraph
from planner.documents.markdown import markdown_bytes
from planner.documents.word import word_bytes
from planner.evaluate.alternatives import Alternatives
from planner.law.wording import count, named
from planner.notices.directorate import directorate_notice, what
from planner.notices.pair import Pair, read_pair
from planner.notices.voters import voter_notice
from planner.notices.words import LANGUAGES, NB, number_text
from planner.services import write_folder

TITLE = "valgplan diff-notice"
NOTHING = "Ingenting som velgerne merker, er endret: navn, plass og åpningstider er de samme. Det er ingenting å melde."
FORMATS = ((".docx", word_bytes), (".md", markdown_bytes))


@dataclass(frozen=True, slots=True)
class NoticeResult:
    """What was written, and lines for whoever asked for it."""

    files: tuple[str, ...]
    lines: tuple[str, ...]
    notes: tuple[str, ...]


def write_notices(old_path: Path, new_path: Path, out: Path, *, data: Path | None = None) -> NoticeResult:
    """Compare two versions and write the notices of what differs.

    Args:
        out: the folder; written whole or not at all.
        data: dataset folder, if it is not where the plans say.

    Raises:
        InputError: see :func:`read_pair`; the folder cannot be written to.
    """
    pair = read_pair(old_path, new_path, data=data)
    files = notice_files(pair)
    write_folder(out, files, title=TITLE)
    return NoticeResult(tuple(sorted(files)), tuple(_lines(pair, new_path)), pair.notes)


def notice_files(pair: Pair) -> Mapping[str, bytes]:
    """Contents by file name; the same pair gives the same bytes."""
    return {
        f"{name}{suffix}": render(document) for name, document in _documents(pair).items() for suffix, render in FORMATS
    }


def _documents(pair: Pair) -> dict[str, Document]:
    if not pair.changes:
        title = "Ingen endring å melde"
        text = f"{NOTHING} Sammenlignet: versjon {pair.old.version.number} og {pair.new.version.number}."
        return {"ingen-endring": Document(title, (Heading(title, 1), Paragraph(text)))}
    open_now = Alternatives(pair.new, pair.now)
    sheets = {f"velgere-{words.code}": voter_notice(pair, open_now, words) for words in LANGUAGES}
    return {"valgdirektoratet": directorate_notice(pair), **sheets}


def _lines(pair: Pair, new_path: Path) -> Iterator[str]:
    if not pair.changes:
        yield NOTHING
        return
    yield f"{count(len(pair.changes), 'sted', 'steder')} med endringer som velgerne merker:"
    for change in pair.changes:
        affected = pair.affected(change) if change.loses else None
        told = f"; berører {number_text(affected, NB)} ventede velgere" if affected is not None else ""
        days = f", {count(len(change.days), 'dato', 'datoer')}" if change.days else ""
        yield f"  {named(change.station)}: {', '.join(what(change))}{days}{told}"
    yield f"Når begge meldinger er gitt: valgplan version {new_path} --notify DATO"
