"""Tables are real tables, and what stands in them is text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.findings import Finding, Severity
from planner.ui import i18n
from planner.ui.components.findings import counted, finding_row
from planner.ui.components.table import html_table


def test_markup_is_escaped_and_headings_have_scope() -> None:
    found = html_table(["<A>", "B"], [["<script>", "1"]], caption="x & y", numeric=frozenset({1}), total=["Sum", "1"])
    assert "<script>" not in found
    assert "<caption>x &amp; y</caption>" in found
    assert found.count('scope="col"') == 2
    assert '<tfoot><tr class="sum"><td>Sum</td><td class="n">1</td></tr></tfoot>' in found


def test_a_screen_reader_is_told_which_cells_are_bokmaal_in_every_language() -> None:
    found = html_table(["Severity", "Finding"], [["Warning", "Mål den."]], bokmaal=frozenset({1}))
    assert '<td>Warning</td><td lang="nb">Mål den.</td>' in found
    assert '<th scope="col">Finding</th>' in found


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
        (-0.04, 1, "0,0"),
        (-0.0, 0, "0"),
    ],
)
def test_numbers_are_norwegian(value: float | None, decimals: int, text: str) -> None:
    assert i18n.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [("0.25", "0,25"), ("-1.5", "−1,5"), ("16:00", "16:00"), ("V 3.1.1", "V 3.1.1"), ("3", "3")]
)
def test_values_have_a_decimal_comma(value: str, text: str) -> None:
    assert i18n.value_text(value) == text


def test_findings_are_counted_in_the_right_number() -> None:
    assert counted(Severity.WARNING, 1) == "1 advarsel"
    assert counted(Severity.WARNING, 2) == "2 advarsler"
    assert counted(Severity.CANNOT_JUDGE, 1) == counted(Severity.CANNOT_JUDGE, 7).replace("7", "1")


def test_a_long_list_of_subjects_names_each_once_and_some_only() -> None:
    names = {f"s{n}": f"Sted {n}" for n in range(20)} | {"s0-b": "Sted 0"}
    *_, few = finding_row(Finding("Q2", Severity.WARNING, "x", subjects=("s0", "s0-b", "s1", "ukjent")), names)
    assert few == "Sted 0, Sted 1, ukjent"
    *_, many = finding_row(Finding("Q2", Severity.WARNING, "x", subjects=tuple(names)), names)
    assert many == "Sted 0, Sted 1, Sted 2, Sted 3, Sted 4, Sted 5, Sted 6, Sted 7 og 12 til (alle i plan.json)"
