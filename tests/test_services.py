"""Services: where datasets are found, and that files appear whole or not at all."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from small import OSLO, ROOT, write_scenario
from tiny import tiny_plan

from planner import services
from planner.domain.errors import InputError
from planner.domain.findings import Finding, Severity
from planner.planfile import plan_bytes
from planner.scenario import load_scenario


def test_a_dataset_beside_the_scenario_goes_before_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside, here = tmp_path / "scenarios", tmp_path / "work"
    for folder in (beside / "by", here / "by"):
        folder.mkdir(parents=True)
    monkeypatch.chdir(here)
    assert services.find_dataset("by", beside=beside) == beside / "by"
    (beside / "by").rmdir()
    assert services.find_dataset("by", beside=beside) == Path("by")
    (here / "by").rmdir()
    with pytest.raises(InputError, match="--data"):
        services.find_dataset("by", beside=beside)


def test_a_plans_dataset_is_found_from_the_plans_folder_upwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan = tiny_plan()
    plan = replace(plan, dataset=replace(plan.dataset, path="data/by"))
    (tmp_path / "project" / "data" / "by").mkdir(parents=True)
    path = tmp_path / "project" / "out" / "by" / "plan.json"
    assert services.find_plan_dataset(plan, path).resolve() == tmp_path / "project" / "data" / "by"
    with pytest.raises(InputError, match="--data"):
        services.find_plan_dataset(plan, tmp_path / "elsewhere" / "plan.json")


def test_files_are_replaced_and_others_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    services.write_files(tmp_path, {"a": b"1", "b": b"2"})
    services.write_files(tmp_path, {"a": b"3"})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"3", "b": b"2", "notes.txt": b"mine"}


def test_nothing_appears_where_a_file_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        services.write_files(tmp_path / "new", {"a": b"1", "no-such-folder/b": b"2"})
    assert not list((tmp_path / "new").iterdir())


def test_a_folder_export_replaces_its_own_files_only(tmp_path: Path) -> None:
    folder = tmp_path / "vegvisere"
    services.write_folder(folder, {"a.txt": b"1", "b.txt": b"2"}, title="valgplan x")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    services.write_folder(folder, {"b.txt": b"3"}, title="valgplan x")
    found = {p.name: p.read_bytes() for p in folder.iterdir()}
    assert found == {"b.txt": b"3", "notes.txt": b"mine", "INNHOLD.txt": b"valgplan x\nb.txt\n"}


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="noe annet"):
        services.write_folder(tmp_path, {"a.txt": b"1"}, title="valgplan x")
    services.write_folder(tmp_path / "y", {"a.txt": b"1"}, title="valgplan y")
    with pytest.raises(InputError, match="noe annet"):
        services.write_folder(tmp_path / "y", {"a.txt": b"1"}, title="valgplan x")
    assert [p.name for p in tmp_path.glob("*.txt")] == ["mine.txt"]


def test_an_archive_is_the_same_for_the_same_files() -> None:
    packed = services.zip_bytes({"b.txt": b"2", "a.txt": b"1"})
    assert packed == services.zip_bytes({"a.txt": b"1", "b.txt": b"2"})
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"a.txt": b"1", "b.txt": b"2"}


def test_a_failure_while_exporting_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> bytes:
        raise InputError("eksporten feiler")

    monkeypatch.setattr(services.planning, "export_context", broken)
    with pytest.raises(InputError, match="eksporten feiler"):
        services.plan_scenario(write_scenario(tmp_path), out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_audit_of_a_plan_whose_scenario_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(plan_bytes(replace(tiny_plan(), scenario={"name": "x"})))
    with pytest.raises(InputError) as caught:
        services.audit_file(path, data=OSLO)
    assert len(caught.value.problems) > 2


def test_an_export_tells_of_format_and_plan_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        services.export_file(tmp_path / "borte.json", name="tull", out=tmp_path / "ut")
    assert [trouble.message for trouble in caught.value.problems] == ["ukjent eksportformat", "fila finnes ikke"]


def test_worst() -> None:
    findings = [Finding("a", severity, "x") for severity in (Severity.INFO, Severity.CANNOT_JUDGE, Severity.WARNING)]
    assert services.worst(tuple(findings)) is Severity.WARNING
    assert services.worst(()) is None


def test_the_ready_scenarios_are_valid() -> None:
    names = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
    assert names == ["oslo", "oslo-350000", "oslo-90-innen-15", "oslo-fri", "oslo-lav-deltakelse"]
    for name in names:
        scenario = load_scenario(ROOT / "scenarios" / f"{name}.yaml")
        folder = services.find_dataset(scenario.dataset, beside=ROOT / "scenarios")
        assert folder.resolve() == OSLO


def test_the_four_scenarios_ask_what_they_say() -> None:
    load = {p.stem: load_scenario(p) for p in (ROOT / "scenarios").glob("*.yaml")}
    oslo, small, low, free = (load[n] for n in ("oslo", "oslo-350000", "oslo-lav-deltakelse", "oslo-fri"))
    assert (oslo.budget_nok, small.budget_nok, low.budget_nok) == (1_000_000, 350_000, 1_000_000)
    assert free.budget_nok == "before"
    for scenario in (oslo, small, low):
        assert scenario.stations.existing == "locked"
        assert [v.min_days for v in scenario.vehicles] == [5, 5]
        assert scenario.min_visits == 3
    assert low.demand.districts == "low_turnout"
    (target,) = load["oslo-90-innen-15"].targets
    assert (target.districts, target.share, target.minutes) == ("low_turnout", 0.9, 15)
    assert load["oslo-90-innen-15"].objective.name == "cost"
    assert free.stations.existing == "free"
    assert [v.min_days for v in free.vehicles] == [0, 0]
    assert free.crew_pool.include_existing
    assert oslo.model_copy(update={"name": "", "description": "", "budget_nok": 0}) == small.model_copy(
        update={"name": "", "description": "", "budget_nok": 0}
    )


def test_what_only_an_override_names_is_no_fault_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        services.plan_scenario(
            write_scenario(tmp_path), out=tmp_path / "out", overrides={"foo.bar": "1", "dataset": "borte"}
        )
    assert {(t.file, t.place) for t in caught.value.problems} == {("--set", "foo"), ("--set", "dataset")}


def test_a_dataset_that_is_nowhere_is_told_with_the_scenario(tmp_path: Path) -> None:
    scenario = write_scenario(tmp_path, changes=((OSLO.as_posix(), "borte"),))
    with pytest.raises(InputError) as caught:
        services.plan_scenario(scenario, out=tmp_path / "out")
    assert [(t.file, t.place, t.value) for t in caught.value.problems] == [(str(scenario), "dataset", "borte")]


def test_nothing_is_said_of_names_where_there_is_no_scenario(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        services.plan_scenario(tmp_path / "borte.yaml", out=tmp_path / "out")
    assert [t.message for t in caught.value.problems] == ["fila finnes ikke"]
    assert not getattr(caught.value, "__notes__", [])
