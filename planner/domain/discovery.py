"""Finding what is registered by being a file: rules, constraints, objectives, exporters."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType


def modules_defining(package: ModuleType, attribute: str) -> Iterator[ModuleType]:
    """Modules of a package that define an attribute, by name.

    Adding a file to the package is all there is to registering it.
    """
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        module = import_module(f"{package.__name__}.{found.name}")
        if hasattr(module, attribute):
            yield module
