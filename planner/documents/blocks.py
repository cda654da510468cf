"""What a document is made of, whatever file it ends in.

Content is written once as a sequence of blocks; a renderer (Markdown, Word, PDF, HTML)
knows the blocks and nothing of what they say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title, ``new_page`` begins a new sheet of paper."""

    text: str
    level: int = 2
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``strong`` for what must not be overlooked."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; ``numbered`` where the order counts."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one heading row.

    Attributes:
        caption: what it shows, with units.
        heads: one per column.
        rows: cells as text, as many as heads.
        numeric: places of the columns set flush right.
        foreign: language of each column that is not in the document's own, by place.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    foreign: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing; who cannot see it, and a format that cannot show it, gets ``alt``.

    Attributes:
        svg: the drawing itself, without scripts or references to other files.
        alt: what it shows, in words.
        width_cm: on paper.
    """

    svg: str
    alt: str
    caption: str
    width_cm: float = 17.0


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Attributes:
        title: of the file's properties; the first heading says it to readers.
        language: BCP 47, for screen readers and spelling.
        mark: stands on every page, as ``UTKAST``; empty for none.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str = "nb-NO"
    mark: str = ""


RIGHT_TO_LEFT = frozenset({"ar", "ur", "fa", "ps", "ckb", "he"})


def direction(language: str) -> str:
    """``rtl`` for a language that is written from right to left, else ``ltr``."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
