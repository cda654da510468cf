"""Documents as one HTML page that needs no network: no scripts, fonts or pictures from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from html import escape

from planner.documents.blocks import Bullets, Document, Heading, Paragraph, Picture, Table, direction

STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.5 "Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic", "Segoe UI", Ebrima, Kefa, sans-serif;
  color: #1a1a1a; background: #fff; max-width: 52rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.8rem; line-height: 1.25; } h2 { font-size: 1.35rem; } h3 { font-size: 1.1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: start; font-weight: bold; padding: .3rem 0; }
th, td { border: 1px solid #767676; padding: .35rem .5rem; text-align: start; vertical-align: top; }
thead th { background: #e8eef4; }
.number { text-align: end; white-space: nowrap; }
[dir=rtl] td[dir=ltr] { text-align: right; }
figure { margin: 1rem 0; } figure svg { max-width: 100%; height: auto; border: 1px solid #767676; }
figcaption { font-weight: bold; }
.scroll { overflow-x: auto; }
.mark { background: #fff; color: #9b0000; border: 2px solid #9b0000; padding: .4rem .8rem; font-weight: bold;
  text-align: center; position: sticky; top: 0; }
@media print {
  .mark { position: fixed; top: 0; left: 0; right: 0; margin: 0; }
  .mark + main { padding-top: 1.4cm; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
  body { max-width: none; padding: 0; } .scroll { overflow: visible; }
  tr, figure { break-inside: avoid; } caption, h2 { break-after: avoid; }
}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_bytes(document: Document, *, style: str = "") -> bytes:
    """The document as UTF-8 HTML; the same document gives the same bytes.

    Args:
        style: more style rules, as for a sheet that is made to be printed.
    """
    lines = (
        "<!doctype html>",
        f'<html lang="{escape(document.language)}" dir="{direction(document.language)}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>{escape(document.title)}</title>",
        f"<style>{STYLE}{style}</style></head>",
        "<body>",
        *([f'<p class="mark" lang="nb" dir="ltr">{escape(document.mark)}</p>'] if document.mark else []),
        "<main>",
        *(line for block in document.blocks for line in _lines(block)),
        "</main></body></html>",
        "",
    )
    return "\n".join(lines).encode()


def _text(text: str) -> str:
    """Text in which nothing is taken for a mark, line breaks kept."""
    return escape(text).replace("\n", "<br>")


@singledispatch
def _lines(block: object) -> Iterator[str]:
    raise TypeError(f"no HTML for {type(block).__name__}")


@_lines.register
def _(block: Heading) -> Iterator[str]:
    place = ' style="break-before: page"' if block.new_page else ""
    yield f"<h{block.level}{place}>{_text(block.text)}</h{block.level}>"


@_lines.register
def _(block: Paragraph) -> Iterator[str]:
    text = _text(block.text)
    yield f"<p><strong>{text}</strong></p>" if block.strong else f"<p>{text}</p>"


@_lines.register
def _(block: Bullets) -> Iterator[str]:
    tag = "ol" if block.numbered else "ul"
    yield f"<{tag}>{''.join(f'<li>{_text(item)}</li>' for item in block.items)}</{tag}>"


@_lines.register
def _(block: Table) -> Iterator[str]:
    # Reached by keyboard too, where a narrow screen has to scroll it.
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(block.caption)}">'
    yield f"<table><caption>{_text(block.caption)}</caption>"
    heads = "".join(f'<th scope="col"{_kind(block, n)}>{_text(head)}</th>' for n, head in enumerate(block.heads))
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for row in block.rows:
        cells = (f"<td{_kind(block, n)}{_language(block, n)}>{_text(cell)}</td>" for n, cell in enumerate(row))
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _kind(block: Table, column: int) -> str:
    return ' class="number"' if column in block.numeric else ""


def _language(block: Table, column: int) -> str:
    language = block.foreign.get(column)
    return f' lang="{escape(language)}" dir="{direction(language)}"' if language else ""


@_lines.register
def _(block: Picture) -> Iterator[str]:
    yield f"<figure><figcaption>{_text(block.caption)}</figcaption>"
    yield f'<div role="img" aria-label="{escape(block.alt)}">{block.svg}</div></figure>'
