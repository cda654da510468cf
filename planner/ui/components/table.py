"""A plain table: real HTML that a screen reader, a printer and a search can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

STYLE = """<style>
.vp-box { overflow-x: auto; }
.vp { border-collapse: collapse; width: 100%; margin: 0 0 1rem; }
.vp caption { text-align: left; font-weight: 600; padding: 0.4rem 0; }
.vp th, .vp td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem; border-bottom: 1px solid #d5d8dc; }
.vp .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.vp tr.sum td { font-weight: 600; border-top: 2px solid #555; }
</style>"""


def html_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str = "",
    numeric: frozenset[int] = frozenset(),
    total: Sequence[str] = (),
    bokmaal: frozenset[int] = frozenset(),
) -> str:
    """Markup of a table; every text is escaped.

    Args:
        columns: headings.
        rows: one text per column.
        caption: heading of the table.
        numeric: columns that stand to the right.
        total: a last row that sums the others.
        bokmaal: columns of sentences from below the pages, whatever language the page is in (WCAG 3.1.2).
    """

    def cell(tag: str, column: int, text: str, extra: str = "") -> str:
        css = ' class="n"' if column in numeric else ""
        spoken = ' lang="nb"' if tag == "td" and column in bokmaal else ""
        return f"<{tag}{extra}{css}{spoken}>{escape(text)}</{tag}>"

    head = "".join(cell("th", n, text, ' scope="col"') for n, text in enumerate(columns))
    body = "".join(f"<tr>{''.join(cell('td', n, text) for n, text in enumerate(row))}</tr>" for row in rows)
    last = "".join(cell("td", n, text) for n, text in enumerate(total))
    foot = f'<tfoot><tr class="sum">{last}</tr></tfoot>' if last else ""
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<table class="vp">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>'


def show_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str = "",
    numeric: frozenset[int] = frozenset(),
    total: Sequence[str] = (),
    bokmaal: frozenset[int] = frozenset(),
) -> None:
    """Draw a table, see :func:`html_table`."""
    table = html_table(columns, rows, caption=caption, numeric=numeric, total=total, bokmaal=bokmaal)
    label = f' role="group" aria-label="{escape(caption)}"' if caption else ""
    # A table wider than the window is moved sideways in its own box, by keyboard too.
    st.html(f'{STYLE}<div class="vp-box" tabindex="0"{label}>{table}</div>')
