"""Documents as PDF files: A4, tagged for screen readers (PDF/UA-1), fonts included.

Typst sets the pages; ``layout.typ`` draws the blocks, which it gets as data. The same
document gives the same bytes with the same version of Typst: no clock enters the file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, singledispatch
from pathlib import Path
from typing import Any

import typst

from planner.documents.blocks import Bullets, Document, Heading, Paragraph, Picture, Table, direction
from planner.documents.widths import column_widths_cm

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
WIDTH_CM, MARGIN_CM, TABLE_PT = 21.0, 2.0, 8.5
NO_SIGN = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that the fonts do not hold."""

SPACES = re.compile(r"[ \t\r\n\f\v]+")
"""White space that a line may break at; a no-break space is none."""


def pdf_bytes(document: Document) -> bytes:
    """The document as the bytes of a PDF file."""
    language, _, region = document.language.partition("-")
    data = {
        "title": _shown(document.title),
        "lang": language,
        "region": region or None,
        "dir": direction(document.language),
        "mark": _shown(document.mark),
        "margin": MARGIN_CM,
        "table": TABLE_PT,
        "blocks": [_data(block) for block in document.blocks],
    }
    layout, inputs = (HERE / "layout.typ").read_bytes(), {"document": json.dumps(data)}
    return typst.compile(layout, font_paths=_fonts(), sys_inputs=inputs, format="pdf", pdf_standards="ua-1")


@cache
def _fonts() -> typst.Fonts:
    """Our own fonts and no others, so that every machine sets the same pages."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@cache
def characters() -> frozenset[str]:
    """Every character that the fonts hold, in regular and bold."""
    lines = (FONTS / "characters.txt").read_text(encoding="ascii").split()
    spans = [tuple(int(end, 16) for end in line.split("-")) for line in lines]
    return frozenset(chr(code) for first, last in spans for code in range(first, last + 1))


def _shown(text: str) -> str:
    """One line of text in which every character can be shown; letters with their marks as one sign."""
    line = unicodedata.normalize("NFC", SPACES.sub(" ", text).strip())
    return "".join(sign if sign in characters() else NO_SIGN for sign in line)


def _lines(text: str) -> str:
    """As :func:`_shown`, line breaks kept."""
    return "\n".join(_shown(line) for line in text.split("\n"))


@singledispatch
def _data(block: object) -> dict[str, Any]:
    raise TypeError(f"no PDF form for {type(block).__name__}")


@_data.register
def _(block: Heading) -> dict[str, Any]:
    return {"kind": "heading", "level": block.level, "text": _shown(block.text), "new": block.new_page}


@_data.register
def _(block: Paragraph) -> dict[str, Any]:
    return {"kind": "paragraph", "strong": block.strong, "text": _shown(block.text)}


@_data.register
def _(block: Bullets) -> dict[str, Any]:
    return {"kind": "bullets", "numbered": block.numbered, "items": [_lines(item) for item in block.items]}


@_data.register
def _(block: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": _shown(block.caption),
        "heads": [_shown(head) for head in block.heads],
        "rows": [[_lines(cell) for cell in row] for row in block.rows],
        "numeric": block.numeric,
        "foreign": {str(column): language for column, language in block.foreign.items()},
        "widths": column_widths_cm(block, room=WIDTH_CM - 2 * MARGIN_CM),
    }


@_data.register
def _(block: Picture) -> dict[str, Any]:
    return {
        "kind": "picture",
        "caption": _shown(block.caption),
        "alt": _shown(block.alt),
        "svg": block.svg,
        "width": block.width_cm,
    }
