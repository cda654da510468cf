"""What a plan may mean for turnout: ranges from research, and the range of new voters at added places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from planner.domain.plan import Plan, StationKind

FILE = Path(__file__).with_name("effects.yaml")
NO_ESTIMATE = (
    "Det finnes ikke noe årsaksestimat for norske mobile forhåndsstemmesteder. Tallene under er spenn, de fleste fra "
    "andre land, og ingen spådom om denne planen."
)
ADDED = frozenset({StationKind.POPUP, StationKind.MOBILE_STOP})
"""Places that the plan adds to those of today."""


@dataclass(frozen=True, slots=True)
class Study:
    """One finding: who, where, what."""

    study: str
    where: str
    finding: str


@dataclass(frozen=True, slots=True)
class ShareRange:
    """A share that nobody knows better than this; ``mid`` is a middle, not a best guess."""

    low: float
    mid: float
    high: float
    source: str


@dataclass(frozen=True, slots=True)
class NewVoters:
    """Votes expected at added places, and how many of them may be of people who would not have voted."""

    votes: float
    low: float
    mid: float
    high: float


@cache
def studies() -> tuple[Study, ...]:
    """All findings."""
    return tuple(Study(**item) for item in _content()["studies"])


@cache
def new_voter_share() -> ShareRange:
    """The share of votes at an added place that are of people who would not have voted."""
    return ShareRange(**_content()["new_voter_share"])


def new_voters(plan: Plan) -> NewVoters | None:
    """The range for a plan; None where no votes are expected at added places, or none are known."""
    added = {station.id for station in plan.stations if station.kind in ADDED}
    votes = sum(item.own for item in plan.stock if item.station in added)
    if not votes:
        return None
    share = new_voter_share()
    return NewVoters(votes, votes * share.low, votes * share.mid, votes * share.high)


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content
