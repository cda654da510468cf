"""What is wrong is told without the machine's folders."""

from __future__ import annotations

from planner.domain.errors import InputError, Problem
from planner.ui.components.errors import trouble_list


def test_a_file_has_its_name_alone_and_all_is_told() -> None:
    error = InputError(
        [Problem("mangler", "/hjem/kari/out/plan.json", "version", remedy="skriv det"), Problem("*feil*")]
    )
    lines = trouble_list(error).splitlines()
    assert lines == ["- plan.json, version\\: mangler – skriv det", r"- \*feil\*"]
