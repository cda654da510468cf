"""HTML pages: whole, safe and the right way round."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from planner.documents.blocks import Bullets, Document, Heading, Paragraph, Picture, Table
from planner.documents.html import html_bytes

PAPER = Document(
    "Sak <b>",
    (
        Heading("Tittel", 1),
        Paragraph("<script>alert(1)</script>", strong=True),
        Bullets(("en\nto", "tre"), numbered=True),
        Table("Minutter", ("sted", "min"), (('Ås & "by"', "7,5"),), numeric=(1,), foreign={0: "nb"}),
        Picture("<svg></svg>", 'Et "kart"', "Kart"),
    ),
    "ar",
    mark="UTKAST",
)


class Page(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts += [data.strip()] if data.strip() else []


def test_language_and_direction_are_said() -> None:
    page = Page(html_bytes(PAPER))
    assert ("html", {"lang": "ar", "dir": "rtl"}) in page.tags
    assert ("td", {"lang": "nb", "dir": "ltr"}) in page.tags
    assert ("html", {"lang": "nb-NO", "dir": "ltr"}) in Page(html_bytes(Document("x", ()))).tags


def test_text_is_text_and_nothing_comes_from_elsewhere() -> None:
    page = Page(html_bytes(PAPER))
    assert {"<script>alert(1)</script>", 'Ås & "by"', "en", "to", "UTKAST", "Sak <b>"} <= set(page.texts)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.tags}
    assert b"http://" not in html_bytes(PAPER)
    assert ("div", {"role": "img", "aria-label": 'Et "kart"'}) in page.tags


def test_headings_of_a_table_are_headings() -> None:
    page = Page(html_bytes(PAPER))
    assert [attributes for tag, attributes in page.tags if tag == "th"] == [
        {"scope": "col"},
        {"scope": "col", "class": "number"},
    ]


def test_an_unknown_block_is_an_error() -> None:
    with pytest.raises(TypeError, match="int"):
        html_bytes(Document("x", (1,)))  # type: ignore[arg-type]
