"""Errors of valgplan: one base class, all problems of an input together.

An input is read to its end before anything is raised, so a planner sees every
mistake at once, each with the file, the place, the value found and the remedy.
The sentences are Norwegian because planners read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input.

    Attributes:
        message: what is wrong (Norwegian, one sentence).
        file: the file it stands in, as the user named it.
        place: where in the file: row, column, key or feature.
        value: the value found, as text.
        remedy: what to do about it (Norwegian).
    """

    message: str
    file: str = ""
    place: str = ""
    value: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.place) if part)
        text = f"{where}: {self.message}" if where else self.message
        if self.value:
            text += f" (fant «{self.value}»)"
        if self.remedy:
            text += f" – {self.remedy}"
        return text


class ValgplanError(ValueError):
    """Base of every error that valgplan raises on purpose.

    Attributes:
        problems: everything that was found wrong, in reading order.
    """

    exit_code = 1

    def __init__(self, problems: Iterable[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = (Problem(problems),)
        elif isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(ValgplanError):
    """Bad input: a file, a scenario, a plan or a command line (exit code 1)."""


def all_of(*makers: Callable[[], Any]) -> list[Any]:
    """What each of some functions makes.

    Raises:
        InputError: the problems of all of them together.
    """
    made: list[Any] = []
    problems: list[Problem] = []
    for make in makers:
        try:
            made.append(make())
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return made


class InfeasibleError(ValgplanError):
    """No plan meets the requirements (exit code 2).

    Attributes:
        conflict: an irreducible set of requirements that cannot hold together.
        relaxations: the cheapest change of each that makes a plan possible.
    """

    exit_code = 2

    def __init__(self, conflict: Iterable[str], relaxations: Iterable[str]) -> None:
        self.conflict = tuple(conflict)
        self.relaxations = tuple(relaxations)
        lines = ["Ingen plan kan oppfylle alle kravene samtidig. Disse kravene er i konflikt:"]
        lines += [f"  – {sentence}" for sentence in self.conflict]
        if self.relaxations:
            lines.append("Minste endring som løser konflikten (én av disse er nok):")
            lines += [f"  – {sentence}" for sentence in self.relaxations]
        super().__init__("\n".join(lines))


class NoPlanError(ValgplanError):
    """A limit was reached before any plan was found (exit code 4)."""

    exit_code = 4
