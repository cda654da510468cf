"""``valgplan compare``: two plans side by side."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from planner.cli.parser import Commands, add_command
from planner.domain.errors import all_of

ORDER = 30


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "compare", "Sammenlign to planer: steder, minutter, kostnad og funn.", _compare)
    parser.add_argument("one", type=Path, metavar="PLAN_A")
    parser.add_argument("other", type=Path, metavar="PLAN_B")
    parser.add_argument("--out", type=Path, metavar="FIL", help="skriv til en fil i stedet for skjermen")


def _compare(arguments: argparse.Namespace) -> int:
    from planner import services
    from planner.comparison import comparison_lines

    plans = all_of(*(partial(services.finished_plan, path) for path in (arguments.one, arguments.other)))
    text = "\n".join(comparison_lines(*plans)) + "\n"
    if arguments.out is None:
        print(text, end="")
    else:
        services.write_files(arguments.out.parent, {arguments.out.name: text.encode()})
    return 0
