"""A small scenario on the embedded dataset, solved once per test session through the services."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OSLO = ROOT / "data" / "oslo"

SCENARIO = """\
name: Lite forsøk i Søndre Nordstrand
dataset: DATASET
election: 2027-09-13
budget_nok: 120000
demand: {districts: ["15"]}
stations:
  existing: locked
  popup_sites: [e1507, e1504]
  patterns:
    - {id: lordag, name: lørdager, saturday: ["10:00-14:00"]}
    - {id: siste2-kveld, name: kvelder siste to uker, weekday: ["16:00-19:00"], last_weeks: 2}
vehicles:
  - {id: buss-1, name: Valgbuss 1, depot: f1601, stops: [e1507, e1504, e1506, e1503], min_days: 1}
min_visits: 2
capacity: {size_crews: false}
"""
"""Crews as the scenario has them: sizing them is most of the time, and has tests of its own."""


def write_scenario(folder: Path, *, changes: tuple[tuple[str, str], ...] = ()) -> Path:
    """The scenario as a file, some text replaced."""
    text = SCENARIO.replace("DATASET", OSLO.as_posix())
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "lite.yaml"
    path.write_text(text, encoding="utf-8")
    return path
