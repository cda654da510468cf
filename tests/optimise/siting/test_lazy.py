"""Importing the package compiles nothing; where no folder can be written, loops are still compiled."""

from __future__ import annotations

import subprocess
import sys

import numba
import pytest

from planner.optimise.siting.compiled import compiled


def test_importing_optimise_brings_no_compiler() -> None:
    code = "import planner.optimise, sys; print({'numba', 'highspy', 'pulp', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_names_are_found_and_others_are_not() -> None:
    import planner.optimise

    assert callable(planner.optimise.p_median)
    with pytest.raises(AttributeError, match="q_median"):
        planner.optimise.q_median  # noqa: B018


def test_no_folder_to_keep_compiled_code_in(monkeypatch: pytest.MonkeyPatch) -> None:
    real = numba.njit

    def refuses(*arguments: object, **options: object) -> object:
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return real(*arguments, **options)

    def twice(x: int) -> int:
        return 2 * x

    monkeypatch.setattr(numba, "njit", refuses)
    assert compiled(twice)(21) == 42
