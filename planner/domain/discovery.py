"""Finding what is registered by being a file: rules, constraints, objectives, exporters."""

from __future__ import annotations

import pkgutil
from collections.abc import Collection, Iterator
from importlib import import_module
from types import ModuleType


def modules_defining(package: ModuleType, attribute: str, *, helpers: Collection[str] = ()) -> Iterator[ModuleType]:
    """Modules of a package, by name; adding a file to the package is all there is to registering it.

    Args:
        package: the package.
        attribute: what every registered module defines.
        helpers: names of the modules that register nothing.

    Raises:
        TypeError: a module that is no helper lacks the attribute: a slip that would hide it (our fault).
    """
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        if found.name in helpers:
            continue
        module = import_module(f"{package.__name__}.{found.name}")
        if not hasattr(module, attribute):
            raise TypeError(f"{module.__name__} must define {attribute}, or be named as a helper")
        yield module
