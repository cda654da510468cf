"""The command line: ``valgplan``.

Exit codes: 0 done, 1 bad input or wrong command line, 2 infeasible, 3 hard findings,
4 limit reached with no plan, 70 a fault of ours, 130 Ctrl-C.
"""

from __future__ import annotations

from planner.cli.running import entry_point, main

__all__ = ["entry_point", "main"]
