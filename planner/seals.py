"""The seal of a decided plan, and the checksums by which a version points to its parent.

A plan's *content* is what the board decides on and nobody can recompute: scenario, dataset,
stations, vehicles, roster, dispatches, number and parent, with the day and the case number of the
decision. It is sealed when the plan is decided (``content_sha256``); from then on only the rest of
the version block and the checklist may change, and a changed content is a new version: a draft with
the next number that points to its parent. Findings, figures and assumptions follow from the content
and are recomputed by every audit.

``parent_sha256`` is the sha256 of the parent's file, byte by byte, as it was when the child was
made; those very bytes are kept beside the child. The parent's own file may go on (status,
checklist): ``parent_content_sha256`` still tells that it is the same plan.

The seal guards against slips, not against forgery: whoever edits a file can compute a new one.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from typing import Any

from planner.domain.plan import Plan, PlanStatus, StationKind, Version
from planner.planfile import plain_plan

CONTENT = ("scenario", "stations", "vehicles", "roster")
DECISION = ("number", "parent_sha256", "decided_on", "case_number")
"""Of the version block: what the decision fixes for good."""


class Kinship(StrEnum):
    """How a file stands to the version that names it as parent."""

    EXACT = "exact"
    CARRIED_ON = "carried_on"
    OTHER = "other"


def is_final(version: Version) -> bool:
    """Whether the content may no longer change: everything but a draft."""
    return version.status is not PlanStatus.DRAFT


def content_sha256(plan: Plan) -> str:
    """Seal of a plan's content, the same however the file is laid out."""
    plain = plain_plan(plan)
    content = {key: plain[key] for key in CONTENT}
    content["dataset"] = {key: plain["dataset"][key] for key in ("name", "version", "sha256")}
    content["version"] = {key: plain["version"].get(key) for key in DECISION}
    # The votes expected in a dispatch are recomputed, the dispatch itself is the planner's.
    content["shipping"] = [
        {key: value for key, value in dispatch.items() if key != "votes"} for dispatch in plain.get("shipping") or ()
    ]
    return _digest(content)


def times_sha256(plan: Plan) -> str:
    """Digest of where and when voters can vote: what is announced, and whose change must be announced (vf 6-1)."""
    places = [
        [
            station.name,
            station.address,
            station.lat,
            station.lon,
            sorted([o.date.isoformat(), o.start, o.end, o.phase.value] for o in station.opening),
        ]
        for station in plan.stations
        if station.kind is not StationKind.HOME_TEAM
    ]
    return _digest(sorted(_canonical(place) for place in places))


def _digest(value: Any) -> str:
    return hashlib.sha256(_canonical(value).encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(_whole(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _whole(value: Any) -> Any:
    """Whole numbers written one way, whether a program or a file says 15 or 15.0."""
    if isinstance(value, dict):
        return {key: _whole(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_whole(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def is_sealed_and_changed(plan: Plan) -> bool:
    """Whether the content is another than the one that was decided."""
    seal = plan.version.content_sha256
    return is_final(plan.version) and seal is not None and seal != content_sha256(plan)


def changes_announced(plan: Plan) -> bool:
    """Whether the plan has other places or times than the last announced version before it; unknown counts as yes."""
    version = plan.version
    return version.parent_announced_on is not None and version.parent_announced_sha256 != times_sha256(plan)


def file_sha256(content: bytes) -> str:
    """Checksum of a file, as ``parent_sha256`` holds it."""
    return hashlib.sha256(content).hexdigest()


def kinship(child: Plan, parent: Plan, parent_bytes: bytes) -> Kinship:
    """Whether a file is the one a plan names as parent: byte by byte, or the same content carried on since."""
    if child.version.parent_sha256 is None:
        return Kinship.OTHER
    if file_sha256(parent_bytes) == child.version.parent_sha256:
        return Kinship.EXACT
    if child.version.parent_content_sha256 == content_sha256(parent):
        return Kinship.CARRIED_ON
    return Kinship.OTHER
