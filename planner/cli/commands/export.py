"""``valgplan export``: a plan in another format."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from planner.cli.parser import Commands, add_command
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble

ORDER = 40


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "export", "Skriv en plan i et annet format.", _export)
    parser.add_argument("plan", type=Path, nargs="?", metavar="PLAN.json")
    parser.add_argument("--list", action="store_true", help="vis formatene")
    parser.add_argument("--format", metavar="NAVN")
    parser.add_argument(
        "--alternative",
        type=Path,
        action="append",
        default=[],
        metavar="PLAN.json",
        help="en annen plan som ble vurdert, til saksframlegget (kan gjentas)",
    )
    parser.add_argument("--out", type=Path, metavar="FIL")
    parser.add_argument("--data", type=Path, metavar="MAPPE", help="datasettmappa")


def _export(arguments: argparse.Namespace) -> int:
    from planner import services

    if arguments.list:
        for line in services.exporter_lines():
            print(*line, sep="\t")
        return 0
    missing = [
        Trouble("mangler på kommandolinja", place=name, remedy="se «valgplan export --help»")
        for name, value in (("PLAN.json", arguments.plan), ("--format", arguments.format), ("--out", arguments.out))
        if value is None
    ]
    if missing:
        raise InputError(missing)
    services.export_file(
        arguments.plan,
        name=arguments.format,
        out=arguments.out,
        data=arguments.data,
        alternatives=arguments.alternative,
        tell=lambda sentence: print(sentence, file=sys.stderr),
    )
    return 0
