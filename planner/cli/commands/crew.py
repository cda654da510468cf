"""``valgplan crew``: the template of the list of the roster's people, and the check of a filled-in one."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.cli.lists import write_template
from planner.cli.parser import Commands, add_actions, add_command

ORDER = 61


def add(commands: Commands) -> None:
    """Add the command and its two actions."""
    parser = commands.add_parser("crew", help="Mal for og kontroll av lista over personer til vaktlista.")
    actions = add_actions(parser)
    text = "Skriv en mal som fylles ut i Excel eller LibreOffice."
    template = add_command(actions, "template", text, _template)
    template.add_argument("--out", type=Path, required=True, metavar="FIL.xlsx", help="arbeidsboka som skal lages")
    check = add_command(actions, "check", "Kontroller en utfylt liste (.xlsx eller .csv); alle feil vises.", _check)
    check.add_argument("file", type=Path, metavar="FIL")


def _template(arguments: argparse.Namespace) -> int:
    from planner.scenario.crew_list import CREW_FORM

    return write_template(arguments.out, CREW_FORM, "crew")


def _check(arguments: argparse.Namespace) -> int:
    from planner.law.wording import count
    from planner.scenario.crew_list import ROLE_WORDS, read_crew

    found = read_crew(arguments.file)
    print(f"{arguments.file}: ingen feil; {count(len(found), 'person', 'personer')}")
    for word, role in ROLE_WORDS.items():
        print(f"  kan være {word}: {sum(role in person.roles for person in found)}")
    hours = [person.week_hours for person in found if person.week_hours is not None]
    unlimited = len(found) - len(hours)
    print(f"  avtalte timer per uke: {sum(hours):g} i alt".replace(".", ",") + f"; {unlimited} uten avtalte timer")
    return 0
