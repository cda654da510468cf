"""Municipality dataset folders made and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.dataset import check_dataset
from planner.domain.errors import Problem as Trouble
from planner.services.planning import Say, silent

if TYPE_CHECKING:
    from planner.sources.build import BuildReport


def build_dataset_folder(name: str, *, raw: Path, out: Path, progress: Say = silent) -> BuildReport:
    """Make a municipality dataset folder from raw files."""
    from planner.sources.build import build_dataset

    return build_dataset(name, raw=raw, out=out, progress=progress)


def check_dataset_folder(path: Path) -> list[Trouble]:
    """Everything wrong with a dataset folder; empty if it is valid."""
    return check_dataset(path)
