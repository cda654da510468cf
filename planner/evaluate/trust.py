"""What is approximate in a dataset's travel times, and whom they leave out, in Norwegian sentences."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from planner.domain.small_groups import is_small, shown_shares
from planner.problem import Problem

BARE_SHARE = 0.2
"""Below this share of voters on the street network a district counts as without streets in the data."""
MARKS = {"network": "fra gatenettet", "partly": "delvis tilnærmet", "approximate": "tilnærmet (luftlinje med omvei)"}


def trust_sentences(problem: Problem) -> tuple[str, ...]:
    """How much of the travel times is approximate, where, and who is left out; empty where the build says nothing."""
    sentences = []
    marks: Mapping[str, Any] = problem.dataset.figures.get("marks", {})
    nearest = marks.get("nearest", {})
    if nearest:
        sentences.append(
            f"Reisetid til dagens nærmeste sted, andel av innbyggerne: {_by_mark(nearest, problem)}."
            f"{_errors(marks)}{_uncovered(problem)}"
        )
    unplaced = problem.dataset.unplaced_eligible.get(problem.scenario.demand.eligible, 0.0)
    if unplaced:
        few = "Færre enn fem" if is_small(unplaced) else f"{unplaced:.0f}"
        sentences.append(f"{few} stemmeberettigede hører ikke til noe sted i kildene og er ikke med.")
    return tuple(sentences)


def _by_mark(nearest: Mapping[str, float], problem: Problem) -> str:
    """``35 % fra gatenettet, 11 % delvis tilnærmet``; not where a per cent is a few persons."""
    words = {word: nearest[key] for key, word in MARKS.items() if key in nearest}
    persons = float(problem.dataset.cells.eligible[problem.scenario.demand.eligible].sum())
    if None in shown_shares(accumulate(words.values()), persons):
        return "vises ikke, fordi noen av gruppene er for små"
    return ", ".join(f"{100 * share:.0f} % {word}" for word, share in words.items())


def _errors(marks: Mapping[str, Any]) -> str:
    """Mean errors of walking minutes where the build measured them."""
    walk = marks.get("errors", {}).get("walk", {})
    known = [f"{_n(walk[key])} min der den er {word}" for key, word in MARKS.items() if walk.get(key)]
    return f" Middelfeil til fots: {', '.join(known)}." if known else ""


def _uncovered(problem: Problem) -> str:
    """Districts where hardly any voter lives where the streets are in the data."""
    cells, voters = problem.dataset.cells, problem.dataset.cells.eligible[problem.scenario.demand.eligible]
    names = []
    for index, district in enumerate(problem.dataset.districts):
        here = cells.district == index
        if voters[here].sum() > 0 and voters[here & cells.covered].sum() < BARE_SHARE * voters[here].sum():
            names.append(district.name)
    return f" Så godt som uten gatenett i dataene: {', '.join(names)}." if names else ""


def _n(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
