from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from planner.documents.blocks import Bullets, Document, Heading, Paragraph, Picture, Table
from planner.documents.word import word_bytes

PAPER = Document(
    "Sak",
    (
        Heading("Tittel", 1),
        Heading("Del"),
        Paragraph("Sterk.", strong=True),
        Bullets(("en", "to"), numbered=True),
        Bullets(("tre",)),
        Table("Minutter", ("sted", "min"), (("Blåbærstua \x00\x1b", "7,5"), ("Ås", "8,0")), numeric=(1,)),
    ),
)


def read(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(content))


def test_what_is_written_can_be_read() -> None:
    found = read(word_bytes(PAPER))
    lines = [(p.style.name, p.text) for p in found.paragraphs if p.text]
    assert lines == [
        ("Heading 1", "Tittel"),
        ("Heading 2", "Del"),
        ("Normal", "Sterk."),
        ("Normal", "1. en"),
        ("Normal", "2. to"),
        ("List Bullet", "tre"),
        ("Caption", "Minutter"),
    ]
    (table,) = found.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["sted", "min"],
        ["Blåbærstua   ", "7,5"],
        ["Ås", "8,0"],
    ]


def test_it_says_its_language_title_and_heading_row() -> None:
    found = read(word_bytes(PAPER))
    assert (found.core_properties.title, found.core_properties.language) == ("Sak", "nb-NO")
    assert found.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "nb-NO"
    heading_row = found.tables[0].rows[0]._tr
    assert heading_row.trPr.find(qn("w:tblHeader")) is not None
    assert round(found.sections[0].page_width.cm, 1) == 21.0


def test_the_same_document_gives_the_same_bytes_without_a_clock() -> None:
    content = word_bytes(PAPER)
    assert content == word_bytes(PAPER)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {item.date_time[0] for item in parts.infolist()} == {1980}
        assert parts.infolist()[0].filename == "[Content_Types].xml"


def test_an_unknown_block_is_our_fault() -> None:
    with pytest.raises(TypeError, match="object"):
        word_bytes(Document("t", (object(),)))  # type: ignore[arg-type]


def test_a_heading_can_begin_a_new_page() -> None:
    paper = Document("t", (Heading("Først", 1), Heading("Ny side", 1, new_page=True)))
    first, second = read(word_bytes(paper)).paragraphs
    assert (first.paragraph_format.page_break_before, second.paragraph_format.page_break_before) == (None, True)


def test_a_picture_is_told_in_words_and_a_mark_stands_on_every_page() -> None:
    found = read(word_bytes(Document("t", (Picture("<svg/>", "To steder.", "Kart"),), mark="UTKAST")))
    assert [p.text for p in found.paragraphs] == ["Kart", "To steder."]
    assert found.sections[0].header.paragraphs[0].text == "UTKAST"
    assert not read(word_bytes(Document("t", (Paragraph("x"),)))).sections[0].header.paragraphs[0].text
