"""Files that appear whole or not at all."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.origin import refuse_final

if TYPE_CHECKING:
    from planner.law.calendar import Calendar
    from planner.law.decisions import Decision

CONTENTS_FILE = "INNHOLD.txt"


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


def write_folder(folder: Path, files: Mapping[str, bytes], *, title: str) -> None:
    """Write an export that is a folder: whole or not at all, with a list of contents.

    An earlier export of the same name is replaced, files that it alone had are taken away; whatever
    else stands in the folder is left alone.

    Args:
        files: contents by name.
        title: of the export, the first line of its list of contents.

    Raises:
        InputError: the folder holds things but no list of contents of that export, or cannot be written to.
    """
    if folder.is_dir() and any(folder.iterdir()) and not _listed(folder, title):
        why, remedy = "mappa holder noe annet enn denne eksporten", "velg en annen mappe, eller tøm den først"
        raise InputError(Trouble(why, str(folder), remedy=remedy))
    earlier = _listed(folder, title)[1:] if folder.is_dir() else []
    write_files(folder, {**files, CONTENTS_FILE: "\n".join((title, *sorted(files), "")).encode()})
    for name in {Path(name).name for name in earlier} - set(files):
        (folder / name).unlink(missing_ok=True)


def _listed(folder: Path, title: str) -> list[str]:
    """Lines of the list of contents of an earlier export; none where there was no such export."""
    try:
        lines = (folder / CONTENTS_FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    return lines if lines[:1] == [title] else []


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Files as one archive, for those who can save only one; the same bytes for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return made.getvalue()


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
