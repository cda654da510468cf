"""Files that appear whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.origin import refuse_final

if TYPE_CHECKING:
    from planner.law.calendar import Calendar
    from planner.law.decisions import Decision


def write_files(folder: Path, files: Mapping[str, bytes], *, replacing: Mapping[str, bytes] | None = None) -> None:
    """Write all files or none: made in a temporary folder beside, then moved.

    Args:
        folder, files: where, and contents by name.
        replacing: what files are known to hold that are to be replaced; only these may be plans
            that are decided or more.

    Raises:
        InputError: the folder cannot be written to, a decided plan would be lost, or a file to be
            replaced holds something else by now.
    """
    refuse_final(folder, files, replacing or {})
    staging: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".valgplan-", dir=folder))
        for name, content in files.items():
            (staging / name).write_bytes(content)
        for name in files:
            (staging / name).replace(folder / name)
    except OSError as error:
        problem = Trouble(f"kan ikke skrive her ({error.strerror})", str(folder), remedy="velg en annen mappe")
        raise InputError(problem) from None
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def write_calendar(file: Path, calendar: Calendar, decided: Sequence[Decision]) -> None:
    """Write the calendar and the decisions as iCalendar.

    Raises:
        InputError: the path is a folder, or cannot be written to.
    """
    from planner.law.calendar_ics import calendar_ics

    if file.is_dir():
        raise InputError(Trouble("er en mappe, ikke en fil", str(file), remedy="oppgi et filnavn"))
    write_files(file.parent, {file.name: calendar_ics(calendar, decided)})


def portable(path: Path) -> str:
    """A path as a plan keeps it: relative to the working directory where that is possible."""
    full = path.resolve()
    try:
        return full.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return full.as_posix()
