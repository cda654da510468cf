"""The commands are found by being files, in a fixed order, and can be started as a module."""

from __future__ import annotations

import subprocess
import sys

import pytest
from small import ROOT

from planner.cli import main
from planner.cli.commands import command_modules


def test_every_file_is_a_command_with_a_place_of_its_own() -> None:
    modules = command_modules()
    files = {file.stem for file in (ROOT / "planner" / "cli" / "commands").glob("*.py")} - {"__init__"}
    assert {module.__name__.rpartition(".")[2] for module in modules} == files
    assert len({module.ORDER for module in modules}) == len(modules)


@pytest.mark.parametrize("name", [module.__name__.rpartition(".")[2].replace("_", "-") for module in command_modules()])
def test_every_command_is_named_as_its_file_and_has_help_in_norwegian(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"bruk: valgplan {name}")
    assert "vis denne hjelpen" in shown
    assert "optional" not in shown


def test_the_package_runs_as_a_module() -> None:
    argv = [sys.executable, "-m", "planner.cli", "export", "--list"]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "geojson\t" in done.stdout


def test_help_needs_nothing_heavy() -> None:
    heavy = ("numpy", "pandas", "pulp", "highspy", "pydantic", "yaml")
    code = (
        f"import sys\nfor name in {heavy}: sys.modules[name] = None\n"
        "from planner.cli import main\ntry: main(['--help'])\nexcept SystemExit as left: sys.exit(left.code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
