"""The commands: every module of this package is one, found by itself.

A module defines ``add(commands)``, which adds the command to the command line, and
``ORDER``, its place in the help. What it needs besides argparse is imported when it
runs, so that ``--help`` is quick and an audit runs where there is no solver.
"""

from __future__ import annotations

import sys
from types import ModuleType

from planner.domain.discovery import modules_defining


def command_modules() -> list[ModuleType]:
    """All commands, in the order of the help."""
    return sorted(modules_defining(sys.modules[__name__], "add"), key=lambda module: module.ORDER)
