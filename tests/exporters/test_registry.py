"""Every exporter is found, whole, deterministic, and has a test file and a golden file of its own."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import openpyxl
import pypdf
import pytest
from whole import whole_context, whole_plan

from planner.domain.errors import InputError
from planner.domain.plan import Plan
from planner.exporters import ExportContext, exporter, exporters
from planner.exporters.registry import _exporter

HERE = Path(__file__).parent
REFUSING = {"eva-keying"}
"""Formats of somebody else who takes less than a plan may hold; the sample is hostile."""


CALCULATED = {"contingency", "driving"}
"""Formats that compute ways, loads or days: they show little of a plan without what it was made for."""


def plan_for(name: str, sample: ModuleType) -> Plan:
    if name in CALCULATED:
        return whole_plan()
    plan: Plan = sample.tame_plan() if name in REFUSING else sample.sample_plan()
    return plan


def context_for(name: str, sample: ModuleType) -> ExportContext:
    return whole_context() if name in CALCULATED else ExportContext.of(sample.sample_dataset())


@pytest.mark.parametrize("name", list(exporters()))
def test_every_format_is_found_by_its_name_alone(name: str) -> None:
    assert exporter(name) == exporters()[name], "its file must have its name"


@pytest.mark.parametrize("name", ["open_2017_csv", "registry", "GEOJSON", ""])
def test_what_is_no_name_of_a_format_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="ukjent eksportformat"):
        exporter(name)


@pytest.mark.parametrize("name", list(exporters()))
def test_every_registered_exporter_has_a_test_and_a_golden_file(name: str) -> None:
    assert (HERE / f"test_{name.replace('-', '_')}.py").is_file(), f"{name} has no test"
    golden = golden_file(HERE / "golden" / f"{name}{exporters()[name].suffix}")
    assert golden.is_dir() if exporters()[name].is_folder else golden.is_file(), f"{name} has no golden file"


@pytest.mark.parametrize("name", list(exporters()))
def test_output_is_the_golden_file_byte_for_byte(name: str, sample: ModuleType) -> None:
    """A wanted change: look at the difference; VALGPLAN_WRITE_GOLDEN=1 writes the new bytes to the golden file."""
    found = exporter(name).export(plan_for(name, sample), context_for(name, sample))
    place = HERE / "golden" / f"{name}{exporter(name).suffix}"
    files = {place: found} if isinstance(found, bytes) else {place / part: content for part, content in found.items()}
    files = {golden_file(file): content for file, content in files.items()}
    if os.environ.get("VALGPLAN_WRITE_GOLDEN"):
        place.mkdir(exist_ok=True) if exporter(name).is_folder else None
        for file, content in files.items():
            file.write_bytes(pdf_golden(content).encode() if content.startswith(b"%PDF") else content)
    if exporter(name).is_folder:
        assert set(files) == set(place.iterdir())
    for file, content in files.items():
        _assert_same(file, content)


def _assert_same(file: Path, found: bytes) -> None:
    golden = file.read_bytes()
    if found.startswith(b"%PDF"):
        # How pages are set is the library's matter; the words and what they are tagged as are ours.
        assert pdf_golden(found) == golden.replace(b"\r\n", b"\n").decode()
    elif file.suffix == ".xlsx":
        # How it is compressed is the library's matter; what stands in the cells is ours.
        assert cells(found) == cells(golden)
    elif golden.startswith(b"PK"):
        assert _parts(found) == _parts(golden)
    else:
        assert found.replace(b"\r\n", b"\n") == golden.replace(b"\r\n", b"\n")


def golden_file(file: Path) -> Path:
    """Where the golden form of a file stands: of a PDF its words and tags, not its bytes."""
    return file.with_name(f"{file.name}.txt") if file.suffix == ".pdf" else file


def pdf_golden(content: bytes) -> str:
    """Language, title, tags and words of a PDF."""
    found = pypdf.PdfReader(io.BytesIO(content))
    root = found.trailer["/Root"]
    tags = Counter(str(node["/S"]) for node in pdf_tags(root["/StructTreeRoot"]) if "/S" in node)
    words = [" ".join(page.extract_text().split()) for page in found.pages]
    return "\n".join([str(root["/Lang"]), str(found.metadata.title), str(sorted(tags.items())), *words, ""])


def pdf_tags(root: pypdf.generic.PdfObject) -> Iterator[dict[str, object]]:
    """Every node of the tree of tags."""
    waiting = [root]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            waiting += [node["/K"]] if "/K" in node else []


def _parts(content: bytes) -> dict[str, bytes]:
    """What a Word file or a workbook holds; how it is packed is the business of the zip library."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def cells(workbook: bytes) -> dict[str, list[tuple[str, object, str, str]]]:
    """Every filled cell of every sheet: place, value, kind and number format."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {
        page.title: [
            (cell.coordinate, cell.value, cell.data_type, cell.number_format)
            for row in page.iter_rows()
            for cell in row
            if cell.value is not None
        ]
        for page in book
    }


def test_the_same_plan_gives_the_same_bytes(sample: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also later: archives and documents like to hold the time they were made."""
    first = {n: item.export(plan_for(n, sample), context_for(n, sample)) for n, item in exporters().items()}
    later = time.localtime(time.mktime((2031, 5, 6, 7, 8, 9, 0, 0, -1)))
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    monkeypatch.setattr(time, "time", lambda: time.mktime(later))
    again = {n: item.export(plan_for(n, sample), context_for(n, sample)) for n, item in exporters().items()}
    assert again == first


@pytest.mark.parametrize("name", list(exporters()))
def test_works_without_a_dataset_and_without_stations(name: str, sample: ModuleType) -> None:
    plan = sample.sample_plan()
    if name in REFUSING:
        with pytest.raises(InputError):
            exporter(name).export(plan, ExportContext())
    else:
        assert exporter(name).export(plan, ExportContext())
    empty = type(plan)(scenario={}, dataset=plan.dataset, stations=())
    assert exporter(name).export(empty, ExportContext())


def test_order_of_stations_does_not_matter(sample: ModuleType) -> None:
    for name, item in exporters().items():
        context = context_for(name, sample)
        plan = plan_for(name, sample)
        turned = replace(plan, stations=plan.stations[::-1], stock=plan.stock[::-1], shipping=plan.shipping[::-1])
        turned = replace(turned, capacity=replace(plan.capacity, stations=plan.capacity.stations[::-1]))
        assert item.export(plan, context) == item.export(turned, context)


def test_names_suffixes_and_sentences_are_presentable() -> None:
    for name, item in exporters().items():
        assert name == item.name == name.lower()
        assert item.suffix.startswith((".", "/"))
        assert item.sentence.endswith(".")
        assert "\t" not in item.sentence


def test_unknown_format_lists_the_known() -> None:
    with pytest.raises(InputError, match=r"geojson, .*open-2017-csv"):
        exporter("pdf")


def test_a_half_made_exporter_is_an_error() -> None:
    half = ModuleType("half")
    half.NAME = "half"  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="SUFFIX"):
        _exporter(half)
