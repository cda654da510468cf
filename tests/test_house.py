"""Rules of the house that a reader would otherwise have to check by eye."""

from __future__ import annotations

import ast
import fnmatch
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "planner").rglob("*.py"))
MAX_FILE_LINES, MAX_FUNCTION_LINES = 600, 80
UNTYPED = ("*.py", "*.pyc")


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_there_is_a_house() -> None:
    assert len(MODULES) > 80


def test_every_module_says_what_it_is_for() -> None:
    silent = [name_of(f) for f in MODULES if not f.name.startswith("_") and not ast.get_docstring(tree_of(f))]
    silent += [name_of(f) for f in MODULES if f.name == "__init__.py" and not ast.get_docstring(tree_of(f))]
    assert silent == []


def test_no_file_is_too_long() -> None:
    assert [name_of(f) for f in MODULES if len(f.read_text(encoding="utf-8").splitlines()) > MAX_FILE_LINES] == []


def test_no_function_is_too_long() -> None:
    found = [
        f"{name_of(file)}: {node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for file in MODULES
        for node in functions(file)
        if node.end_lineno is not None and node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert found == []


def test_no_assert_decides_anything() -> None:
    """``python -O`` takes them out."""
    found = [
        f"{name_of(file)}:{node.lineno}"
        for file in MODULES
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Assert)
    ]
    assert found == []


def test_no_solver_and_no_streamlit_outside_their_rooms() -> None:
    rooms = {"pulp": "planner/optimise/", "highspy": "planner/optimise/", "streamlit": "planner/ui/"}
    found = []
    for file in MODULES:
        for node in ast.walk(tree_of(file)):
            modules = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            )  # fmt: skip
            for module in modules:
                room = rooms.get(module.partition(".")[0])
                if room and not name_of(file).startswith(room):
                    found.append(f"{name_of(file)} imports {module}")
    assert found == []


def test_nothing_is_unpickled_or_evaluated() -> None:
    """No pickle, eval or exec, and YAML with a safe loader only."""
    found = []
    for file in MODULES:
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                unsafe = called == "yaml.load" and "Loader=_Loader" not in ast.unparse(node)
                if (
                    called in {"eval", "exec", "pickle.load", "pickle.loads", "yaml.unsafe_load", "yaml.full_load"}
                    or unsafe
                ):
                    found.append(f"{name_of(file)}:{node.lineno} {called}")
    assert found == []


def law_literals(file: Path) -> Iterator[str]:
    """``date(2027, 8, 10)``-like dates and month-day pairs of the law written into code."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"date", "datetime.date", "Date"}:
            values = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if len(values) == 3 and values[0] > 2000 and values != [2001, 1, 1]:
                yield f"{name_of(file)}:{node.lineno} {ast.unparse(node)}"
        if isinstance(node, ast.Tuple):
            values = [e.value for e in node.elts if isinstance(e, ast.Constant)]
            if values in ([8, 10], [7, 1], [5, 31], [6, 30]):
                yield f"{name_of(file)}:{node.lineno} {ast.unparse(node)}"


@pytest.mark.parametrize("folder", ["law", "constraints", "objectives", "evaluate", "optimise", "domain"])
def test_dates_of_the_law_stand_in_its_parameters_only(folder: str) -> None:
    files = [f for f in MODULES if f.is_relative_to(ROOT / "planner" / folder)]
    assert files
    assert [literal for file in files for literal in law_literals(file)] == []


def test_rules_of_law_hold_no_numbers() -> None:
    """Numbers that a rule compares with come from the dated parameters (0, 1 and 60 count things)."""
    found = []
    for file in (ROOT / "planner" / "law" / "rules").glob("*.py"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Compare):
                for part in (node.left, *node.comparators):
                    if (
                        isinstance(part, ast.Constant)
                        and type(part.value) in {int, float}
                        and part.value not in {0, 1, 60}
                    ):
                        found.append(f"{name_of(file)}:{node.lineno} {ast.unparse(node)}")
    assert found == []


def test_paragraphs_are_cited_in_parameters_with_a_check_date() -> None:
    for file in (ROOT / "planner" / "law" / "parameters").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        assert re.search(r"\b(vl|vf|aml|V) ", text), f"{name_of(file)} has no citation"


def test_package_data_is_inside_the_wheel() -> None:
    """Hatch packs everything under ``packages`` but what .gitignore or an exclude names."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = config["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["planner"]
    assert not set(wheel) & {"include", "exclude", "only-include"}, "check that package data still goes in"
    ignored = [
        line.rstrip("/")
        for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
        if not line.startswith(("#", "!"))
    ]
    found = [f for f in (ROOT / "planner").rglob("*") if f.is_file() and "__pycache__" not in f.parts]
    data = [f for f in found if not any(part.startswith(".") for part in f.relative_to(ROOT).parts)]  # caches
    assert {f.suffix for f in data} >= {".py", ".yaml"}
    left_out = [
        name_of(f) for f in data for part in f.relative_to(ROOT).parts if any(fnmatch.fnmatch(part, i) for i in ignored)
    ]
    assert [f for f in left_out if not f.endswith(".pyc")] == []


def test_every_folder_of_the_package_is_a_package() -> None:
    """A folder with Python files but no ``__init__.py`` is found by luck only."""
    folders = {f.parent for f in MODULES}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_the_wall_clock_and_unseeded_chance_stay_out_of_the_core() -> None:
    banned = {"date.today", "datetime.now", "datetime.today", "time.time", "random.random", "np.random.rand"}
    found = []
    for folder in ("domain", "law", "constraints", "objectives", "evaluate"):
        for file in (ROOT / "planner" / folder).rglob("*.py"):
            for node in ast.walk(tree_of(file)):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in banned:
                    found.append(f"{name_of(file)}:{node.lineno} {ast.unparse(node.func)}")
    assert found == []
