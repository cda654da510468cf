"""Loads the helpers beside the test folders by their path: tests are no package."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from app_room import write_room


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


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("room")
    write_room(folder)
    return folder


@pytest.fixture(scope="module")
def address(room: Path, server: ModuleType, browser_tools: ModuleType) -> Iterator[str]:
    with server.running_app(room, server.free_port()) as found:
        yield found
