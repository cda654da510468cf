"""Many scenarios, each varied in some fields: one plan a run, one row a run.

A sweep file names scenarios and, per dotted field, the values it takes; every combination is a
run with a folder of its own. Runs share nothing, so they go to processes on this machine or to
the workers of a Dask scheduler, which must see the same files. A row holds what its plan's own
audit says; a run without a plan has a row with the reason, and no figures.
"""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, fields
from itertools import product
from pathlib import Path
from typing import Annotated, Any, cast

from pydantic import Field, ValidationError

from planner.domain.errors import InputError, Problem, ValgplanError
from planner.domain.findings import Severity
from planner.domain.textfile import read_text
from planner.domain.validation import problems_of
from planner.exporters.spreadsheet import text_cell
from planner.scenario import read_draft
from planner.scenario.fields import Number, Part, Whole
from planner.scenario.yamltext import parse_yaml
from planner.services import plan_scenario

Say = Callable[[str], None]
TABLE, ROWS = "sweep.csv", "sweep.json"
MOST_RUNS, CONTACT_SECONDS = 10_000, 10.0
PLANNED = "plan"
"""``outcome`` of a run that gave a plan; any other is the exit code's word."""
OUTCOMES = {1: "feil i inndata", 2: "umulig", 4: "ingen plan innen tidsgrensen"}


class Sweep(Part):
    """A sweep file."""

    name: Annotated[str, Field(min_length=1, description="navn på serien")]
    scenarios: Annotated[
        tuple[str, ...], Field(min_length=1, description="scenariofiler, sett fra denne fila eller arbeidsmappa")
    ]
    vary: Annotated[
        dict[str, tuple[Any, ...]],
        Field(
            default_factory=dict,
            description="felt i scenariet (med punktum) → verdiene det skal ha; alle kombinasjoner løses",
        ),
    ]
    time_limit: Annotated[Number, Field(gt=0, description="sekunder per plan")] = 60
    gap: Annotated[Number, Field(ge=0, lt=1)] = 0.01
    seed: Annotated[Whole, Field(ge=0)] = 0


@dataclass(frozen=True)
class Run:
    """One plan to be made; plain values, so that it can be sent to another process or machine."""

    number: int
    scenario: str
    changes: tuple[tuple[str, str], ...]
    out: str
    time_limit: float
    gap: float
    seed: int


@dataclass(frozen=True)
class Row:
    """What a run gave.

    Attributes:
        changes: field → value as YAML text.
        outcome: ``plan``, or why there is none.
        value, lower_bound, gap, unit: of the goal.
        mean_minutes_before, mean_minutes: on cells, as ``accessibility`` has them.
        cost_nok: charged to the budget.
        hard: findings that make it unlawful or impossible.
        message: the reason where there is no plan.
    """

    number: int
    scenario: str
    changes: dict[str, str]
    outcome: str
    folder: str = ""
    objective: str = ""
    value: float | None = None
    lower_bound: float | None = None
    gap: float | None = None
    unit: str = ""
    mean_minutes_before: float | None = None
    mean_minutes: float | None = None
    cost_nok: float | None = None
    stations: int | None = None
    hard: int | None = None
    seconds: float | None = None
    message: str = ""


def read_sweep(path: Path, *, out: Path | None = None) -> tuple[Sweep, tuple[Run, ...]]:
    """A sweep file and all its runs.

    Raises:
        InputError: everything wrong with the file and with the scenarios as each run has them.
    """
    problems: list[Problem] = []
    text = read_text(path, problems, name=str(path), missing="sjekk stien")
    raw = None if text is None else parse_yaml(text, str(path), problems)
    if problems:
        raise InputError(problems)
    try:
        sweep = Sweep.model_validate(raw)
    except ValidationError as error:
        raise InputError(problems_of(error.errors(), str(path), "se docs/serier.md")) from None
    runs = tuple(_runs(sweep, path, out or Path("out") / path.stem))
    if len(runs) > MOST_RUNS:
        raise InputError(Problem(f"{len(runs)} planer er for mange", str(path), "vary", remedy=f"høyst {MOST_RUNS}"))
    raise_all(_troubles(runs))
    return sweep, runs


def raise_all(problems: Iterable[Problem]) -> None:
    """Raise what there is, each once.

    Raises:
        InputError: if there is any.
    """
    found = tuple(dict.fromkeys(problems))
    if found:
        raise InputError(found)


def _runs(sweep: Sweep, path: Path, out: Path) -> Iterator[Run]:
    names = list(sweep.vary)
    combinations = list(product(*(sweep.vary[name] for name in names)))
    width = len(str(len(sweep.scenarios) * len(combinations)))
    number = 0
    for scenario in sweep.scenarios:
        file = next((f for f in (path.parent / scenario, Path(scenario)) if f.is_file()), path.parent / scenario)
        for values in combinations:
            number += 1
            # JSON is YAML: the value goes through the same door as one given with --set.
            texts = (json.dumps(value, ensure_ascii=False, default=str) for value in values)
            changes = tuple(zip(names, texts, strict=True))
            folder = out / f"{number:0{width}d}-{file.stem}"
            yield Run(number, str(file), changes, str(folder), sweep.time_limit, sweep.gap, sweep.seed)


def _troubles(runs: Sequence[Run]) -> Iterator[Problem]:
    """What is wrong with the scenarios before anything is solved."""
    for run in runs:
        yield from read_draft(Path(run.scenario), dict(run.changes)).problems


def run_one(run: Run) -> Row:
    """Make one plan; what goes wrong is in the row."""
    changes = dict(run.changes)
    try:
        result = plan_scenario(
            Path(run.scenario),
            out=Path(run.out),
            time_limit=run.time_limit,
            gap=run.gap,
            seed=run.seed,
            overrides=changes,
            certificate=False,
        )
    except ValgplanError as error:
        return Row(run.number, run.scenario, changes, OUTCOMES.get(error.exit_code, "feil"), message=str(error))
    plan, goal, pair = result.plan, result.plan.objective, result.plan.accessibility
    return Row(
        run.number,
        run.scenario,
        changes,
        PLANNED,
        folder=run.out,
        objective=goal.name if goal else "",
        value=goal.value if goal else None,
        lower_bound=goal.lower_bound if goal else None,
        gap=goal.gap if goal else None,
        unit=goal.unit if goal else "",
        mean_minutes_before=pair.before.mean_minutes if pair else None,
        mean_minutes=pair.after.mean_minutes if pair else None,
        cost_nok=plan.cost.total if plan.cost else None,
        stations=len(plan.stations),
        hard=sum(finding.severity is Severity.HARD for finding in plan.findings),
        seconds=goal.seconds if goal else None,
    )


def run_all(runs: Sequence[Run], *, scheduler: str | None, workers: int, tell: Callable[[Row], None]) -> list[Row]:
    """Make all plans and tell of each as it comes; rows in the order of the runs.

    Args:
        scheduler: address of a Dask scheduler, None for this machine.
        workers: processes on this machine; 1 makes them one after the other, here.

    Raises:
        InputError: the scheduler cannot be reached, or Dask is not installed.
    """
    rows = []
    for row in _results(runs, scheduler, workers):
        tell(row)
        rows.append(row)
    return sorted(rows, key=lambda row: row.number)


def _results(runs: Sequence[Run], scheduler: str | None, workers: int) -> Iterator[Row]:
    if scheduler is not None:
        yield from _by_dask(runs, scheduler)
    elif workers == 1:
        yield from map(run_one, runs)
    else:
        # Spawned, as on Windows: a forked process would inherit the threads of the solver.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            pending: list[Future[Row]] = [pool.submit(run_one, run) for run in runs]
            for done in as_completed(pending):
                yield done.result()


def _by_dask(runs: Sequence[Run], address: str) -> Iterator[Row]:
    try:
        import distributed
    except ImportError:
        remedy = "installer med pip install 'valgplan[sweep]', eller utelat --scheduler"
        raise InputError(Problem("Dask er ikke installert", "", "--scheduler", address, remedy)) from None
    connect, results_of = cast(Any, distributed.Client), cast(Any, distributed.as_completed)
    try:
        client = connect(address, timeout=CONTACT_SECONDS)
    except (OSError, ValueError) as error:
        remedy = "sjekk adressen, for eksempel tcp://127.0.0.1:8786, og at den kjører"
        text = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(Problem(f"får ikke kontakt med Dask ({text})", "", "--scheduler", address, remedy)) from None
    with client:
        for done in results_of(client.map(run_one, runs, pure=False)):
            yield done.result()


def sweep_files(sweep: Sweep, rows: Sequence[Row]) -> dict[str, bytes]:
    """The table and the rows as files."""
    names = list(sweep.vary)
    rest = [field.name for field in fields(Row) if field.name not in ("number", "scenario", "changes")]
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["number", "scenario", *names, *rest])
    for row in rows:
        plain = asdict(row)
        cells = [row.number, row.scenario, *(row.changes[n] for n in names), *(plain[n] for n in rest)]
        writer.writerow([_cell(value) for value in cells])
    document = {"sweep": sweep.model_dump(mode="json"), "rows": [asdict(row) for row in rows]}
    return {
        TABLE: table.getvalue().encode("utf-8-sig"),
        ROWS: (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(),
    }


def _cell(value: object) -> object:
    """A value of the table: text that a spreadsheet would compute is guarded, a number is a number."""
    if not isinstance(value, str):
        return value
    try:
        float(value)
    except ValueError:
        return text_cell(value)
    return value
