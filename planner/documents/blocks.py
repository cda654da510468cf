"""What a document is made of, whatever file it ends in.

Content is written once as a sequence of blocks; a renderer (Markdown, Word) knows
the blocks and nothing of what they say.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


Block: TypeAlias = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Attributes:
        title: of the file's properties; the first heading says it to readers.
        language: BCP 47, for screen readers and spelling.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str = "nb-NO"
