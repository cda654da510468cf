"""argparse in Norwegian, with exit code 1 for a wrong command line and all wrong values told together."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NoReturn, TypeAlias

from planner.cli.values import Wrong
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
"""What a command is added to."""

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


class Parser(argparse.ArgumentParser):
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
        """Refuse the command line, with every value of the wrong form.

        Raises:
            InputError: always.
        """
        message = f"feil på kommandolinja: {_norwegian(message)}"
        raise InputError([*self._wrong(), Trouble(message, remedy=f"se «{self.prog} --help»")])

    def _wrong(self) -> Iterator[Trouble]:
        for name, value in vars(self.values).items():
            if isinstance(value, Wrong):
                place = f"--{name.replace('_', '-')}"
                yield Trouble(f"feil på kommandolinja: {value.reason}", place=place, value=value.value)

    def format_usage(self) -> str:
        """As the parent, in Norwegian."""
        return _norwegian(super().format_usage())

    def format_help(self) -> str:
        """As the parent, in Norwegian."""
        return _norwegian(super().format_help())


def add_command(commands: Commands, name: str, help_text: str, run: Callable[[argparse.Namespace], int]) -> Parser:
    """Add a command; ``run`` takes what was given and returns the exit code."""
    parser = commands.add_parser(name, help=help_text, description=help_text)
    parser.set_defaults(run=run)
    return parser


def add_actions(parser: Parser) -> Commands:
    """What the actions of a command (``dataset build``, ``dataset check``) are added to."""
    return parser.add_subparsers(
        title="handlinger", dest="action", metavar="HANDLING", required=True, parser_class=Parser
    )


def raise_all(problems: Iterable[Trouble]) -> None:
    """Options that do not go together, told at once.

    Raises:
        InputError: there is any.
    """
    found = list(problems)
    if found:
        raise InputError(found)
