"""How wide the columns of a table are, from what stands in them."""

from __future__ import annotations

import re

from planner.documents.blocks import Table

BREAKS = re.compile(r"[ \n]+")
LONGEST_WORD, LONGEST_CELL = 14, 90
"""Characters beyond which a column asks for no more room."""
HEAD_LINES, LITTLE = 3, 0.1
SIGN_CM, CELL_MARGINS_CM = 0.16, 0.4
"""A bold character of a table's text at its widest, and the empty space beside a cell's text."""


def column_widths_cm(block: Table, *, room: float) -> list[float]:
    """Width of each column: room for its longest word, and more where the cells are longer.

    Args:
        room: centimetres between the margins of the page.
    """
    texts = [[row[column] for row in (block.heads, *block.rows)] for column in range(len(block.heads))]
    words = [max((len(word) for text in cells for word in BREAKS.split(text)), default=1) for cells in texts]
    lengths = [min(sum(map(len, cells)) / len(cells), LONGEST_CELL) for cells in texts]
    # A heading is well set on a few lines, however short the cells below are.
    words = [max(word, len(head) // HEAD_LINES) for word, head in zip(words, block.heads, strict=True)]
    least = [min(word, LONGEST_WORD) * SIGN_CM + CELL_MARGINS_CM for word in words]
    wishes = [max(length * SIGN_CM, minimum) for length, minimum in zip(lengths, least, strict=True)]
    spare = max(0.0, room - sum(least))
    scale = min(1.0, room / sum(least))
    # What is left over goes to the columns that want more than their least, a little to the others.
    more = [max(wish - low, 0.0) + LITTLE * wish for low, wish in zip(least, wishes, strict=True)]
    return [scale * low + spare * share / sum(more) for low, share in zip(least, more, strict=True)]
