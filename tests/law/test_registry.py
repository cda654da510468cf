from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from recorder import Recorder
from tiny import tiny_dataset, tiny_problem

import planner.law.rules
from planner.domain.findings import Severity
from planner.domain.plan import Plan
from planner.law import registry
from planner.law.registry import judge, rule_ids, rules
from planner.law.rule import RuleType

HERE = Path(__file__).parent
OF_THE_WHOLE_PLAN = {"H1", "I1", "I3", "L3"}
MODULES = sorted(f.stem for f in Path(planner.law.rules.__path__[0]).glob("*.py") if f.stem != "__init__")


def test_every_file_is_found_and_ordered() -> None:
    assert sorted(registered.module for registered in rules()) == MODULES
    ids = [registered.rule.id for registered in rules()]
    assert ids[:3] == ["A1", "A2", "E2"]
    assert ids.index("P7") < ids.index("Q1") < ids.index("S1")
    table = [bool(re.fullmatch(r"[A-Z]\d+", rule_id)) for rule_id in ids]
    assert table == sorted(table, reverse=True), "checks that are no provision come last"
    assert "election_day" in ids
    assert rule_ids() == set(ids)


@pytest.mark.parametrize("module", MODULES)
def test_every_rule_has_its_test(module: str) -> None:
    file = HERE / "rules" / f"test_{module}.py"
    assert file.exists(), f"write {file.name}: passing and failing plans"
    text = file.read_text(encoding="utf-8")
    assert f"from planner.law.rules import {module}" in text
    assert text.count("def test_") >= 2


@pytest.mark.parametrize("registered", rules(), ids=lambda registered: registered.rule.id)
def test_every_rule_is_titled_and_cited(registered: registry.RegisteredRule) -> None:
    assert registered.rule.title
    assert registered.rule.citation
    assert registered.rule.type in RuleType


def test_a_lawful_plan_breaks_nothing(make: SimpleNamespace, lawful: Callable[[], Plan]) -> None:
    assert [f for f in judge(lawful(), make.problem()) if f.severity is Severity.HARD] == []


def test_an_empty_plan_breaks_p7_alone(make: SimpleNamespace) -> None:
    assert [f.rule for f in judge(make.plan(), make.problem()) if f.severity is Severity.HARD] == ["P7"]


def test_every_finding_is_complete(make: SimpleNamespace) -> None:
    day = make.problem().calendar.ordinary_end.value.replace(day=20)
    bad = make.station(accessible=None, opening=(make.opening(day, crew=0, vehicle="buss1"),))
    for finding in judge(make.plan(bad), make.problem()):
        assert finding.citation
        assert finding.subjects or finding.rule in OF_THE_WHOLE_PLAN
        assert finding.unit
        assert finding.measured is not None
        assert finding.limit is not None
        assert finding.measured != finding.limit
        assert finding.sentence[0].isupper() or finding.sentence.startswith(bad.name)
        assert finding.sentence.endswith(".")


def test_binding_lets_every_rule_add_its_rows() -> None:
    problem = tiny_problem(tiny_dataset(sites={"e0101": {"accessible": False}}), stations__existing="free")
    model = Recorder(problem)
    registry.bind(model)
    assert {"A1", "P7"} <= {name.partition("[")[0] for name in model.rows}


@pytest.mark.parametrize("text", ["", "RULE = 1\n", "from planner.law.rules.p1 import RULE\n"])
def test_a_file_that_is_no_rule_is_our_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    _with_extra_rule(monkeypatch, tmp_path, text)
    with pytest.raises(TypeError, match=r"must define RULE"):
        registry.rules.__wrapped__()


def test_an_id_used_twice_is_our_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _with_extra_rule(monkeypatch, tmp_path, "from planner.law.rules.p1 import RULE, check\n")
    with pytest.raises(TypeError, match="used twice"):
        registry.rules.__wrapped__()


def _with_extra_rule(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    (folder / "zz.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(planner.law.rules, "__path__", [*planner.law.rules.__path__, str(folder)])
    monkeypatch.delitem(sys.modules, "planner.law.rules.zz", raising=False)


def test_law_runs_where_no_solver_is_installed() -> None:
    code = (
        "import sys; sys.modules.update(pulp=None, highspy=None)\n"
        "from planner.law import registry, checklist\n"
        "registry.rules(); checklist.templates()\n"
        "assert not {'pandas', 'geopandas', 'streamlit'} & set(sys.modules)\n"
    )
    root = str(HERE.parents[1])
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)
