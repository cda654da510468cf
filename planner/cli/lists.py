"""Templates of the lists that planners fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble

if TYPE_CHECKING:
    from planner.scenario.list_file import ListForm


def write_template(out: Path, form: ListForm, command: str) -> int:
    """Write a template where no file is yet.

    Raises:
        InputError: no name of a workbook, or the file exists.
    """
    from planner import services
    from planner.scenario.list_template import template_bytes

    if out.suffix.lower() != ".xlsx":
        raise InputError(Trouble("malen er en Excel-arbeidsbok", str(out), "--out", remedy="la navnet slutte på .xlsx"))
    if out.exists():
        remedy = "velg et annet navn, så ingen utfylt liste går tapt"
        raise InputError(Trouble("fila finnes allerede", str(out), "--out", remedy=remedy))
    services.write_files(out.parent, {out.name: template_bytes(form)})
    print(f"Skrevet: {out}. Fyll den ut, og kontroller den med «valgplan {command} check {out}».")
    return 0
