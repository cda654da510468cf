"""Solves one MILP after the other for another process, which may end this one at any time.

    python -m planner.optimise.worker        (jobs on stdin, frames on stdout)

A frame is a kind, a header in JSON and arrays (NumPy's own format, nothing pickled). A job is
answered by frames ``bound`` and ``plan`` as they come, and one ``end``. When stdin closes, it ends.
"""

from __future__ import annotations

import io
import json
import os
import queue
import signal
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

import highspy
import numpy as np
import numpy.typing as npt

LENGTH = 8
Array = npt.NDArray[Any]


class Frame(NamedTuple):
    """One message.

    Attributes:
        kind: ``job``, or of the answers ``bound``, ``plan`` or ``end``.
        header: plain values; infinities as JSON's own extension.
        arrays: by name.
    """

    kind: str
    header: Mapping[str, Any]
    arrays: Mapping[str, Array]


class Ended(NamedTuple):
    """What HiGHS knows after a run.

    Attributes:
        values: (columns of HiGHS,) of the incumbent, None if there is none.
        proven: it ended because nothing was left to do.
        dual_bound: of a model with integers.
    """

    infeasible: bool
    proven: bool
    values: Array | None
    objective: float
    dual_bound: float


MOST_START_NODES = 500
"""When a plan to start from is completed; HiGHS's own limit."""
INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
"""Costs are bounded below, so *unbounded or infeasible* is infeasible."""


def ended(highs: Any) -> Ended:
    """What there is after ``highs.run()``."""
    status, info = highs.getModelStatus(), highs.getInfo()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Ended(
        infeasible=status in INFEASIBLE,
        proven=status == highspy.HighsModelStatus.kOptimal,
        values=np.array(highs.getSolution().col_value) if feasible else None,
        objective=float(info.objective_function_value),
        dual_bound=or_infinite(info.mip_dual_bound),
    )


def complete(highs: Any, columns: Array, values: Array) -> None:
    """Make a plan's decisions a whole solution to start from, if they have one.

    HiGHS would do this itself, but within its run: it tells the bounds of the model with fixed decisions like those of
    the model, and they are no bounds of that.
    """
    lp = highs.getLp()
    low, high = np.array(lp.col_lower_)[columns], np.array(lp.col_upper_)[columns]
    nodes = highs.getOptionValue("mip_max_nodes")[1]
    highs.changeColsBounds(len(columns), columns, values, values)
    highs.setOptionValue("mip_max_nodes", MOST_START_NODES)
    highs.run()
    whole = ended(highs).values
    highs.setOptionValue("mip_max_nodes", nodes)
    highs.changeColsBounds(len(columns), columns, low, high)
    if whole is not None:
        highs.setSolution(len(whole), np.arange(len(whole), dtype=np.int32), whole)


def or_infinite(number: float) -> float:
    """HiGHS's infinity as Python's."""
    return float(number) if abs(number) < highspy.kHighsInf else float(np.copysign(np.inf, number))


def known(event: Any) -> tuple[float, float]:
    """Value of the incumbent and bound, as a callback of HiGHS tells them."""
    return or_infinite(event.data_out.mip_primal_bound), or_infinite(event.data_out.mip_dual_bound)


def write_frame(stream: IO[bytes], frame: Frame) -> None:
    """One message, whole."""
    parts = [frame.kind.encode(), json.dumps(frame.header).encode(), _packed(frame.arrays)]
    stream.write(b"".join(len(part).to_bytes(LENGTH, "little") + part for part in parts))
    stream.flush()


def read_frame(stream: IO[bytes]) -> Frame | None:
    """The next message, None where the other side is gone."""
    parts = []
    for _ in range(3):
        size = stream.read(LENGTH)
        part = stream.read(int.from_bytes(size, "little")) if len(size) == LENGTH else b""
        if len(size) < LENGTH or len(part) < int.from_bytes(size, "little"):
            return None
        parts.append(part)
    with np.load(io.BytesIO(parts[2]), allow_pickle=False) as arrays:
        return Frame(parts[0].decode(), json.loads(parts[1]), dict(arrays))


def _packed(arrays: Mapping[str, Any]) -> bytes:
    content = io.BytesIO()
    np.savez(content, **dict(arrays))
    return content.getvalue()


def job_of(highs: Any, start: tuple[Array, Array] | None, time_limit: float) -> Frame:
    """A model as it stands in HiGHS, with its options, as a job.

    Args:
        start: columns and values of a plan to start from.
        time_limit: wall seconds.
    """
    lp = highs.getLp()
    arrays: dict[str, Array] = {
        "cost": np.array(lp.col_cost_), "low": np.array(lp.col_lower_), "high": np.array(lp.col_upper_),
        "row_low": np.array(lp.row_lower_), "row_high": np.array(lp.row_upper_),
        "start": np.array(lp.a_matrix_.start_), "index": np.array(lp.a_matrix_.index_),
        "value": np.array(lp.a_matrix_.value_), "kinds": np.array([int(kind) for kind in lp.integrality_]),
    }  # fmt: skip
    if start is not None:
        arrays["start_columns"], arrays["start_values"] = start
    with tempfile.TemporaryDirectory(prefix="valgplan-") as folder:
        file = Path(folder) / "options.txt"
        highs.writeOptions(str(file))
        options = file.read_text(encoding="utf-8")
    rowwise = lp.a_matrix_.format_ == highspy.MatrixFormat.kRowwise
    header = {"offset": lp.offset_, "rowwise": rowwise, "options": options, "time_limit": time_limit}
    return Frame("job", header, arrays)


def _model(job: Frame) -> Any:
    arrays = job.arrays
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(arrays["cost"]), len(arrays["row_low"])
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = arrays["cost"], arrays["low"], arrays["high"]
    lp.row_lower_, lp.row_upper_, lp.offset_ = arrays["row_low"], arrays["row_high"], job.header["offset"]
    formats = (highspy.MatrixFormat.kColwise, highspy.MatrixFormat.kRowwise)
    lp.a_matrix_.format_ = formats[job.header["rowwise"]]
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_, lp.a_matrix_.index_ = arrays["start"], arrays["index"]
    lp.a_matrix_.value_ = arrays["value"]
    lp.integrality_ = [highspy.HighsVarType(int(kind)) for kind in arrays["kinds"]]
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    with tempfile.TemporaryDirectory(prefix="valgplan-") as folder:
        file = Path(folder) / "options.txt"
        file.write_text(job.header["options"], encoding="utf-8")
        highs.readOptions(str(file))
    highs.setOptionValue("time_limit", float(job.header["time_limit"]))
    highs.passModel(lp)
    return highs


def _solve(job: Frame, out: IO[bytes]) -> None:
    highs = _model(job)
    if "start_columns" in job.arrays:
        complete(highs, job.arrays["start_columns"].astype(np.int32), job.arrays["start_values"].astype(np.float64))

    def bound(event: Any) -> None:
        write_frame(out, Frame("bound", _header(event), {}))

    def plan(event: Any) -> None:
        write_frame(out, Frame("plan", _header(event), {"values": np.array(event.data_out.mip_solution)}))

    highs.cbMipLogging += bound
    highs.cbMipImprovingSolution += plan
    highs.run()
    found = ended(highs)
    arrays = {} if found.values is None else {"values": found.values}
    write_frame(out, Frame("end", {**found._asdict(), "values": None}, arrays))


def _header(event: Any) -> dict[str, float]:
    value, bound = known(event)
    return {"value": value, "bound": bound}


def main() -> None:
    """Jobs in turn, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked
    jobs: queue.SimpleQueue[Frame] = queue.SimpleQueue()

    def read() -> None:
        while (job := read_frame(sys.stdin.buffer)) is not None:
            jobs.put(job)
        os._exit(0)  # also while HiGHS works

    threading.Thread(target=read, daemon=True).start()
    while True:
        _solve(jobs.get(), sys.stdout.buffer)


if __name__ == "__main__":
    main()
