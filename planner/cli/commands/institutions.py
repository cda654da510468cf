"""``valgplan institutions``: the template of the list of institutions, and the check of a filled-in one."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from planner.cli.lists import write_template
from planner.cli.parser import Commands, add_actions, add_command
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble

ORDER = 60


def add(commands: Commands) -> None:
    """Add the command and its two actions."""
    parser = commands.add_parser("institutions", help="Mal for og kontroll av lista over institusjoner og fengsler.")
    actions = add_actions(parser)
    text = "Skriv en mal som fylles ut i Excel eller LibreOffice."
    template = add_command(actions, "template", text, _template)
    template.add_argument("--out", type=Path, required=True, metavar="FIL.xlsx", help="arbeidsboka som skal lages")
    text = "Kontroller en utfylt liste (.xlsx eller .csv); alle feil vises."
    check = add_command(actions, "check", text, _check)
    check.add_argument("file", type=Path, metavar="FIL")
    check.add_argument("--election", metavar="ÅÅÅÅ-MM-DD", help="valgdag; da kontrolleres også stengte datoer mot den")


def _template(arguments: argparse.Namespace) -> int:
    from planner.scenario.institution_list import INSTITUTION_FORM

    return write_template(arguments.out, INSTITUTION_FORM, "institutions")


def _check(arguments: argparse.Namespace) -> int:
    from planner.law.wording import count
    from planner.scenario.institution_list import read_institutions

    found = read_institutions(arguments.file, election=_election(arguments.election))
    prisons = sum(item.kind == "prison" for item in found)
    homes = count(len(found) - prisons, "institusjon", "institusjoner")
    print(f"{arguments.file}: ingen feil; {homes} og {count(prisons, 'fengsel', 'fengsler')}")
    unplaced = [item.name for item in found if item.lat is None]
    if unplaced:
        shown = ", ".join(unplaced[:5]) + (" …" if len(unplaced) > 5 else "")
        known = "Uten koordinater, så kjøretida dit blir et anslag (visits.unknown_drive_minutes)"
        print(f"{known}: {len(unplaced)} ({shown})")
    return 0


def _election(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise InputError(Trouble("ikke en dato", "", "--election", str(text), "skriv ÅÅÅÅ-MM-DD")) from None
