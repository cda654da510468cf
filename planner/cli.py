"""The command line: ``valgplan``.

Exit codes: 0 done, 1 bad input or wrong command line, 2 infeasible, 3 hard findings,
4 limit reached with no plan, 70 a fault of ours, 130 Ctrl-C.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from planner.cli_explain import add_explain
from planner.cli_institutions import add_institutions
from planner.cli_versions import add_commands, add_parent
from planner.domain.clock import day_of
from planner.domain.errors import InputError, ValgplanError, all_of
from planner.domain.errors import Problem as Trouble
from planner.domain.findings import Severity

if TYPE_CHECKING:
    Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"

HARD_FINDINGS, FAULT, INTERRUPTED = 3, 70, 130
PROGRESS_VARIABLE = "VALGPLAN_PROGRESS"
"""Set to ``always`` to see progress also where it is piped (the browser face does)."""


ENGLISH = (
    (r"^usage: ", "bruk: "),
    (r"^options:$", "valg:"),
    (r"^positional arguments:$", "argumenter:"),
    (r"show this help message and exit", "vis denne hjelpen"),
    (r"the following arguments are required: ", "mangler "),
    (r"unrecognized arguments: ", "ukjent "),
    (r"expected one argument", "trenger én verdi"),
    (r"\binvalid choice: (.*) \(choose from (.*)\)", r"ugyldig valg \1 (velg blant \2)"),
    (r"^argument ", ""),
)
"""What argparse says of its own accord, and our words for it."""


def _norwegian(text: str) -> str:
    for english, norwegian in ENGLISH:
        text = re.sub(english, norwegian, text, flags=re.MULTILINE)
    return text


@dataclass(frozen=True)
class _Wrong:
    """A value of the wrong form, kept until all of the command line is read."""

    value: str
    reason: str


def _value(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """The type of an option whose value ``parse`` reads, or refuses with a ValueError."""

    def read(text: str) -> Any:
        try:
            return parse(text)
        except ValueError as error:
            return _Wrong(text, str(error))

    return read


class _Parser(argparse.ArgumentParser):
    """argparse in Norwegian, with exit code 1 for a wrong command line and all wrong values told together."""

    values = argparse.Namespace()

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]
        """As the parent; the values are kept for :meth:`error`."""
        self.values = argparse.Namespace() if namespace is None else namespace
        return super().parse_known_args(args, self.values)

    def parse_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]
        """As the parent.

        Raises:
            InputError: every value of the wrong form.
        """
        values = super().parse_args(args, namespace)
        wrong = list(self._wrong())
        if wrong:
            raise InputError(wrong)
        return values

    def error(self, message: str) -> NoReturn:
        message = f"feil på kommandolinja: {_norwegian(message)}"
        raise InputError([*self._wrong(), Trouble(message, remedy=f"se «{self.prog} --help»")])

    def _wrong(self) -> Iterator[Trouble]:
        for name, value in vars(self.values).items():
            if isinstance(value, _Wrong):
                place = f"--{name.replace('_', '-')}"
                yield Trouble(f"feil på kommandolinja: {value.reason}", place=place, value=value.value)

    def format_usage(self) -> str:
        return _norwegian(super().format_usage())

    def format_help(self) -> str:
        return _norwegian(super().format_help())


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        arguments = _parser().parse_args(argv)
        code: int = arguments.run(arguments)
    except ValgplanError as error:
        print(f"valgplan: {error}" if len(error.problems) == 1 else str(error), file=sys.stderr)
        _print_notes(error)
        return error.exit_code
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - nobody reads any more
        return 0
    except KeyboardInterrupt as error:
        print("valgplan: avbrutt", file=sys.stderr)
        _print_notes(error)
        return INTERRUPTED
    except Exception as error:
        code = _fault()
        _print_notes(error)
    return code


def _print_notes(error: BaseException) -> None:
    for note in getattr(error, "__notes__", ()):
        print(note, file=sys.stderr)


def entry_point() -> NoReturn:
    """For the installed command: a solver thread must not hold up the exit after Ctrl-C."""
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    if code == INTERRUPTED:
        os._exit(code)
    sys.exit(code)


def _fault() -> int:
    """A fault of ours: one line, the rest in a log."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="valgplan-feil-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write(traceback.format_exc())
    print(f"valgplan: en feil i programmet; detaljene står i {log.name}", file=sys.stderr)
    return FAULT


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="valgplan", description="Planlegger hvor og når folk kan forhåndsstemme.")
    commands = parser.add_subparsers(
        title="kommandoer", dest="command", metavar="KOMMANDO", required=True, parser_class=_Parser
    )
    steps = (
        _add_plan,
        _add_audit,
        _add_compare,
        _add_export,
        _add_dataset,
        add_institutions,
        _add_calendar,
        _add_schema,
    )
    for add in steps:
        add(commands)
    add_commands(commands, _command, _date)
    add_explain(commands, _command, positive=_positive, share=_share)
    return parser


def _command(commands: Commands, name: str, help_text: str, run: Callable[[argparse.Namespace], int]) -> _Parser:
    parser = commands.add_parser(name, help=help_text, description=help_text)
    parser.set_defaults(run=run)
    return parser


def _add_plan(commands: Commands) -> None:
    parser = _command(commands, "plan", "Løs et scenario, kontroller planen og skriv plan, kart og eksporter.", _plan)
    parser.add_argument("scenario", type=Path, metavar="SCENARIO.yaml")
    parser.add_argument(
        "--out", type=Path, metavar="MAPPE", help="mappe for resultatene (ellers out/<scenariets navn>)"
    )
    parser.add_argument("--data", type=Path, metavar="MAPPE", help="datasettmappa, framfor scenariets dataset")
    parser.add_argument("--time-limit", type=_positive, default=60.0, metavar="S", help="sekunder (forvalg 60)")
    parser.add_argument("--gap", type=_share, default=0.01, metavar="G", help="stopp ved dette gapet (forvalg 0.01)")
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="frø for løseren (forvalg 0)")
    parser.add_argument("--set", action="append", default=[], metavar="FELT=VERDI", help="overstyr et felt i scenariet")
    parser.add_argument("--quiet", action="store_true", help="ingen framdrift og ingen oppsummering")
    add_parent(parser)


def _add_audit(commands: Commands) -> None:
    parser = _command(commands, "audit", "Kontroller en plan på nytt, uten løser.", _audit)
    parser.add_argument("plan", type=Path, metavar="PLAN.json")
    parser.add_argument("--data", type=Path, metavar="MAPPE", help="datasettmappa")
    parser.add_argument("--json", action="store_true", help="funnene som JSON")


def _add_compare(commands: Commands) -> None:
    parser = _command(commands, "compare", "Sammenlign to planer: steder, minutter, kostnad og funn.", _compare)
    parser.add_argument("one", type=Path, metavar="PLAN_A")
    parser.add_argument("other", type=Path, metavar="PLAN_B")
    parser.add_argument("--out", type=Path, metavar="FIL", help="skriv til en fil i stedet for skjermen")


def _add_export(commands: Commands) -> None:
    parser = _command(commands, "export", "Skriv en plan i et annet format.", _export)
    parser.add_argument("plan", type=Path, nargs="?", metavar="PLAN.json")
    parser.add_argument("--list", action="store_true", help="vis formatene")
    parser.add_argument("--format", metavar="NAVN")
    parser.add_argument(
        "--alternative",
        type=Path,
        action="append",
        default=[],
        metavar="PLAN.json",
        help="en annen plan som ble vurdert, til saksframlegget (kan gjentas)",
    )
    parser.add_argument("--out", type=Path, metavar="FIL")
    parser.add_argument("--data", type=Path, metavar="MAPPE", help="datasettmappa")


def _add_dataset(commands: Commands) -> None:
    parser = commands.add_parser("dataset", help="Lag eller kontroller en datasettmappe.")
    actions = parser.add_subparsers(
        title="handlinger", dest="action", metavar="HANDLING", required=True, parser_class=_Parser
    )
    build = _command(actions, "build", "Lag en datasettmappe av rådata.", _dataset_build)
    build.add_argument("name", metavar="NAVN", help="for eksempel oslo")
    build.add_argument("--raw", type=Path, required=True, metavar="MAPPE", help="mappa med rådata")
    build.add_argument("--out", type=Path, required=True, metavar="MAPPE", help="datasettmappa som skal lages")
    check = _command(actions, "check", "Kontroller en datasettmappe; alle feil vises.", _dataset_check)
    check.add_argument("folder", type=Path, metavar="MAPPE")


def _add_calendar(commands: Commands) -> None:
    text = "Alle datoer og frister for et valg, og hva som må vedtas når, med hjemmel."
    parser = _command(commands, "calendar", text, _calendar)
    parser.add_argument("--election", type=_date, required=True, metavar="ÅÅÅÅ-MM-DD", help="valgdagen")
    parser.add_argument("--two-days", action="store_true", help="det stemmes også søndagen før valgdagen")
    parser.add_argument("--json", action="store_true", help="datoene som JSON")
    parser.add_argument("--ics", type=Path, metavar="FIL", help="skriv kalenderen til en iCalendar-fil")


def _add_schema(commands: Commands) -> None:
    parser = _command(commands, "schema", "JSON-skjemaet for en plan eller et scenario.", _schema)
    parser.add_argument("what", choices=("plan", "scenario"))


@_value
def _positive(text: str) -> float:
    return _number(text, lambda value: value > 0, "et positivt tall")


@_value
def _share(text: str) -> float:
    return _number(text, lambda value: 0 <= value < 1, "et tall fra 0 til under 1")


def _number(text: str, holds: Callable[[float], bool], what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not holds(value) or value == float("inf"):
        raise ValueError(f"ikke {what}")
    return value


@_value
def _seed(text: str) -> int:
    # HiGHS takes seeds of 31 bits.
    if not text.isdecimal() or int(text) >= 2**31:
        raise ValueError("ikke et heltall fra 0 til 2147483647")
    return int(text)


@_value
def _date(text: str) -> date:
    return day_of(text)


def _teller(quiet: bool) -> Callable[[str], None]:
    """Progress on stderr; quiet where it is piped, unless asked for."""
    always = os.environ.get(PROGRESS_VARIABLE) == "always"
    if quiet or not (always or sys.stderr.isatty()):
        return lambda _: None
    return lambda sentence: print(sentence, file=sys.stderr, flush=True)


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
            progress=_teller(arguments.quiet),
        )
    except BaseException as error:
        older = services.older_plan(services.out_folder(arguments.scenario, arguments.out))
        if older is not None:
            error.add_note(older)
        raise
    if not arguments.quiet:
        for line in summary_lines(result.plan, result.problem, result.picture, result.messages):
            print(line)
        print()
        print("Skrevet: " + ", ".join(str(result.folder / name) for name in result.files))
    return HARD_FINDINGS if services.worst(result.plan.findings) is Severity.HARD else 0


def _overrides(pairs: Sequence[str]) -> dict[str, str | None]:
    """Field → value of each ``FIELD=VALUE``; None where there is no «=»."""
    return {field: value if equals else None for field, equals, value in (pair.partition("=") for pair in pairs)}


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


def _export(arguments: argparse.Namespace) -> int:
    from planner import services

    if arguments.list:
        for line in services.exporter_lines():
            print(*line, sep="\t")
        return 0
    missing = [
        Trouble("mangler på kommandolinja", place=name, remedy="se «valgplan export --help»")
        for name, value in (("PLAN.json", arguments.plan), ("--format", arguments.format), ("--out", arguments.out))
        if value is None
    ]
    if missing:
        raise InputError(missing)
    services.export_file(
        arguments.plan,
        name=arguments.format,
        out=arguments.out,
        data=arguments.data,
        alternatives=arguments.alternative,
    )
    return 0


def _dataset_build(arguments: argparse.Namespace) -> int:
    from planner import services

    report = services.build_dataset_folder(
        arguments.name, raw=arguments.raw, out=arguments.out, progress=_teller(quiet=False)
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


def _schema(arguments: argparse.Namespace) -> int:
    if arguments.what == "plan":
        from planner.planfile import plan_schema as schema
    else:
        from planner.scenario import scenario_schema as schema
    print(schema())
    return 0


if __name__ == "__main__":
    entry_point()
