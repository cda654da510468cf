"""What studies of distance and turnout found, as ranges with their source; see ``distance_effects.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class DistanceEffect:
    """One study: what it found where, and the range."""

    study: str
    place: str
    finding: str
    range: str


@cache
def distance_effects() -> tuple[DistanceEffect, ...]:
    """All studies, the most causal first."""
    text = (files("planner.evaluate") / "distance_effects.yaml").read_text(encoding="utf-8")
    return tuple(DistanceEffect(**item) for item in yaml.safe_load(text))
