"""What a planner can ask for, the same for the command line and the browser.

Nothing here prints, and nothing is left half-written: files are made in full
before the first one is put in place. The solver, the map and the exporters are
imported only where they are used, so that an audit runs where they are missing.
"""

from __future__ import annotations

from planner.services.audits import AuditResult, audit_file, worst
from planner.services.datasets import build_dataset_folder, check_dataset_folder, fetch_raw_folder
from planner.services.exports import (
    export_content,
    export_context,
    export_file,
    exporter_lines,
    map_bytes,
    plan_messages,
)
from planner.services.files import write_calendar, write_files, write_folder, zip_bytes
from planner.services.joining import find_dataset, find_plan_dataset, finished_plan, problem_of, scenario_of
from planner.services.lineage import earlier_versions
from planner.services.planning import MAP_FILE, PlanResult, Say, older_plan, out_folder, plan_scenario, silent

__all__ = [
    "MAP_FILE",
    "AuditResult",
    "PlanResult",
    "Say",
    "audit_file",
    "build_dataset_folder",
    "check_dataset_folder",
    "earlier_versions",
    "export_content",
    "export_context",
    "export_file",
    "exporter_lines",
    "fetch_raw_folder",
    "find_dataset",
    "find_plan_dataset",
    "finished_plan",
    "map_bytes",
    "older_plan",
    "out_folder",
    "plan_messages",
    "plan_scenario",
    "problem_of",
    "scenario_of",
    "silent",
    "worst",
    "write_calendar",
    "write_files",
    "write_folder",
    "zip_bytes",
]
