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
)
from planner.services.files import write_calendar, write_files, write_folder, zip_bytes
from planner.services.joining import find_dataset, find_plan_dataset, finished_plan, problem_of, scenario_of
from planner.services.lineage import earlier_versions
from planner.services.maps import (
    content_id,
    difference_map_bytes,
    ground_bytes,
    map_input,
    mode_shares,
    plan_map_bytes,
    plan_today,
    reach_bytes,
    served_by,
    stations_today,
)
from planner.services.planning import MAP_FILE, PlanResult, Say, older_plan, out_folder, plan_scenario, silent

__all__ = [
    "MAP_FILE",
    "AuditResult",
    "PlanResult",
    "Say",
    "audit_file",
    "build_dataset_folder",
    "check_dataset_folder",
    "content_id",
    "difference_map_bytes",
    "earlier_versions",
    "export_content",
    "export_context",
    "export_file",
    "exporter_lines",
    "fetch_raw_folder",
    "find_dataset",
    "find_plan_dataset",
    "finished_plan",
    "ground_bytes",
    "map_bytes",
    "map_input",
    "mode_shares",
    "older_plan",
    "out_folder",
    "plan_map_bytes",
    "plan_scenario",
    "plan_today",
    "problem_of",
    "reach_bytes",
    "scenario_of",
    "served_by",
    "silent",
    "stations_today",
    "worst",
    "write_calendar",
    "write_files",
    "write_folder",
    "zip_bytes",
]
