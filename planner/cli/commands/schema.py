"""``valgplan schema``: the JSON Schema of a plan or a scenario."""

from __future__ import annotations

import argparse

from planner.cli.parser import Commands, add_command

ORDER = 80


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "schema", "JSON-skjemaet for en plan eller et scenario.", _schema)
    parser.add_argument("what", choices=("plan", "scenario"))


def _schema(arguments: argparse.Namespace) -> int:
    if arguments.what == "plan":
        from planner.planfile import plan_schema as schema
    else:
        from planner.scenario import scenario_schema as schema
    print(schema())
    return 0
