"""``valgplan calendar``: dates, deadlines and decisions of an election."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from planner.cli.parser import Commands, add_command
from planner.cli.values import day

ORDER = 70


def add(commands: Commands) -> None:
    """Add the command."""
    text = "Alle datoer og frister for et valg, og hva som må vedtas når, med hjemmel."
    parser = add_command(commands, "calendar", text, _calendar)
    parser.add_argument("--election", type=day, required=True, metavar="ÅÅÅÅ-MM-DD", help="valgdagen")
    parser.add_argument("--two-days", action="store_true", help="det stemmes også søndagen før valgdagen")
    parser.add_argument("--json", action="store_true", help="datoene som JSON")
    parser.add_argument("--ics", type=Path, metavar="FIL", help="skriv kalenderen til en iCalendar-fil")


def _calendar(arguments: argparse.Namespace) -> int:
    from planner.law.calendar import election_calendar
    from planner.law.calendar_text import calendar_json, calendar_lines
    from planner.law.decisions import decisions

    calendar = election_calendar(arguments.election, two_days=arguments.two_days)
    decided = decisions(calendar)
    if arguments.ics is not None:
        from planner import services

        services.write_calendar(arguments.ics, calendar, decided)
    if arguments.json:
        print(json.dumps(calendar_json(calendar, decided), ensure_ascii=False, indent=2))
    elif arguments.ics is not None:
        print(f"Skrevet: {arguments.ics}")
    else:
        print("\n".join(calendar_lines(calendar, decided)))
    return 0
