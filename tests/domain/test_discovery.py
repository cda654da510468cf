"""A file in the package is found; a file without the attribute is not."""

from __future__ import annotations

from planner import constraints
from planner.domain.discovery import modules_defining


def test_modules_are_found_by_what_they_define() -> None:
    names = [module.__name__.rpartition(".")[2] for module in modules_defining(constraints, "CONSTRAINT")]
    assert names == sorted(names)
    assert "budget" in names
    assert "requirement" not in names
