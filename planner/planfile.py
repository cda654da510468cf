"""Reading and writing ``plan.json``, and its published schema.

The schema is that of the frozen types in :mod:`planner.domain.plan`; a file is
checked against them before anything is done with it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from planner.domain.errors import InputError, Problem
from planner.domain.findings import Finding
from planner.domain.plan import SCHEMA_VERSION, Plan, PlanStatus
from planner.domain.textfile import decode, json_value, read_bytes
from planner.domain.validation import problems_of

MAX_PLAN_BYTES = 100_000_000
ALWAYS = ("rule", "text", "status")
"""Keys of a checklist item that are written also where they say nothing."""
REMEDY = "se «valgplan schema plan» for alle felter"


@cache
def _adapter() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)


def plain_plan(plan: Plan) -> dict[str, Any]:
    """A plan as plain JSON values, every field in it."""
    plain: dict[str, Any] = _adapter().dump_python(plan, mode="json", by_alias=True, exclude_none=False)
    return plain


def plan_bytes(plan: Plan) -> bytes:
    """A plan as UTF-8 JSON; the same plan gives the same bytes."""
    return (json.dumps(_without_empty(plain_plan(plan)), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _without_empty(plain: dict[str, Any]) -> dict[str, Any]:
    """Optional keys that say nothing are left out; nullable ones that mean *unknown* stay."""
    plain["findings"] = [_finding(finding) for finding in plain["findings"]]
    plain["checklist"] = [
        {k: v for k, v in item.items() if k in ALWAYS or v not in (None, "", [])} for item in plain["checklist"]
    ]
    plain["version"] = {k: v for k, v in plain["version"].items() if v not in (None, {})}
    for key in ("objectives", "stock"):
        if not plain[key]:
            del plain[key]
    for key in ("shipping", "capacity"):
        if plain[key] is None:
            del plain[key]
    return plain


def _finding(plain: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if (key, value) != ("override", None)}


def read_plan(path: str | Path) -> Plan:
    """Read and validate a plan file.

    Raises:
        InputError: everything wrong with the file, each with its place and value.
    """
    return plan_of(plan_file_bytes(path), str(path))


def plan_file_bytes(path: str | Path) -> bytes:
    """The bytes of a plan file, for whoever also needs their checksum.

    Raises:
        InputError: it cannot be read.
    """
    problems: list[Problem] = []
    missing = "lag den med «valgplan plan»"
    content = read_bytes(Path(path), problems, name=str(path), missing=missing, largest=MAX_PLAN_BYTES)
    if content is None:
        raise InputError(problems)
    return content


def plan_of(content: bytes, file: str) -> Plan:
    """Validate the bytes of a plan file.

    Raises:
        InputError: everything wrong with them.
    """
    problems: list[Problem] = []
    text = decode(content, file, problems)
    raw = None if text is None else json_value(text, file, problems)
    if problems:
        raise InputError(problems)
    return parse_plan(raw, file)


def stated_status(path: Path) -> PlanStatus | None:
    """The status that a file states if it looks like a plan, whole or not; None for any other file or none.

    A draft that holds a seal or the day of a decision was set back by hand: it is decided all the same.
    """
    try:
        content = path.read_bytes()
        raw = json.loads(content.decode("utf-8-sig")) if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") else {}
        if "schema_version" not in raw:
            return None
        status, version = PlanStatus(raw["version"]["status"]), raw["version"]
        was_decided = any(version.get(name) is not None for name in ("content_sha256", "decided_on"))
        return PlanStatus.DECIDED if status is PlanStatus.DRAFT and was_decided else status
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def parse_plan(raw: Any, file: str = "plan.json") -> Plan:
    """Validate plain values as a plan.

    Raises:
        InputError: every error at once.
    """
    version = raw.get("schema_version") if isinstance(raw, dict) else None
    if version != SCHEMA_VERSION:
        problem = Problem(
            f"dette er ikke en plan av utgave {SCHEMA_VERSION}",
            file,
            "schema_version",
            str(version),
            "lag planen på nytt",
        )
        raise InputError(problem)
    try:
        plan = _adapter().validate_python(raw)
    except ValidationError as error:
        raise InputError(problems_of(error.errors(), file, REMEDY)) from None
    repeated = sorted({s.id for s in plan.stations if [t.id for t in plan.stations].count(s.id) > 1})
    if repeated:
        raise InputError(
            [Problem("id-en er brukt på flere steder", file, "stations", i, "gi hvert sted sin id") for i in repeated]
        )
    return plan


def plan_schema() -> str:
    """The JSON Schema of a plan."""
    schema = _adapter().json_schema(by_alias=True)
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True)


def findings_json(findings: Sequence[Finding]) -> str:
    """Findings as a JSON array, in the form of ``plan.json``."""
    plain = TypeAdapter(tuple[Finding, ...]).dump_python(tuple(findings), mode="json")
    return json.dumps([_finding(f) for f in plain], ensure_ascii=False, indent=1)
