"""Municipality dataset folders made and checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.dataset import check_dataset
from planner.domain.errors import Problem as Trouble
from planner.services.planning import Say, silent

if TYPE_CHECKING:
    from planner.sources.build import BuildReport
    from planner.sources.fetching import FetchReport


def build_dataset_folder(name: str, *, raw: Path, out: Path, progress: Say = silent) -> BuildReport:
    """Make a municipality dataset folder from raw files."""
    from planner.sources.build import build_dataset

    return build_dataset(name, raw=raw, out=out, progress=progress)


def fetch_raw_folder(name: str, *, raw: Path, refresh: bool = False, progress: Say = silent) -> FetchReport:
    """Fill a folder with the raw files of a municipality from the open services that have them."""
    from planner.sources.fetching import Web, fetch_raw
    from planner.sources.fetching.fetch import CACHE
    from planner.sources.recipe import load_recipe

    web = Web(raw / CACHE, refresh=refresh)
    return fetch_raw(load_recipe(name), raw, web=web, today=date.today(), progress=progress)  # noqa: DTZ011 - local day


def check_dataset_folder(path: Path) -> list[Trouble]:
    """Everything wrong with a dataset folder; empty if it is valid."""
    return check_dataset(path)
