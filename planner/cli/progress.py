"""What the commands share while they run: the exit code of a broken rule, and progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

HARD_FINDINGS = 3
PROGRESS_VARIABLE = "VALGPLAN_PROGRESS"
"""Set to ``always`` to see progress also where it is piped (the browser face does)."""


def teller(quiet: bool) -> Callable[[str], None]:
    """Progress on stderr; quiet where it is piped, unless asked for."""
    always = os.environ.get(PROGRESS_VARIABLE) == "always"
    if quiet or not (always or sys.stderr.isatty()):
        return lambda _: None
    return lambda sentence: print(sentence, file=sys.stderr, flush=True)
