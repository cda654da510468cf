"""A room for the app in a browser: scenarios and plans of the embedded dataset that nobody had to solve."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from small import OSLO, write_scenario

from planner import services
from planner.audit import complete
from planner.planfile import plan_bytes
from planner.services.forms import problem_of_file


def write_room(room: Path) -> None:
    """Scenarios «lite» and «rolig», the latter with no bus demanded; today's places as a plan of each, and all but one.

    Plan «klar», of «rolig», can be decided; «en» and «to», of «lite», lack a bus.
    """
    (room / "scenarios").mkdir()
    calm = write_scenario(room / "scenarios", changes=(("min_days: 1", "min_days: 0"),))
    calm = calm.rename(room / "scenarios" / "rolig.yaml")
    for name, scenario, left_out in (
        ("klar", calm, 0),
        ("en", write_scenario(room / "scenarios"), 0),
        ("to", write_scenario(room / "scenarios"), 1),
    ):
        problem = problem_of_file(scenario)
        plan = services.plan_today(problem)
        dataset = replace(plan.dataset, path=OSLO.as_posix())
        plan = complete(replace(plan, dataset=dataset, stations=plan.stations[left_out:]), problem)
        (room / "out" / name).mkdir(parents=True)
        (room / "out" / name / "plan.json").write_bytes(plan_bytes(plan))
