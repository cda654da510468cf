"""Tables are real tables, and what stands in them is text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.ui import i18n
from planner.ui.components.table import html_table


def test_markup_is_escaped_and_headings_have_scope() -> None:
    found = html_table(["<A>", "B"], [["<script>", "1"]], caption="x & y", numeric=frozenset({1}), total=["Sum", "1"])
    assert "<script>" not in found
    assert "<caption>x &amp; y</caption>" in found
    assert found.count('scope="col"') == 2
    assert '<tfoot><tr class="sum"><td>Sum</td><td class="n">1</td></tr></tfoot>' in found


@given(st.text(min_size=1))
def test_no_text_makes_a_tag(text: str) -> None:
    found = html_table([text], [[text]], caption=text)
    assert found.count("<") == html_table(["a"], [["a"]], caption="a").count("<")


def test_plain_text_has_no_markup() -> None:
    assert i18n.plain("*a* [b](c) <d> :e: $f$") == r"\*a\* \[b\]\(c\) \<d\> \:e\: \$f\$"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (None, 1, "–"),
        (float("nan"), 1, "–"),
        (-1.25, 1, "−1,2"),
        (1234567.0, 0, "1\u202f234\u202f567"),
        (0.0, 2, "0,00"),
    ],
)
def test_numbers_are_norwegian(value: float | None, decimals: int, text: str) -> None:
    assert i18n.number(value, decimals) == text
