"""``valgplan checklist``: a plan's checklist shown, and marked."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from planner.cli.parser import Commands, add_command, raise_all
from planner.cli.values import day
from planner.domain.errors import Problem
from planner.domain.findings import ItemStatus

ORDER = 100
STATUS = {ItemStatus.OPEN: "gjenstår", ItemStatus.DONE: "gjort", ItemStatus.NOT_APPLICABLE: "gjelder ikke"}


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "checklist", "Vis sjekklista, og kryss av.", _checklist)

    def repeated(name: str, metavar: str, text: str) -> None:
        parser.add_argument(name, action="append", default=[], metavar=metavar, help=text)

    parser.add_argument("plan", type=Path, metavar="PLAN.json")
    repeated("--done", "PUNKT[:STED,…]", "gjort, for alle steder eller bare disse")
    repeated("--not-applicable", "PUNKT", "gjelder ikke; krever --reason")
    repeated("--open", "PUNKT", "gjenstår likevel")
    repeated("--assign", "PUNKT", "sett bare --who")
    repeated("--due", "PUNKT=DATO", "egen frist for punktet")
    parser.add_argument("--add", metavar="TEKST", help="et eget punkt")
    parser.add_argument("--who", metavar="NAVN", help="hvem, for punktene på denne kommandolinja")
    parser.add_argument("--on", type=day, metavar="DATO", help="når det ble gjort (ellers i dag)")
    parser.add_argument("--reason", metavar="TEKST", help="hvorfor det ikke gjelder")


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
    raise_all(problems)
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
