"""Errors: every problem of an input, each readable alone; exit codes by kind."""

from __future__ import annotations

import pytest

from planner.domain.errors import InfeasibleError, InputError, NoPlanError, Problem, ValgplanError, all_of
from planner.domain.validation import problems_of


def test_a_problem_says_where_what_and_what_to_do() -> None:
    full = Problem("ukjent felt", "a.yaml", "navn", "x", "rett det")
    assert str(full) == "a.yaml, navn: ukjent felt (fant «x») – rett det"
    assert str(Problem("ukjent felt")) == "ukjent felt"


def test_an_error_holds_all_problems_and_is_a_value_error() -> None:
    error = InputError([Problem("en"), Problem("to")])
    assert isinstance(error, ValueError)
    assert str(error) == "en\nto"
    assert InputError("en").problems == InputError(Problem("en")).problems == (Problem("en"),)


@pytest.mark.parametrize(("kind", "code"), [(ValgplanError, 1), (InputError, 1), (NoPlanError, 4)])
def test_exit_codes(kind: type[ValgplanError], code: int) -> None:
    assert kind("x").exit_code == code


def test_an_impossible_scenario_names_conflict_and_ways_out() -> None:
    error = InfeasibleError(["A", "B"], ["øk A"])
    assert error.exit_code == 2
    assert str(error).splitlines()[1:] == [
        "  – A",
        "  – B",
        "Minste endring som løser konflikten (én av disse er nok):",
        "  – øk A",
    ]
    assert "Minste endring" not in str(InfeasibleError(["A"], []))


def test_words_of_the_user_are_no_template() -> None:
    error = {
        "type": "value_error",
        "loc": ("a", 0),
        "msg": "x",
        "input": "{b}",
        "ctx": {"error": ValueError("«{b}» {}")},
    }
    assert problems_of([error], "f", "r") == [Problem("«{b}» {}", "f", "a.0", "{b}")]


def test_one_of_several_types_is_no_place() -> None:
    loc = ("budget_nok", "constrained-float")
    error = {"type": "greater_than_equal", "loc": loc, "msg": "x", "input": -1, "ctx": {"ge": 0}}
    assert problems_of([error], "f", "r") == [Problem("for lite (minst 0)", "f", "budget_nok", "-1")]


def refused(kind: str, *loc: str | int, value: object = None) -> dict[str, object]:
    return {"type": kind, "loc": loc, "msg": kind, "input": value, "ctx": {"ge": 0, "expected": "'before'"}}


def test_of_several_types_only_the_one_that_came_farthest_speaks() -> None:
    number, word = ("budget_nok", "constrained-float"), ("budget_nok", "literal['before']")
    too_little = [refused("greater_than_equal", *number, value=-4), refused("literal_error", *word, value=-4)]
    assert problems_of(too_little, "f", "") == [Problem("for lite (minst 0)", "f", "budget_nok", "-4")]
    neither = [refused("float_type", *number, value="x"), refused("literal_error", *word, value="x")]
    (both,) = problems_of(neither, "f", "")
    assert both.message == "ikke et tall, og ikke et av de tillatte valgene: 'before'"
    items = [
        refused("literal_error", "stops", "literal['all']", value=[]),
        refused("string_type", "stops", "tuple[str, ...]", 1),
    ]
    assert [p.place for p in problems_of(items, "f", "")] == ["stops.1"]


def test_an_unknown_field_is_named_whatever_it_looks_like() -> None:
    errors = [refused("extra_forbidden", "prices", name, value=1) for name in ("float", "a[0]", "b")]
    assert [p.place for p in problems_of(errors, "f", "")] == ["prices.float", "prices.a[0]", "prices.b"]


def test_all_of_raises_all() -> None:
    def bad(text: str) -> None:
        raise InputError(text)

    assert all_of(lambda: 1, lambda: "b") == [1, "b"]
    with pytest.raises(InputError) as caught:
        all_of(lambda: bad("en"), lambda: 1, lambda: bad("to"))
    assert [p.message for p in caught.value.problems] == ["en", "to"]
