"""README keeps its word: every command is one, every file is there, and the summary is what is printed."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from small import OSLO, ROOT

from planner.cli import main
from planner.cli.running import command_line
from planner.dataset import load_dataset
from planner.evaluate.distance import distance_messages, distance_picture
from planner.problem import build_problem
from planner.scenario import load_scenario

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
README = ROOT / "README.md"
SECONDS = re.compile(r"\d+ s\)")


def commands(page: Path) -> list[str]:
    return re.findall(r"^\$ (valgplan .*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)


def summary(text: str) -> str:
    return re.search(r"^```text\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)[1]  # type: ignore[index]


@pytest.mark.parametrize("command", [command for page in PAGES for command in commands(page)])
def test_every_command_shown_is_one(command: str) -> None:
    _, *argv = shlex.split(command, comments=True)
    assert command_line().parse_args(argv).run


def test_every_command_there_is_is_shown() -> None:
    shown = {command.split()[1] for page in PAGES for command in commands(page)}
    there = {file.stem.replace("_", "-") for file in (ROOT / "planner" / "cli" / "commands").glob("[!_]*.py")}
    assert shown == there


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^):#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_every_file_the_model_page_names_is_there() -> None:
    for name in re.findall(r"`(planner/[\w/.]+)`", (ROOT / "docs" / "model.md").read_text(encoding="utf-8")):
        assert (ROOT / name).exists(), name


def test_no_word_stands_twice_in_the_glossary() -> None:
    text = (ROOT / "docs" / "ordliste.md").read_text(encoding="utf-8")
    words = [word for word in re.findall(r"^\| ([^|]+) \|", text, flags=re.MULTILINE) if word != "norsk"]
    assert len(words) > 60
    assert sorted(words) == sorted(set(words))


def test_where_distance_is_the_problem_is_as_printed() -> None:
    """The part of the summary that needs no solver."""
    problem = build_problem(load_dataset(OSLO), load_scenario(ROOT / "scenarios" / "oslo.yaml"))
    shown = " ".join(summary(README.read_text(encoding="utf-8")).split())
    for sentence in distance_messages(problem, distance_picture(problem)):
        assert " ".join(sentence.split()) in shown


@pytest.mark.long
def test_the_summary_is_what_make_plan_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seconds apart. After a wanted change, VALGPLAN_WRITE_GOLDEN=1 writes the present one into README."""
    monkeypatch.chdir(ROOT)
    given = ["scenarios/oslo.yaml", "--out", str(tmp_path / "oslo"), "--time-limit", "180"]  # as `make plan`
    assert main(["plan", *given]) == 0
    printed = capsys.readouterr().out.replace(f"{tmp_path}{os.sep}oslo{os.sep}", "out/oslo/")
    text = README.read_text(encoding="utf-8")
    shown = summary(text)
    if os.environ.get("VALGPLAN_WRITE_GOLDEN"):
        README.write_text(text.replace(shown, printed), encoding="utf-8", newline="\n")
    else:
        assert SECONDS.sub("s)", shown) == SECONDS.sub("s)", printed)
