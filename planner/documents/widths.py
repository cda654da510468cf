"""How wide the columns of a table are, from what stands in them."""

from __future__ import annotations

import re

from planner.documents.blocks import Table

BREAKS = re.compile(r"[ \n]+")
LONGEST_WORD, LONGEST_CELL = 14, 90
"""Characters beyond which a column asks for no more room."""
SIGN_CM, CELL_MARGINS_CM = 0.16, 0.4
"""A bold character of a table's text at its widest, and the empty space beside a cell's text."""


def column_widths_cm(block: Table, *, room: float) -> list[float]:
    """Width of each column: room for its longest word, and more where the cells are longer.

    Args:
        room: centimetres between the margins of the page.
    """
    texts = [[row[column] for row in (block.heads, *block.rows)] for column in range(len(block.heads))]
    words = [max((len(word) for text in cells for word in BREAKS.split(text)), default=1) for cells in texts]
    # A heading is well set on two lines, however short the cells below are.
    lengths = [min(max(sum(map(len, cells)) / len(cells), len(cells[0]) / 2), LONGEST_CELL) for cells in texts]
    least = [min(word, LONGEST_WORD) * SIGN_CM + CELL_MARGINS_CM for word in words]
    wishes = [max(length * SIGN_CM, minimum) for length, minimum in zip(lengths, least, strict=True)]
    spare = max(0.0, room - sum(least))
    scale = min(1.0, room / sum(least))
    # What is left over goes to the columns that want more than their least; evenly where none does.
    more = [wish - minimum for minimum, wish in zip(least, wishes, strict=True)]
    shares = more if sum(more) > 0 else [1.0] * len(more)
    return [scale * minimum + spare * share / sum(shares) for minimum, share in zip(least, shares, strict=True)]
