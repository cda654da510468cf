"""The commands ``version`` and ``checklist``, added to the command line by :mod:`planner.cli`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from planner.domain.errors import InputError, Problem
from planner.domain.findings import ItemStatus, Severity

HARD_FINDINGS = 3
Command = Callable[[Any, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]
STATUS = {ItemStatus.OPEN: "gjenstår", ItemStatus.DONE: "gjort", ItemStatus.NOT_APPLICABLE: "gjelder ikke"}


def add_commands(commands: Any, command: Command, day: Callable[[str], date]) -> None:
    """Add both commands.

    Args:
        commands: argparse's subparsers.
        command: makes one of them (name, help, what runs).
        day: reads a date.
    """
    _add_version(
        command(commands, "version", "Vis og før planens versjon: vedtatt, registrert, kunngjort.", _version), day
    )
    _add_checklist(command(commands, "checklist", "Vis sjekklista, og kryss av.", _checklist), day)


def add_parent(parser: argparse.ArgumentParser) -> None:
    """Add ``--parent`` to ``valgplan plan``."""
    parser.add_argument(
        "--parent",
        type=Path,
        metavar="PLAN.json",
        help="lag en ny versjon av denne vedtatte planen; sjekklista følger med",
    )


def _add_version(parser: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
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


def _add_checklist(parser: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    def add(name: str, metavar: str, text: str) -> None:
        parser.add_argument(name, action="append", default=[], metavar=metavar, help=text)

    parser.add_argument("plan", type=Path, metavar="PLAN.json")
    add("--done", "PUNKT[:STED,…]", "gjort, for alle steder eller bare disse")
    add("--not-applicable", "PUNKT", "gjelder ikke; krever --reason")
    add("--open", "PUNKT", "gjenstår likevel")
    add("--assign", "PUNKT", "sett bare --who")
    add("--due", "PUNKT=DATO", "egen frist for punktet")
    parser.add_argument("--add", metavar="TEKST", help="et eget punkt")
    parser.add_argument("--who", metavar="NAVN", help="hvem, for punktene på denne kommandolinja")
    parser.add_argument("--on", type=day, metavar="DATO", help="når det ble gjort (ellers i dag)")
    parser.add_argument("--reason", metavar="TEKST", help="hvorfor det ikke gjelder")


def _version(arguments: argparse.Namespace) -> int:
    from planner import steps
    from planner.planfile import read_plan

    asked = steps.Steps(
        arguments.decide, arguments.case_number or "", arguments.register, arguments.notify, arguments.announce
    )
    _raise(_version_problems(arguments, asked))
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


def _checklist(arguments: argparse.Namespace) -> int:
    from planner import steps
    from planner.domain.checklist import progress_text, subject_names
    from planner.planfile import read_plan

    marks = _marks(arguments)
    if marks or arguments.add:
        plan = steps.mark_items(arguments.plan, marks, own=(arguments.add or "").strip(), who=arguments.who or "")
    else:
        plan = read_plan(arguments.plan)
    names = subject_names(plan)
    for item in sorted(plan.checklist, key=lambda item: (item.due is None, item.due or date.max, item.rule)):
        parts = (item.text, progress_text(item, names), item.reason and f"Gjelder ikke: {item.reason}.")
        text = " ".join(part for part in parts if part)
        print(STATUS[item.status], item.due or "", item.rule, item.who, text, sep="\t")
    return 0


def _marks(arguments: argparse.Namespace) -> list[Any]:
    from planner.domain.checklist import Mark

    problems: list[Problem] = []
    today = date.today()  # noqa: DTZ011 - local day
    marks = [Mark(rule, ItemStatus.DONE, ids, on=arguments.on or today) for rule, ids in _places(arguments.done)]
    marks += [Mark(rule, ItemStatus.NOT_APPLICABLE, reason=arguments.reason or "") for rule in arguments.not_applicable]
    marks += [Mark(rule, ItemStatus.OPEN) for rule in arguments.open]
    marks += [Mark(rule) for rule in arguments.assign]
    for pair in arguments.due:
        rule, _, text = pair.partition("=")
        try:
            marks.append(Mark(rule, due=date.fromisoformat(text)))
        except ValueError:
            problems.append(Problem("er ikke PUNKT=ÅÅÅÅ-MM-DD", place="--due", value=pair))
    problems += _mark_problems(arguments, bool(marks))
    _raise(problems)
    return [replace(mark, who=arguments.who) for mark in marks]


def _places(values: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for value in values:
        rule, _, ids = value.partition(":")
        yield rule, tuple(part for part in ids.split(",") if part)


def _mark_problems(arguments: argparse.Namespace, any_mark: bool) -> Iterator[Problem]:
    if arguments.not_applicable and not (arguments.reason or "").strip():
        yield Problem("mangler på kommandolinja", place="--reason", remedy="skriv hvorfor punktet ikke gjelder")
    if arguments.reason is not None and not arguments.not_applicable:
        yield Problem("hører sammen med --not-applicable", place="--reason")
    if arguments.on is not None and not arguments.done:
        yield Problem("hører sammen med --done", place="--on")
    if arguments.who is not None and not any_mark and not arguments.add:
        yield Problem("sier ikke hvilket punkt det gjelder", place="--who", remedy="bruk --assign PUNKT")
    if any_mark and not arguments.add and arguments.assign and arguments.who is None:
        yield Problem("mangler på kommandolinja", place="--who", remedy="skriv hvem som skal gjøre det")
    if arguments.add is not None and not arguments.add.strip():
        yield Problem("teksten er tom", place="--add")


def _raise(problems: Iterator[Problem] | list[Problem]) -> None:
    found = list(problems)
    if found:
        raise InputError(found)
