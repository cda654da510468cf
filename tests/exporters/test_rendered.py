"""Workbooks and notices opened by an independent program: LibreOffice, which prints them to pages.

Skipped loudly where there is none.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pypdf
import pytest
from tiny import tiny_dataset, tiny_plan, tiny_problem

from planner.audit import complete
from planner.documents.blocks import Document, Heading, Paragraph, Table
from planner.documents.word import word_bytes
from planner.exporters import ExportContext, exporter

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SHEETS = {
    "packing": ("Per sted", "Utstyr", "Forsegling", "Lagringssted"),
    "roster": ("Per person", "Summer"),
    "contingency": ("Hvis et sted stenger", "Hvem vi ringer"),
    "workbook": ("Bydeler", "Segmenter", "Kilder"),
}
A4_POINTS = {595, 842}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pypdf.PdfReader]:
    """Every workbook of a complete tiny plan, and a Word file, as pages; one start of the program for all."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed: nothing is opened by an independent program")
    folder = tmp_path_factory.mktemp("rendered")
    problem = tiny_problem(tiny_dataset(), votes={"expected_total": 600})
    plan = complete(tiny_plan(), problem)
    context = replace(ExportContext.of(problem.dataset), problem=problem)
    for name in SHEETS:
        (folder / f"{name}.xlsx").write_bytes(exporter(name).export(plan, context))
    table = Table("Minutter", ("sted", "min"), (("Blåbærstua", "7,5"),), numeric=(1,))
    paper = Document("Sak", (Heading("Sak", 1), table, Heading("Ny side", 1, new_page=True), Paragraph("Æøå.")))
    (folder / "ark.docx").write_bytes(word_bytes(paper))
    files = [str(file) for file in sorted(folder.iterdir())]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    argv = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(argv, check=True, capture_output=True, timeout=300)
    return {Path(file).stem: pypdf.PdfReader(Path(file).with_suffix(".pdf")) for file in files}


@pytest.mark.parametrize("name", list(SHEETS))
def test_a_workbook_prints_on_a4_with_everything_on_it(name: str, rendered: dict[str, pypdf.PdfReader]) -> None:
    pages = rendered[name].pages
    texts = [page.extract_text() for page in pages]
    together = " ".join(" ".join(texts).split())
    for words in SHEETS[name]:
        assert words in together
    for number, (page, text) in enumerate(zip(pages, texts, strict=True), 1):
        assert {round(float(page.mediabox.width)), round(float(page.mediabox.height))} == A4_POINTS
        assert re.search(rf"Side {number} av {len(pages)}", text)
    # A column that is too narrow for its number is filled with these, and an error begins so.
    assert not re.search(r"###|#N/A|#REF|Err:\d", together)


def test_a_sheet_is_as_wide_as_the_paper_and_no_wider(rendered: dict[str, pypdf.PdfReader]) -> None:
    """Else the last column of each row would stand on a page of its own."""
    texts = [page.extract_text() for page in rendered["contingency"].pages]
    first = next(text for text in texts if "Hvis et sted stenger" in text)
    assert "Sted-id" in first
    assert "Travleste" in first


def test_each_station_seals_on_paper_of_its_own(rendered: dict[str, pypdf.PdfReader]) -> None:
    sealing = [text for page in rendered["packing"].pages if "Plombe" in (text := page.extract_text())]
    stations = [set(re.findall(r"\(([ef]\d{4})\)", text)) for text in sealing]
    assert all(len(found) <= 1 for found in stations)
    assert len(set.union(*stations)) == len(tiny_plan().stations)


def test_a_word_file_opens_with_its_table_and_pages(rendered: dict[str, pypdf.PdfReader]) -> None:
    first, second = (page.extract_text() for page in rendered["ark"].pages)
    assert "Blåbærstua" in first
    assert "Æøå." in second


def test_hostile_text_is_shown_as_it_is(sample: ModuleType, tmp_path: Path) -> None:
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed: nothing is opened by an independent program")
    plan, context = sample.sample_plan(), ExportContext.of(sample.sample_dataset())
    file = tmp_path / "packing.xlsx"
    file.write_bytes(exporter("packing").export(plan, context))
    argv = [OFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*argv, "--outdir", str(tmp_path), str(file)], check=True, capture_output=True, timeout=300)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "packing.pdf").pages)
    assert "=HYPERLINK(1)" in text
