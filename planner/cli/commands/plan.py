"""``valgplan plan``: a scenario solved, audited and written."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.parser import Commands, add_command
from planner.cli.progress import HARD_FINDINGS, teller
from planner.cli.stopping import add_stop_file, stop_file
from planner.cli.values import positive, seed, share
from planner.domain.findings import Severity

if TYPE_CHECKING:
    from planner.services import PlanResult

ORDER = 10


def add(commands: Commands) -> None:
    """Add the command."""
    text = "Løs et scenario, kontroller planen og skriv plan, kart og eksporter."
    parser = add_command(commands, "plan", text, _plan)
    parser.add_argument("scenario", type=Path, metavar="SCENARIO.yaml")
    parser.add_argument(
        "--out", type=Path, metavar="MAPPE", help="mappe for resultatene (ellers out/<scenariets navn>)"
    )
    parser.add_argument("--data", type=Path, metavar="MAPPE", help="datasettmappa, framfor scenariets dataset")
    parser.add_argument("--time-limit", type=positive, default=60.0, metavar="S", help="sekunder (forvalg 60)")
    parser.add_argument("--gap", type=share, default=0.01, metavar="G", help="stopp ved dette gapet (forvalg 0.01)")
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help="frø for løseren (forvalg 0)")
    parser.add_argument("--set", action="append", default=[], metavar="FELT=VERDI", help="overstyr et felt i scenariet")
    parser.add_argument(
        "--trace", type=Path, metavar="FIL.csv", help="skriv nedre grense og beste plan over tid som CSV, underveis"
    )
    add_stop_file(parser)
    parser.add_argument("--quiet", action="store_true", help="ingen framdrift og ingen oppsummering")
    parser.add_argument(
        "--parent",
        type=Path,
        metavar="PLAN.json",
        help="lag en ny versjon av denne vedtatte planen; sjekklista følger med",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="PLAN.json",
        help="behold denne planens åpninger så langt det går (forvalg: --parent, om den er kunngjort)",
    )


def _plan(arguments: argparse.Namespace) -> int:
    from planner import services
    from planner.summary import summary_lines

    try:
        result = services.plan_scenario(
            arguments.scenario,
            data=arguments.data,
            out=arguments.out,
            time_limit=arguments.time_limit,
            gap=arguments.gap,
            seed=arguments.seed,
            overrides=_overrides(arguments.set),
            parent=arguments.parent,
            trace=arguments.trace,
            keep=arguments.keep,
            progress=teller(arguments.quiet),
            cancel=stop_file(arguments),
        )
    except BaseException as error:
        older = services.older_plan(services.out_folder(arguments.scenario, arguments.out))
        if older is not None:
            error.add_note(older)
        raise
    if not arguments.quiet:
        for line in summary_lines(result.plan, result.problem, result.picture, result.messages):
            print(line)
        for line in _kept_lines(result, arguments):
            print(line)
        print()
        print("Skrevet: " + ", ".join(str(result.folder / name) for name in result.files))
    return HARD_FINDINGS if services.worst(result.plan.findings) is Severity.HARD else 0


def _kept_lines(result: PlanResult, arguments: argparse.Namespace) -> Iterator[str]:
    """What of the announced is kept, and what that costs: the plan solved again without keeping anything."""
    from planner.explain import answer, keep_question, sentence
    from planner.summary import kept_lines

    if not result.problem.scenario.keep:
        return
    yield from kept_lines(result.plan, result.problem)
    if len(result.problem.scenario.ordered_goals) > 1:
        limits = {"gap": arguments.gap, "time_limit": arguments.time_limit, "seed": arguments.seed}
        say = teller(arguments.quiet)
        given = answer(result.problem, result.plan, keep_question(result.problem), progress=say, **limits)
        yield f"  {sentence(given)}"


def _overrides(pairs: Sequence[str]) -> dict[str, str | None]:
    """Field → value of each ``FIELD=VALUE``; None where there is no «=»."""
    return {field: value if equals else None for field, equals, value in (pair.partition("=") for pair in pairs)}
