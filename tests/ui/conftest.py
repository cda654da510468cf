"""Loads the helpers beside the test folders by their path: tests are no package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def _load(name: str) -> ModuleType:
    file = Path(__file__).parents[1] / f"{name}.py"
    name = file.stem
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    return _load("sample_plan")


@pytest.fixture(scope="session")
def server() -> ModuleType:
    return _load("ui/server")


@pytest.fixture(scope="session")
def browser_tools() -> ModuleType:
    pytest.importorskip("playwright", reason="PLAYWRIGHT IS MISSING: the browser tests did not run")
    return _load("browser")
