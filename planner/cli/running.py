"""One command run: exit codes, and where errors are told."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from typing import NoReturn

from planner.cli.commands import command_modules
from planner.cli.parser import Parser
from planner.domain.errors import ValgplanError

FAULT, INTERRUPTED = 70, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        arguments = command_line().parse_args(argv)  # type: ignore[no-untyped-call]
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


def command_line() -> Parser:
    """What reads a command line: every command and its options."""
    parser = Parser(prog="valgplan", description="Planlegger hvor og når folk kan forhåndsstemme.")
    commands = parser.add_subparsers(
        title="kommandoer", dest="command", metavar="KOMMANDO", required=True, parser_class=Parser
    )
    for module in command_modules():
        module.add(commands)
    return parser
