"""``valgplan sweep``: many scenarios, each varied in some fields."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.cli.parser import Commands, add_command
from planner.cli.progress import HARD_FINDINGS, teller
from planner.cli.values import whole_positive

ORDER = 15


def add(commands: Commands) -> None:
    """Add the command."""
    text = "Løs mange scenarier med varierte felt, og samle tallene i én tabell."
    parser = add_command(commands, "sweep", text, _sweep)
    parser.add_argument("sweep", type=Path, metavar="SERIE.yaml")
    parser.add_argument("--out", type=Path, metavar="MAPPE", help="mappe for resultatene (ellers out/<seriens navn>)")
    parser.add_argument(
        "--scheduler", metavar="ADRESSE", help="en Dask-planlegger, for eksempel tcp://127.0.0.1:8786 (ellers her)"
    )
    parser.add_argument(
        "--workers", type=whole_positive, default=1, metavar="N", help="prosesser på denne maskinen (forvalg 1)"
    )
    parser.add_argument("--quiet", action="store_true", help="ingen framdrift")


def _sweep(arguments: argparse.Namespace) -> int:
    from planner import services
    from planner.sweep import PLANNED, Row, read_sweep, run_all, sweep_files

    sweep, runs = read_sweep(arguments.sweep, out=arguments.out)
    say = teller(arguments.quiet)
    say(f"{len(runs)} planer …")

    def tell(row: Row) -> None:
        goal = row.outcome if row.value is None else f"{row.value:.2f} {row.unit}".replace(".", ",")
        changed = ", ".join(f"{name} {value}" for name, value in row.changes.items())
        say(f"  {row.number}: {Path(row.scenario).stem} {changed}: {goal}")

    rows = run_all(runs, scheduler=arguments.scheduler, workers=arguments.workers, tell=tell)
    folder = arguments.out or Path("out") / arguments.sweep.stem
    files = sweep_files(sweep, rows)
    services.write_files(folder, files)
    made = sum(row.outcome == PLANNED for row in rows)
    print(f"{made} av {len(rows)} planer laget. Skrevet: " + ", ".join(str(folder / name) for name in files))
    for row in rows:
        if row.outcome != PLANNED:
            print(f"{row.number}: {row.outcome}: {row.message.splitlines()[0] if row.message else ''}")
    return HARD_FINDINGS if any(row.hard for row in rows) else 0
