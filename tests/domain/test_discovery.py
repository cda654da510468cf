"""A file in the package is found; one without the attribute is a fault unless it is named as a helper."""

from __future__ import annotations

import pytest

from planner import constraints
from planner.domain.discovery import modules_defining


def test_modules_are_found_by_what_they_define() -> None:
    found = modules_defining(constraints, "CONSTRAINT", helpers=("registry", "requirement"))
    names = [module.__name__.rpartition(".")[2] for module in found]
    assert names == sorted(names)
    assert "budget" in names
    assert "requirement" not in names


def test_a_module_that_would_be_hidden_is_a_fault() -> None:
    with pytest.raises(TypeError, match="requirement must define CONSTRAINT"):
        list(modules_defining(constraints, "CONSTRAINT", helpers=("registry",)))
