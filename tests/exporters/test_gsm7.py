"""Length of an SMS by its alphabet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exporters.printed.gsm7 import BASIC, EXTENSION, sms_length


def test_the_alphabet_is_whole() -> None:
    """128 places in the default table, one of them the sign that leads to the ten of the extension table."""
    assert len(BASIC) == 127
    assert len(EXTENSION) == 10
    assert not BASIC & EXTENSION


@pytest.mark.parametrize(
    ("text", "alphabet", "units"),
    [
        ("", "GSM-7", 0),
        ("Røyst på førehand, ÆØÅ", "GSM-7", 22),
        ("[a] {b} €", "GSM-7", 14),
        ("10–16", "UCS-2", 5),
        ("ç", "UCS-2", 1),
        ("Ç", "GSM-7", 1),
        ("ł", "UCS-2", 1),
        ("صوّت", "UCS-2", 4),
        ("😀", "UCS-2", 2),
        ("`", "UCS-2", 1),
    ],
)
def test_units_are_counted_in_the_alphabet_in_use(text: str, alphabet: str, units: int) -> None:
    found = sms_length(text)
    assert (found.alphabet, found.units) == (alphabet, units)


def test_the_limits_are_those_of_one_message() -> None:
    assert sms_length("a" * 160).fits
    assert not sms_length("a" * 161).fits
    assert not sms_length("a" * 159 + "€").fits
    assert sms_length("ł" * 70).fits
    assert not sms_length("ł" * 71).fits


@given(st.text())
def test_one_foreign_sign_makes_the_whole_message_ucs2(text: str) -> None:
    found = sms_length(f"{text}ł")
    assert found.alphabet == "UCS-2"
    assert found.units == len(f"{text}ł".encode("utf-16-be", "surrogatepass")) // 2
