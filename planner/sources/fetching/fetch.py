"""Filling a raw folder: what is there is kept, what a service gives is fetched, the rest is told of, all at once.

Each file appears whole or not at all, and stays when another one fails: the same command goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import ModuleType

from planner.dataset.text import sha256_of
from planner.domain.discovery import modules_defining
from planner.domain.errors import InputError, Problem
from planner.sources import fetching as package
from planner.sources.fetching.task import Area, Task
from planner.sources.fetching.web import Web
from planner.sources.recipe import RawFile, Recipe

HELPERS = frozenset({"fetch", "task", "web"})
MANIFEST = "hentet.json"
CACHE = ".svar"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a raw folder holds now.

    Attributes:
        pinned: files that the embedded dataset was made of, byte for byte.
        other: files of another vintage, or put there by hand.
        fetched: files fetched now.
    """

    raw: Path
    pinned: tuple[str, ...]
    other: tuple[str, ...]
    fetched: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """For printing."""
        yield f"{self.raw}:"
        for title, names in (
            ("hentet nå", self.fetched),
            ("de samme som det innebygde datasettet er laget av", self.pinned),
            ("andre enn det innebygde datasettet er laget av", self.other),
        ):
            if names:
                yield f"  {title}: {', '.join(names)}"
        if self.fetched or self.other:
            yield "Datasettet som bygges av dette, blir et annet enn det innebygde."


@dataclass(frozen=True, slots=True)
class Fetched:
    """One line of the raw folder's list of what was fetched."""

    path: str
    sha256: str
    day: str
    vintage: str


def fetch_raw(recipe: Recipe, raw: Path, *, web: Web | None = None, today: date, progress: Say) -> FetchReport:
    """Fill a raw folder.

    Args:
        recipe: of the municipality.
        raw: the folder, made where it is not there.
        web: the client; None keeps replies in the raw folder.
        today: the day noted for what is fetched.
        progress: told what is being done (Norwegian).

    Raises:
        InputError: every file that could not be had, with where to find it. Files that could, are in place.
    """
    client = web or Web(raw / CACHE)
    known = fetched_files(raw)
    area = Area(recipe, client, recipe.area_source)
    pinned, other, fetched, problems = list[str](), list[str](), list[str](), list[Problem]()
    for key, file in recipe.files.items():
        target = raw / (file.fetch.get("save_as") or file.path)
        if (raw / file.path).is_file() and not (client.refresh and key in known):
            same = sha256_of((raw / file.path).read_bytes(), binary=True) == file.sha256
            (pinned if same else other).append(file.path)
        elif target.is_file() and not client.refresh:
            other.append(target.relative_to(raw).as_posix())
        elif file.fetch:
            progress(f"henter {file.source} …")
            try:
                known[key] = _fetch(file, Task(recipe, client, area, file.fetch, file.path), target, raw, today)
                fetched.append(known[key].path)
            except InputError as error:
                problems += [replace(problem, place=problem.place or file.path) for problem in error.problems]
        else:
            problems.append(_by_hand(file, raw))
        if fetched:
            _write(raw / MANIFEST, _manifest(known))
    if problems:
        raise InputError(dict.fromkeys(problems))
    return FetchReport(raw, tuple(pinned), tuple(other), tuple(fetched))


def located(recipe: Recipe, raw: Path) -> Recipe:
    """The recipe with the paths and vintages of what was fetched, where the recipe's own file is not there."""
    files = dict(recipe.files)
    for key, found in fetched_files(raw).items():
        file = files.get(key)
        mine = raw / found.path
        if file is None or not mine.is_file() or (file.path != found.path and (raw / file.path).is_file()):
            continue
        if sha256_of(mine.read_bytes(), binary=True) == found.sha256:
            files[key] = replace(file, path=found.path, vintage=found.vintage)
    return replace(recipe, files=files)


def fetched_files(raw: Path) -> dict[str, Fetched]:
    """What was fetched into a raw folder, by the recipe's key; a list that cannot be read is no list."""
    try:
        listed = json.loads((raw / MANIFEST).read_text(encoding="utf-8"))
        return {key: Fetched(**item) for key, item in listed.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _fetch(file: RawFile, task: Task, target: Path, raw: Path, today: date) -> Fetched:
    content = _fetcher(file.fetch["kind"]).fetch(task)
    _write(target, content)
    vintage = file.fetch.get("vintage") or f"hentet {today.isoformat()}"
    return Fetched(target.relative_to(raw).as_posix(), sha256_of(content, binary=True), today.isoformat(), vintage)


def _fetcher(kind: str) -> ModuleType:
    kinds = {module.KIND: module for module in modules_defining(package, "KIND", helpers=HELPERS)}
    return kinds[kind]


def _by_hand(file: RawFile, raw: Path) -> Problem:
    return Problem("ingen tjeneste gir denne fila", str(raw / file.path), remedy=file.by_hand)


def _manifest(known: dict[str, Fetched]) -> bytes:
    plain = {
        key: {name: getattr(item, name) for name in ("path", "sha256", "day", "vintage")} for key, item in known.items()
    }
    return (json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _write(target: Path, content: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".{target.name}.part")
        half.write_bytes(content)
        half.replace(target)
    except OSError as error:
        problem = Problem(f"kan ikke skrive her ({error.strerror})", str(target), remedy="velg en annen mappe (--raw)")
        raise InputError(problem) from None
