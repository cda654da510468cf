"""Building a municipality dataset folder from raw files: read all, then compute, then write.

Everything is read before anything is computed, so that all that is wrong with the
raw files is told at once; the folder appears only when it is whole and valid.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from planner.dataset import write_dataset
from planner.sources.compute import Progress, compute
from planner.sources.fetching.fetch import located
from planner.sources.rawdata import read_raw
from planner.sources.recipe import load_recipe
from planner.sources.report import BuildReport, measure


def build_dataset(name: str, *, raw: Path, out: Path, progress: Progress) -> BuildReport:
    """Make a dataset folder.

    Args:
        name: of a recipe in ``sources/recipes``.
        raw: folder of the raw files.
        out: the folder to make or replace.
        progress: told what is being done (Norwegian).

    Returns:
        What was measured; ``lines()`` is printable.

    Raises:
        InputError: with all that is wrong with the raw files, or ``out`` cannot be written.
    """
    recipe = located(load_recipe(name), raw)
    progress("leser kildene")
    data = read_raw(recipe, raw)
    computed = compute(recipe, data, raw, progress)
    progress("måler feil og dekning")
    figures = measure(computed, recipe, data)
    progress("skriver datasettet")
    write_dataset(replace(computed.dataset, figures=figures), out, licence=recipe.licence)
    return BuildReport(figures, out)


__all__ = ["BuildReport", "build_dataset"]
