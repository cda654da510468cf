"""``python -m planner.cli``."""

from __future__ import annotations

from planner.cli import entry_point

if __name__ == "__main__":
    entry_point()
