"""What a constraint file defines, and the words it shares.

A module in this package with ``CONSTRAINT``, ``check(plan, problem)`` and, where it
binds the model, ``build(model)``, is a constraint; the registry finds it. Where the
model can be infeasible because of it, it also has ``requirement(problem)``, the
sentence of what is asked, and ``relaxed(problem, slack)``, the least change that would do.
"""

from __future__ import annotations

from planner.law.rule import Rule, RuleType


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
