"""Text files: Norwegian letters in the encodings offices write, and binary rubbish told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import Problem
from planner.domain.textfile import decode, read_bytes, read_json

NORWEGIAN = "Blåbærsyltetøy på Grünerløkka – «æøå»"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_norwegian_letters_in_any_encoding(encoding: str) -> None:
    problems: list[Problem] = []
    assert decode(NORWEGIAN.encode(encoding), "f", problems) == NORWEGIAN
    for mark, order in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert decode(mark + NORWEGIAN.encode(order), "f", problems) == NORWEGIAN
        plain = "navn: Blåbærveien\n"
        assert decode(plain.encode(order), "f", problems) == plain
    assert problems == []


@given(st.text(st.characters(codec="cp1252", exclude_categories=("Cc",)), max_size=30))
def test_what_cp1252_can_write_is_read_as_it_was_or_as_utf_8(text: str) -> None:
    assert decode(text.encode("cp1252"), "f", []) in {text, text.encode("cp1252").decode("utf-8", "ignore")}


@pytest.mark.parametrize(
    "raw",
    [
        bytes(range(256)),
        b"a\x00b",
        b"a\x01",
        b"\xff\xfea\x00\x00\x00",
        b"\xff\xfe\x00",
        b"\x81\x8d",
        "æ".encode("utf-32"),
    ],
)
def test_rubbish_is_no_text(raw: bytes) -> None:
    problems: list[Problem] = []
    assert decode(raw, "f", problems) is None
    assert [(p.message, p.file) for p in problems] == [("innholdet er ikke tekst", "f")]
    assert problems[0].remedy


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "fila finnes ikke"),
        (b"", "fila er tom"),
        (b"{", "fila er ikke gyldig JSON"),
        (b"NaN", "fila er ikke gyldig JSON"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "a.json"
    if content is not None:
        path.write_bytes(content)
    problems: list[Problem] = []
    assert read_json(path, problems, name="slik den ble kalt") is None
    assert [(p.message, p.file) for p in problems] == [(message, "slik den ble kalt")]


def test_a_folder_and_a_large_file(tmp_path: Path) -> None:
    problems: list[Problem] = []
    (tmp_path / "stor").write_bytes(b"12345")
    assert read_bytes(tmp_path, problems) is None
    assert read_bytes(tmp_path / "stor", problems, largest=4) is None
    assert [p.message for p in problems] == [
        "er en mappe, ikke en fil",
        "fila er for stor til å være det den skal",
    ]
