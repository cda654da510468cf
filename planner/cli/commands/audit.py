"""``valgplan audit``: a plan checked anew, without a solver."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.cli.parser import Commands, add_command
from planner.cli.progress import HARD_FINDINGS
from planner.domain.findings import Severity

ORDER = 20


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "audit", "Kontroller en plan på nytt, uten løser.", _audit)
    parser.add_argument("plan", type=Path, metavar="PLAN.json")
    parser.add_argument("--data", type=Path, metavar="MAPPE", help="datasettmappa")
    parser.add_argument("--json", action="store_true", help="funnene som JSON")


def _audit(arguments: argparse.Namespace) -> int:
    from planner import services
    from planner.planfile import findings_json

    result = services.audit_file(arguments.plan, data=arguments.data)
    if arguments.json:
        print(findings_json(result.findings))
    else:
        for finding in result.findings:
            print(finding.severity, finding.rule, " ".join(finding.subjects), finding.sentence, sep="\t")
    return HARD_FINDINGS if services.worst(result.findings) is Severity.HARD else 0
