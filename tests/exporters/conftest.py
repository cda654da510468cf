"""Loads the helpers beside the test folders by their path: tests are no package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    path = Path(__file__).parents[1] / "sample_plan.py"
    spec = importlib.util.spec_from_file_location("sample_plan", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["sample_plan"] = module
    spec.loader.exec_module(module)
    return module
