"""A page as a browser shows and prints it."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from browser import Watch, chromium

from planner.documents.blocks import Document, Heading, Paragraph, Table
from planner.documents.html import html_bytes

pytestmark = pytest.mark.browser
ROWS = tuple((f"نص {number}", "Hagegata 19") for number in range(120))
LONG = Document(
    "Ark", (Heading("Ark", 1), Paragraph("مرحبا"), Table("T", ("أ", "b"), ROWS, foreign={1: "nb"})), "ar", "UTKAST"
)


def test_the_mark_is_on_every_printed_page_and_nothing_is_fetched(tmp_path: Path) -> None:
    file = tmp_path / "ark.html"
    file.write_bytes(html_bytes(LONG))
    with chromium() as browser:
        page = browser.new_page()
        watch = Watch(page)
        page.goto(file.as_uri())
        printed = page.pdf(format="A4")
        row = page.locator("tbody tr").first.locator("td")
        # From the right: the first column lies to the right of the second.
        assert row.nth(0).bounding_box()["x"] > row.nth(1).bounding_box()["x"]  # type: ignore[index]
    pages = [found.extract_text() for found in pypdf.PdfReader(io.BytesIO(printed)).pages]
    assert len(pages) > 2
    assert all("UTKAST" in text for text in pages)
    assert sum(text.count("Hagegata 19") for text in pages) == len(ROWS)
    assert watch.requests == [file.as_uri()]
    assert not watch.complaints
