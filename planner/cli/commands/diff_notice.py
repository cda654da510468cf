"""``valgplan diff-notice``: the notices of a change after the announcement (rule R5, vf 6-1)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from planner.cli.parser import Commands, add_command

ORDER = 95


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "diff-notice",
        "Lag meldingene om en endring etter kunngjøringen: til Valgdirektoratet og til velgerne (vf 6-1).",
        _notice,
    )
    parser.add_argument("old", type=Path, metavar="GAMMEL.json", help="versjonen som er kunngjort")
    parser.add_argument("new", type=Path, metavar="NY.json", help="versjonen som er vedtatt i stedet")
    parser.add_argument("--out", type=Path, required=True, metavar="MAPPE", help="mappa meldingene skrives i")
    parser.add_argument("--data", type=Path, metavar="MAPPE", help="datasettmappa")


def _notice(arguments: argparse.Namespace) -> int:
    from planner.notices import write_notices

    result = write_notices(arguments.old, arguments.new, arguments.out, data=arguments.data)
    for note in result.notes:
        print(note, file=sys.stderr)
    for line in result.lines:
        print(line)
    print(f"Skrevet: {', '.join(str(arguments.out / name) for name in result.files)}")
    return 0
