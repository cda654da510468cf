"""Documents as Markdown (CommonMark with GitHub's tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import singledispatch

from planner.documents.blocks import Bullets, Document, Heading, Paragraph, Picture, Table

SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")
LINE_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+=~])")


def markdown_bytes(document: Document) -> bytes:
    """The document as UTF-8 text; the same document gives the same bytes."""
    marked = (Paragraph(document.mark, strong=True), *document.blocks) if document.mark else document.blocks
    parts = ["\n".join(_lines(block)) for block in marked]
    return ("\n\n".join(parts) + "\n").encode()


def escaped(text: str) -> str:
    """Text on one line in which nothing is taken for a mark."""
    line = SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)


@singledispatch
def _lines(block: object) -> Iterator[str]:
    raise TypeError(f"no Markdown for {type(block).__name__}")


@_lines.register
def _(block: Heading) -> Iterator[str]:
    yield f"{'#' * block.level} {escaped(block.text)}"


@_lines.register
def _(block: Paragraph) -> Iterator[str]:
    text = escaped(block.text)
    yield f"**{text}**" if block.strong else text


@_lines.register
def _(block: Bullets) -> Iterator[str]:
    for number, item in enumerate(block.items, start=1):
        yield f"{number}. {escaped(item)}" if block.numbered else f"- {escaped(item)}"


@_lines.register
def _(block: Table) -> Iterator[str]:
    yield f"*{escaped(block.caption)}*"
    yield ""
    yield _row(block.heads)
    yield _row(["---:" if column in block.numeric else "---" for column in range(len(block.heads))], escape=False)
    for row in block.rows:
        yield _row(row)


@_lines.register
def _(block: Picture) -> Iterator[str]:
    yield f"*{escaped(block.caption)}*"
    yield ""
    yield escaped(block.alt)


def _row(cells: Sequence[str], *, escape: bool = True) -> str:
    return f"| {' | '.join(escaped(cell) if escape else cell for cell in cells)} |"
