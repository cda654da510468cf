"""Runs that another program stops with a file: what is found till then is the result, and no plan is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from tiny import plain_scenario, tiny_dataset

from planner.cli import main
from planner.dataset import write_dataset
from planner.planfile import read_plan


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenario on its dataset, and a stop file that is there already."""
    folder = tmp_path_factory.mktemp("stanset")
    write_dataset(tiny_dataset(), folder / "tiny")
    text = yaml.safe_dump(plain_scenario(dataset="tiny", exports=[]), allow_unicode=True)
    (folder / "liten.yaml").write_text(text, encoding="utf-8")
    (folder / "stans").touch()
    return folder


def _plan(room: Path, *more: str) -> int:
    return main(["plan", str(room / "liten.yaml"), "--out", str(room / "ut"), "--quiet", *more])


def test_a_stopped_run_writes_what_it_has_and_leaves_an_older_plan_alone(room: Path) -> None:
    stop = ("--stop-file", str(room / "stans"))
    assert _plan(room, *stop) == 0
    first = read_plan(room / "ut" / "plan.json")
    assert first.objective is not None
    assert first.objective.lower_bound <= first.objective.value
    assert not first.roster
    assert _plan(room) == 0
    whole = (room / "ut" / "plan.json").read_bytes()
    assert _plan(room, *stop, "--trace", str(room / "spor.csv")) == 0
    assert (room / "ut" / "plan.json").read_bytes() == whole
    assert read_plan(room / "ut-stanset" / "plan.json").objective is not None
    assert (room / "spor.csv").read_text(encoding="utf-8").startswith("seconds,goal,")


def test_answers_are_written_as_they_come(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _plan(room) == 0
    out = room / "svar.json"
    argv = [
        "explain",
        str(room / "ut" / "plan.json"),
        "--data",
        str(room / "tiny"),
        "--budget",
        "8000",
        "--persons",
        "3",
    ]
    assert main([*argv, "--out", str(out), "--stop-file", str(room / "finnes-ikke")]) == 0
    answers = json.loads(out.read_text(encoding="utf-8"))
    assert [item["restricts"] for item in answers] == [False, False]
    printed = capsys.readouterr().out
    for item in answers:
        assert item["sentence"] in printed
        assert item["low"] <= item["high"]
