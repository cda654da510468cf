"""PDF files as an independent reader sees them."""

from __future__ import annotations

import io
import time

import pypdf
import pytest

from planner.documents.blocks import Bullets, Document, Heading, Paragraph, Picture, Table
from planner.documents.pdf import NO_SIGN, characters, pdf_bytes

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1" fill="#eee"/></svg>'
PAPER = Document(
    "Sak #emph[x]",
    (
        Heading("Tittel", 1),
        Heading("Del"),
        Paragraph("Ikke *fet*, ikke #kode, ikke $matte$ \x00.", strong=True),
        Bullets(("en", "to"), numbered=True),
        Table("Minutter", ("sted", "min"), tuple((f"Ås {n}", "7,5") for n in range(90)), numeric=(1,)),
        Picture(SVG, "En tom firkant", "Kart"),
    ),
    mark="UTKAST",
)


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def test_it_is_a4_tagged_and_says_its_language_and_title() -> None:
    found = read(pdf_bytes(PAPER))
    root = found.trailer["/Root"]
    assert root["/Lang"] == "nb-NO"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert found.metadata is not None
    assert found.metadata.title == "Sak #emph[x]"
    assert len(found.pages) > 1
    for page in found.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_text_is_text_whatever_it_looks_like_and_the_mark_is_on_every_page() -> None:
    pages = [page.extract_text() for page in read(pdf_bytes(PAPER)).pages]
    assert f"Ikke *fet*, ikke #kode, ikke $matte$ {NO_SIGN}." in pages[0]
    assert all("UTKAST" in page for page in pages)
    assert "UTKAST" not in read(pdf_bytes(Document("x", (Paragraph("y"),)))).pages[0].extract_text()


def test_headings_tables_and_pictures_are_tagged() -> None:
    content = pdf_bytes(PAPER)
    kinds = set()
    alternatives = []
    reader = read(content)
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            kinds.add(node.get("/S"))
            alternatives.append(node.get("/Alt"))
            waiting += [node["/K"]] if "/K" in node else []
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure", "/Caption"} <= kinds
    assert "En tom firkant" in alternatives


def test_the_same_document_gives_the_same_bytes_also_later(monkeypatch: pytest.MonkeyPatch) -> None:
    first = pdf_bytes(PAPER)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert pdf_bytes(PAPER) == first
    assert b"CreationDate" not in first


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "łąka żółta"),
        ("uk", "її ґанок"),
        ("ru", "ёлка"),
        ("ar", "صوّت"),
        ("ur", "ووٹ ڈالیں"),
        ("ti", "ድምጺ"),
        ("nb", "−4 → ≤ 5"),
    ],
)
def test_the_fonts_hold_every_alphabet_that_we_write(language: str, text: str) -> None:
    assert set(text) <= characters()
    assert len(read(pdf_bytes(Document("x", (Paragraph(text),), language))).pages) == 1


def test_every_character_that_is_listed_can_be_set() -> None:
    """The list is right: the standard refuses a character without a shape."""
    listed = sorted(sign for sign in characters() if not sign.isspace())
    parts = [" ".join(listed[n : n + 50]) for n in range(0, len(listed), 50)]
    blocks = [Paragraph(part, strong=strong) for part in parts for strong in (False, True)]
    assert len(listed) > 1000
    assert pdf_bytes(Document("x", tuple(blocks))).startswith(b"%PDF")


def test_an_unknown_block_is_an_error() -> None:
    with pytest.raises(TypeError, match="int"):
        pdf_bytes(Document("x", (1,)))  # type: ignore[arg-type]
