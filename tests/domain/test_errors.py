"""Errors: every problem of an input, each readable alone; exit codes by kind."""

from __future__ import annotations

import pytest

from planner.domain.errors import InfeasibleError, InputError, NoPlanError, Problem, ValgplanError
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
