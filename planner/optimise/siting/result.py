"""What the siting engine answers."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.dataset import Ints
from planner.optimise.siting.certificate import Certificate
from planner.optimise.solver import Outcome


@dataclass(frozen=True, eq=False)
class Siting:
    """Which columns to open, and how good that is.

    Attributes:
        open: (p,) column indices, ascending; empty if infeasible.
        assigned: (I,) nearest open column (the lowest of several), −1 if none is within ``outside_minutes``
            or the row is unreachable.
        objective: weighted sum of minutes; inf if infeasible.
        lower_bound: no choice of p columns has a smaller objective; inf if infeasible.
        mean_minutes: weighted mean.
        gap: (objective − lower_bound)/objective, 0 if both are 0.
        status: optimal (gap ≤ 1e-6), feasible or infeasible.
        seconds: wall time.
        certificate: the multipliers behind the bound; None if infeasible.
        unreachable: rows with weight that no plan reaches, or, if each can be reached but not all by p columns,
            those that the best plan found leaves out. Empty unless infeasible.
        reason: what makes it infeasible (Norwegian), empty otherwise.
    """

    open: Ints
    assigned: Ints
    objective: float
    lower_bound: float
    mean_minutes: float
    gap: float
    status: Outcome
    seconds: float
    certificate: Certificate | None
    unreachable: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True, eq=False)
class EquitableSiting(Siting):
    """The same with objective, bound and gap in minutes of the Kolm–Pollak equivalent.

    Attributes:
        ede: minutes which, if everybody had them, were as good as the plan (equal to ``objective``).
        kappa: per minute; how fast a minute more counts for more.
    """

    ede: float = float("nan")
    kappa: float = float("nan")
