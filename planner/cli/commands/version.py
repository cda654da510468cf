"""``valgplan version``: what a plan file says of its version, and the steps to the next."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planner.cli.parser import Commands, add_command, raise_all
from planner.cli.progress import HARD_FINDINGS
from planner.cli.values import day
from planner.domain.errors import Problem
from planner.domain.findings import Severity

ORDER = 90


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "version", "Vis og før planens versjon: vedtatt, registrert, kunngjort.", _version)
    parser.add_argument("plan", type=Path, metavar="PLAN.json")
    parser.add_argument("--decide", type=day, metavar="DATO", help="vedtatt av valgstyret; krever --case-number")
    parser.add_argument("--case-number", metavar="NR", help="saksnummeret til vedtaket")
    parser.add_argument("--register", type=day, metavar="DATO", help="registrert i EVA")
    parser.add_argument("--notify", type=day, metavar="DATO", help="begge endringsmeldinger er gitt (vf 6-1)")
    parser.add_argument("--announce", type=day, metavar="DATO", help="kunngjort")
    parser.add_argument("--parent", type=Path, metavar="PLAN.json", help="kontroller at dette er forelderen")
    parser.add_argument(
        "--new-version", type=Path, metavar="FIL", help="skriv et utkast til neste versjon, til å rette for hånd"
    )
    parser.add_argument("--show", action="store_true", help="vis versjonen (også uten valg)")
    parser.add_argument("--data", type=Path, metavar="MAPPE", help="datasettmappa")


def _version(arguments: argparse.Namespace) -> int:
    from planner import steps
    from planner.planfile import read_plan

    asked = steps.Steps(
        arguments.decide, arguments.case_number or "", arguments.register, arguments.notify, arguments.announce
    )
    raise_all(_version_problems(arguments, asked))
    if arguments.new_version is not None:
        result = steps.new_version(arguments.plan, arguments.new_version, data=arguments.data)
        print(f"Skrevet: {arguments.new_version} (versjon {result.plan.version.number}, utkast)")
    elif asked.any:
        result = steps.take_steps(arguments.plan, asked, data=arguments.data, parent=arguments.parent)
    else:
        result = steps.StepResult(read_plan(arguments.plan))
    for note in result.notes:
        print(note, file=sys.stderr)
    for line in steps.version_lines(arguments.new_version or arguments.plan, parent=arguments.parent):
        print(line)
    for finding in result.findings:
        if finding.severity is Severity.HARD or finding.override is not None:
            print(finding.severity, finding.rule, " ".join(finding.subjects), finding.sentence, sep="\t")
    return HARD_FINDINGS if any(f.severity is Severity.HARD for f in result.findings) else 0


def _version_problems(arguments: argparse.Namespace, asked: Any) -> Iterator[Problem]:
    if asked.decide is not None and not asked.case_number.strip():
        yield Problem("mangler på kommandolinja", place="--case-number", remedy="skriv saksnummeret til vedtaket")
    if asked.decide is None and arguments.case_number is not None:
        yield Problem("hører sammen med --decide", place="--case-number", remedy="skriv også --decide DATO")
    if arguments.new_version is not None and (asked.any or arguments.parent):
        yield Problem("kan ikke brukes sammen med steg eller --parent", place="--new-version")
