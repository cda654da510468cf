from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

import planner.law.rules
from planner.domain.findings import Severity
from planner.domain.plan import Plan
from planner.law import registry
from planner.law.registry import judge, rule_ids, rules
from planner.law.rule import RuleType

NO_DATA = {"H1", "I1", "I3"}
"""Rules that cannot be judged without a list of institutions and a setting for home voting."""
HERE = Path(__file__).parent
MODULES = sorted(f.stem for f in Path(planner.law.rules.__path__[0]).glob("*.py") if f.stem != "__init__")


def test_every_file_is_found_and_ordered() -> None:
    assert sorted(registered.module for registered in rules()) == MODULES
    ids = [registered.rule.id for registered in rules()]
    assert ids[:8] == ["A1", "H1", "H2", "I1", "I3", "P1", "P5", "P6"]
    assert ids[-1] == "election_day"
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


def test_a_lawful_plan_has_no_finding(make: SimpleNamespace, lawful: Callable[[], Plan]) -> None:
    found = judge(lawful(), make.problem())
    assert {(f.rule, f.severity) for f in found} == {(rule, Severity.CANNOT_JUDGE) for rule in NO_DATA}


def test_an_empty_plan_breaks_p7_alone(make: SimpleNamespace) -> None:
    found = [f for f in judge(make.plan(), make.problem()) if f.rule not in NO_DATA]
    assert [(f.rule, f.severity) for f in found] == [("P7", Severity.HARD)]


def test_every_finding_is_complete(make: SimpleNamespace) -> None:
    day = make.problem().calendar.ordinary_end.value.replace(day=20)
    bad = make.station(accessible=None, opening=(make.opening(day, crew=0, vehicle="buss1"),))
    for finding in judge(make.plan(bad), make.problem()):
        assert finding.citation
        assert finding.subjects or finding.rule in NO_DATA
        assert finding.unit
        assert finding.measured is not None
        assert finding.limit is not None
        assert finding.measured != finding.limit
        assert finding.sentence[0].isupper() or finding.sentence.startswith(bad.name)
        assert finding.sentence.endswith(".")


def test_binding_lets_every_rule_add_its_rows(make: SimpleNamespace) -> None:
    model = make.model([(0, [make.tuesday])], sites={"f0101": False})
    registry.bind(model)
    assert {name.partition("[")[0] for name in model.rows} == {"A1", "P7"}
    assert {r.rule.id for r in rules() if r.build is not None} == {"A1", "P7"}


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
        "assert 'planner.problem' not in sys.modules\n"
        "assert not {'pandas', 'geopandas', 'streamlit'} & set(sys.modules)\n"
    )
    root = str(HERE.parents[1])
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)
