"""What a number about persons may tell: groups of fewer than five are not told of.

The floor that everything stands on which shows such numbers: sentences of the audit, exports, maps. Numbers
that are tied together by sums are weighed together in :mod:`planner.evaluate.small_numbers`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

LEAST_GROUP = 5
"""Persons in the smallest group that a number is published of."""
TEN = 10
FINEST = 4
"""Decimals of a share in a plan file."""


def is_small(number: float) -> bool:
    """Whether a number of persons is of a group too small to be shown."""
    return 0 < number < LEAST_GROUP


def about(number: float, whom: str = "velgere") -> str:
    """``omtrent 970 velgere``: whole tens, so that it gives no other number away; few are only said to be few."""
    if number <= 0:
        return f"ingen {whom}"
    if number < TEN:
        return f"færre enn {'fem' if is_small(number) else 'ti'} {whom}"
    return f"omtrent {round(number, -1):,.0f}".replace(",", " ") + f" {whom}"


def shown_shares(shares: Iterable[float], persons: float) -> list[float | None]:
    """Shares of a group within rising limits, as they can be shown; all None where they would count too few.

    A share times its group is a number of persons, and so is what lies between two shares. So a share has no more
    decimals than leave room for five persons on either side (one step of it is at least ten persons). Where a whole
    per cent is fewer than that, all are left out if any part of the group that they mark off is small.

    Args:
        shares: of the group within each limit, in rising order of the limits.
        persons: in the group.
    """
    given = list(shares)
    decimals = next((n for n in range(FINEST, 1, -1) if persons >= 2 * LEAST_GROUP * 10**n), None)
    if decimals is not None:
        return [round(share, decimals) for share in given]
    counts = [0.0, *(share * persons for share in given), persons]
    # Shares in a plan file are rounded: less than their last decimal is nobody.
    dust = persons * 10**-FINEST
    parts = [more - less for less, more in pairwise(counts)]
    if any(dust < part < LEAST_GROUP for part in parts):
        return [None] * len(given)
    return [round(share, 2) for share in given]
