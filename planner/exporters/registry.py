"""Finds the exporters by itself: every module of this package but the helpers is one.

A module that is neither a helper nor complete is an error at once, so that a
misspelt attribute cannot hide an exporter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType

from planner import exporters as package
from planner.domain.discovery import modules_defining
from planner.domain.errors import InputError, Problem
from planner.domain.plan import Plan
from planner.exporters.context import ExportContext

Content = bytes | Mapping[str, bytes]
"""One file, or the files of a folder by their name in it."""
FOLDER = "/"
HELPERS = frozenset(
    {
        "casepaper",
        "contacts",
        "context",
        "evakeying",
        "hours",
        "packinglist",
        "place_ids",
        "place_rows",
        "printed",
        "public_info",
        "queue_sheet",
        "registry",
        "report_tables",
        "schedules",
        "segment_table",
        "set_aside",
        "spreadsheet",
        "vip",
        "voter_numbers",
        "workbooks",
    }
)


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format.

    Attributes:
        name: as on the command line.
        suffix: file name ending with its dot; ``/`` for a folder.
        sentence: what it is for, in Norwegian.
        export: plan and context to the file's bytes, or to a folder's files; the same input gives the same bytes.
        problems: everything for which ``export`` would refuse a plan; None where it refuses none.
    """

    name: str
    suffix: str
    sentence: str
    export: Callable[[Plan, ExportContext], Content]
    problems: Callable[[Plan, ExportContext], Sequence[Problem]] | None = None

    @property
    def is_folder(self) -> bool:
        """Whether it makes a folder of files."""
        return self.suffix == FOLDER


@cache
def exporters() -> Mapping[str, Exporter]:
    """All exporters by name, sorted."""
    found = [_exporter(module) for module in modules_defining(package, "NAME", helpers=HELPERS)]
    return MappingProxyType({item.name: item for item in sorted(found, key=lambda e: e.name)})


def exporter(name: str) -> Exporter:
    """The exporter of that name.

    Raises:
        InputError: if there is none; lists those that exist.
    """
    file = name.replace("-", "_")
    if file in _files() and (found := _exporter(import_module(f"{package.__name__}.{file}"))).name == name:
        return found
    raise InputError(Problem("ukjent eksportformat", value=name, remedy=f"velg blant {', '.join(exporters())}"))


@cache
def _files() -> frozenset[str]:
    """Modules that are formats, each named as its format: one is found without all the others being read."""
    return frozenset(module.name for module in iter_modules(package.__path__)) - HELPERS


def _exporter(module: ModuleType) -> Exporter:
    try:
        problems = getattr(module, "problems", None)
        return Exporter(module.NAME, module.SUFFIX, module.SENTENCE, module.export, problems)
    except AttributeError as error:
        raise TypeError(f"{module.__name__} is neither a helper nor a complete exporter: {error}") from None
