from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.documents.blocks import Bullets, Document, Heading, Paragraph, Picture, Table
from planner.documents.markdown import escaped, markdown_bytes


def text_of(*blocks: object) -> str:
    return markdown_bytes(Document("t", blocks)).decode()  # type: ignore[arg-type]


def test_every_block() -> None:
    table = Table("Minutter", ("sted", "min"), (("A|B", "7,5"),), numeric=(1,))
    found = text_of(Heading("Tittel", 1), Paragraph("Ja.", strong=True), Bullets(("a", "b"), numbered=True), table)
    assert found == (
        "# Tittel\n\n**Ja.**\n\n1. a\n2. b\n\n*Minutter*\n\n| sted | min |\n| --- | ---: |\n| A\\|B | 7,5 |\n"
    )


def test_bullets_without_numbers() -> None:
    assert text_of(Bullets(("a", "b"))) == "- a\n- b\n"


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("a\nb", "a b"),
        ("<script>", "\\<script\\>"),
        ("1. august", "1\\. august"),
        ("- nei", "\\- nei"),
        ("e0101_b *x*", "e0101\\_b \\*x\\*"),
        ("31. mai", "31\\. mai"),
        ("før 31. mai", "før 31. mai"),
    ],
)
def test_text_is_taken_for_text(raw: str, written: str) -> None:
    assert escaped(raw) == written


@given(st.text())
def test_a_cell_never_breaks_its_row(raw: str) -> None:
    (line,) = text_of(Table("x", ("h",), ((raw,),))).splitlines()[4:] or [""]
    assert line.startswith("| ")
    assert line.endswith(" |")


def test_an_unknown_block_is_our_fault() -> None:
    with pytest.raises(TypeError, match="object"):
        text_of(object())


def test_a_picture_is_told_in_words_and_a_mark_stands_first() -> None:
    paper = Document("t", (Picture("<svg/>", "To steder.", "Kart"),), mark="UTKAST")
    assert markdown_bytes(paper).decode() == "**UTKAST**\n\n*Kart*\n\nTo steder.\n"
