"""What a constraint file defines, and the words it shares.

A module in this package with ``CONSTRAINT``, ``check(plan, problem)`` and, where it
binds the model, ``build(model)``, is a constraint; the registry finds it. Where the
model can be infeasible because of it, it also has ``requirement(problem)``, the
sentence of what is asked, and ``relaxed(problem, slack)``, the least change that would do.
Where a plan can be near its limit, ``use(plan, problem)`` says how near.
"""

from __future__ import annotations

from typing import NamedTuple

from planner.law.rule import Rule, RuleType

TIGHT = 0.98
"""From this share of its limit on a requirement is called tight: little more can be had without changing it."""


class Use(NamedTuple):
    """How much of a limit a plan uses.

    Attributes:
        what: of what, Norwegian, with where and when it is nearest the limit.
        at_least: the limit is from below.
    """

    what: str
    measured: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def share(self) -> float:
        """Of the limit; 1 at the limit, less where there is room."""
        part, whole = (self.limit, self.measured) if self.at_least else (self.measured, self.limit)
        if whole > 0:
            return part / whole
        return 1.0 if part >= 0 else 0.0

    @property
    def tight(self) -> bool:
        """Whether there is next to no room."""
        return self.share >= TIGHT


def constraint(constraint_id: str, title: str, field: str, *, overridable: bool = True) -> Rule:
    """A hard requirement that comes from the scenario, not from the law.

    Args:
        overridable: False for what no reason makes possible (a vehicle in two places at once).
    """
    return Rule(constraint_id, title, f"scenariet: {field}", RuleType.HARD, overridable)


def nok(amount: float) -> str:
    """An amount as Norwegians write it: ``1 234 567 kr``."""
    return f"{amount:,.0f} kr".replace(",", " ")


def decimal(number: float, digits: int = 1) -> str:
    """A number with decimal comma."""
    return f"{number:.{digits}f}".replace(".", ",")
