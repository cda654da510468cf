"""``valgplan dataset``: raw files fetched, a municipality dataset folder made or checked."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.cli.parser import Commands, add_actions, add_command
from planner.cli.progress import teller
from planner.domain.errors import InputError

ORDER = 50


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("dataset", help="Hent rådata, lag eller kontroller en datasettmappe.")
    actions = add_actions(parser)
    fetch = add_command(actions, "fetch", "Hent rådataene som åpne tjenester gir; resten sies fra om.", _dataset_fetch)
    fetch.add_argument("name", metavar="NAVN", help="for eksempel oslo")
    fetch.add_argument("--raw", type=Path, required=True, metavar="MAPPE", help="mappa som rådataene legges i")
    fetch.add_argument("--refresh", action="store_true", help="hent på nytt det som er hentet før")
    build = add_command(actions, "build", "Lag en datasettmappe av rådata.", _dataset_build)
    build.add_argument("name", metavar="NAVN", help="for eksempel oslo")
    build.add_argument("--raw", type=Path, required=True, metavar="MAPPE", help="mappa med rådata")
    build.add_argument("--out", type=Path, required=True, metavar="MAPPE", help="datasettmappa som skal lages")
    check = add_command(actions, "check", "Kontroller en datasettmappe; alle feil vises.", _dataset_check)
    check.add_argument("folder", type=Path, metavar="MAPPE")


def _dataset_fetch(arguments: argparse.Namespace) -> int:
    from planner import services

    report = services.fetch_raw_folder(
        arguments.name, raw=arguments.raw, refresh=arguments.refresh, progress=teller(quiet=False)
    )
    for line in report.lines():
        print(line)
    return 0


def _dataset_build(arguments: argparse.Namespace) -> int:
    from planner import services

    report = services.build_dataset_folder(
        arguments.name, raw=arguments.raw, out=arguments.out, progress=teller(quiet=False)
    )
    for line in report.lines():
        print(line)
    return 0


def _dataset_check(arguments: argparse.Namespace) -> int:
    from planner import services

    problems = services.check_dataset_folder(arguments.folder)
    if problems:
        raise InputError(problems)
    print(f"{arguments.folder}: ingen feil")
    return 0
