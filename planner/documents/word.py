"""Documents as Word files (.docx), A4, readable by screen readers.

Real heading styles, repeated heading rows, a caption before each table and the
document's language, so that a reader by ear or by keyboard finds the way. The
same document gives the same bytes: no clock and no random number enters the file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import singledispatch
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from planner.documents.blocks import Bullets, Document, Heading, Paragraph, Picture, Table
from planner.documents.widths import column_widths_cm

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The earliest moment that a zip file can hold."""
A4_CM = (21.0, 29.7)
MARGIN_CM = 2.0
FONT, FONT_PT, TABLE_PT = "Calibri", 11, 8.5


def word_bytes(document: Document) -> bytes:
    """The document as the bytes of a .docx file."""
    word = docx.Document()
    _set_up(word, document)
    for block in document.blocks:
        _add(block, word)
    written = io.BytesIO()
    word.save(written)
    return _timeless(written.getvalue())


def _set_up(word: Any, document: Document) -> None:
    """Paper, font, language and properties."""
    section = word.sections[0]
    section.page_width, section.page_height = (Cm(side) for side in A4_CM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN_CM)
    if document.mark:
        section.header.paragraphs[0].text = _clean(document.mark)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(FONT_PT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), document.language)
    normal.element.get_or_add_rPr().append(language)
    properties = word.core_properties
    properties.title, properties.language, properties.author = document.title, document.language, "valgplan"
    properties.comments = ""
    properties.created = properties.modified = EPOCH


@singledispatch
def _add(block: object, word: Any) -> None:  # noqa: ARG001 - one signature for all blocks
    raise TypeError(f"no Word form for {type(block).__name__}")


@_add.register
def _(block: Heading, word: Any) -> None:
    heading = word.add_heading(_clean(block.text), level=block.level)
    if block.new_page:
        heading.paragraph_format.page_break_before = True


@_add.register
def _(block: Paragraph, word: Any) -> None:
    word.add_paragraph().add_run(_clean(block.text)).bold = block.strong or None


@_add.register
def _(block: Bullets, word: Any) -> None:
    for number, item in enumerate(block.items, start=1):
        # Word's own numbering goes on from list to list; the number is part of the text instead.
        if block.numbered:
            word.add_paragraph(f"{number}. {_clean(item)}")
        else:
            word.add_paragraph(_clean(item), style="List Bullet")


@_add.register
def _(block: Table, word: Any) -> None:
    caption = word.add_paragraph(_clean(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=len(block.heads), style="Table Grid")
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    table.autofit = False
    widths = column_widths_cm(block, room=A4_CM[0] - 2 * MARGIN_CM)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    _fill(table.rows[0].cells, block.heads, block.numeric, widths, bold=True)
    for texts in block.rows:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _fill(row.cells, texts, block.numeric, widths)
    word.add_paragraph()


@_add.register
def _(block: Picture, word: Any) -> None:
    # Word shows no SVG without a second picture beside it; the words say what the drawing shows.
    word.add_paragraph(_clean(block.caption), style="Caption")
    word.add_paragraph(_clean(block.alt))


def _fill(
    cells: Sequence[Any], texts: Sequence[str], numeric: Sequence[int], widths: Sequence[float], *, bold: bool = False
) -> None:
    for column, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        cell.width = Cm(widths[column])
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(_clean(text))
        run.bold, run.font.size = bold or None, Pt(TABLE_PT)
        if column in numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _clean(text: str) -> str:
    """Text without the control characters that no Word file can hold."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _timeless(content: bytes) -> bytes:
    """The same zip file without the time of day at which it was written."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            new.writestr(zipfile.ZipInfo(name, EPOCH.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()
