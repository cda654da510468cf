"""Text cells that a spreadsheet cannot run.

A cell that begins with ``= + - @`` (or a tab or line break before one) is a formula
to Excel and its kin. Such text gets an apostrophe in front, which they take as
"this is text" and a reader of the file can strip. Only free text is treated:
numbers, coordinates and times are written by us and keep their form, so the
format stays what its readers expect.
"""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
GUARD = "'"


def one_line(text: str) -> str:
    """Text on one line, without signs that cannot be shown (XML takes none of them)."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def text_cell(text: str) -> str:
    """One line of text, safe to open in a spreadsheet."""
    line = one_line(text)
    return GUARD + line if line.startswith(FORMULA_STARTS) else line
