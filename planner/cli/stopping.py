"""How a run is told to stop by another program: a file that comes into being."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path


def add_stop_file(parser: argparse.ArgumentParser) -> None:
    """Add the option."""
    text = "stans når denne fila finnes; det beste som er funnet til da, er resultatet"
    parser.add_argument("--stop-file", type=Path, metavar="FIL", help=text)


def stop_file(arguments: argparse.Namespace) -> Callable[[], bool] | None:
    """Whether the file is there; None where none was named, so that nothing is solved in a process apart."""
    file: Path | None = arguments.stop_file
    return None if file is None else file.exists
