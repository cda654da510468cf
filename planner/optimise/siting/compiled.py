"""Numba's compiler, so that it also works where nothing can be written.

Compiled code is kept beside the source or in the user's cache folder. On a
read-only installation with no such folder numba refuses at import; there the
loops are compiled anew in each process instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(loop: Loop) -> Loop:
    """The loop as machine code, compiled when it is first called and kept if it can be."""
    try:
        made: Any = numba.njit(cache=True)(loop)
    except RuntimeError:  # no folder to keep it in
        made = numba.njit(loop)
    return cast(Loop, made)
