"""The versions before a plan: their files, found by the checksum or the seal that each keeps of its parent."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from planner.domain.errors import InputError
from planner.domain.plan import Plan
from planner.origin import PARENT_FILE, PLAN_FILE
from planner.planfile import plan_file_bytes, plan_of
from planner.seals import Kinship, kinship
from planner.versions import ORDER


def earlier_versions(path: Path, plan: Plan, *, also: Iterable[Path] = ()) -> tuple[Plan, ...]:
    """The versions before a plan, newest first, as far back as their files are found.

    Looked for in the plan's folder, in the folders beside it and in ``also``, by the names ``plan.json`` and
    ``parent.json``, and by any name in the plan's own folder. Of several files of one version the one that has come
    furthest counts: a copy stays as it was when the child was made, its original may be registered since.
    """
    plans = _plans_near(path, also) if plan.version.parent_sha256 is not None else []
    found: list[Plan] = []
    child = plan
    while True:
        parents = [older for older, content in plans if _is_parent(child, older, content)]
        if not parents:
            return tuple(found)
        child = max(parents, key=lambda older: ORDER.index(older.version.status))
        found.append(child)


def _is_parent(child: Plan, older: Plan, content: bytes) -> bool:
    before = older.version.number + 1 == child.version.number
    return before and kinship(child, older, content) is not Kinship.OTHER


def _plans_near(path: Path, also: Iterable[Path]) -> list[tuple[Plan, bytes]]:
    folder = path.resolve().parent
    beside = (folder.parent.glob(f"*/{name}") for name in (PLAN_FILE, PARENT_FILE))
    files = dict.fromkeys(file.resolve() for file in chain(also, folder.glob("*.json"), *beside) if file.is_file())
    found = []
    for file in files:
        if file != path.resolve():
            try:
                content = plan_file_bytes(file)
                found.append((plan_of(content, str(file)), content))
            except InputError:
                continue  # some other file
    return found
