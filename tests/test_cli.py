"""The command line: exit codes, what is printed where, and nothing half-written."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from small import OSLO, ROOT, write_scenario

from planner.cli import main
from planner.exporters import exporters

UNJUDGED = {"A1", "H1", "I1", "I3"}
"""What the Oslo dataset and the small scenario have no answer to."""


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan made by ``valgplan plan``."""
    folder = tmp_path_factory.mktemp("solved")
    scenario = write_scenario(folder)
    trace = ("--trace", str(folder / "spor" / "trace.csv"))
    assert main(["plan", str(scenario), "--out", str(folder / "out"), "--quiet", *trace]) == 0
    return folder / "out"


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(argv)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_plan_writes_plan_map_and_exports(solved: Path) -> None:
    assert {path.name for path in solved.iterdir()} == {
        "plan.json",
        "map.html",
        "certificate.json",
        "stations.geojson",
        "stations-open-2017.csv",
    }


def test_the_trace_ends_with_the_plan(solved: Path) -> None:
    with (solved.parent / "spor" / "trace.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    objective = json.loads((solved / "plan.json").read_text(encoding="utf-8"))["objective"]
    last = rows[-1]
    assert (last["stage"], last["name"], last["unit"]) == ("plan", objective["name"], objective["unit"])
    assert float(last["value"]) == objective["value"]
    assert float(last["bound"]) == objective["lower_bound"]
    parts = objective["gap_parts"]
    assert sum(parts[key] for key in ("siting", "tours", "capacity", "later_goals")) == pytest.approx(
        objective["gap"], abs=3e-6
    )


def test_plan_json_validates_against_the_published_schema(solved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, schema, _ = run(capsys, "schema", "plan")
    assert code == 0
    plan = json.loads((solved / "plan.json").read_text(encoding="utf-8"))
    jsonschema.validate(plan, json.loads(schema))
    assert plan["objective"]["lower_bound"] <= plan["objective"]["value"]
    assert plan["objective"]["gap"] == pytest.approx(
        (plan["objective"]["value"] - plan["objective"]["lower_bound"]) / plan["objective"]["value"], abs=1e-5
    )
    assert plan["cost"]["total"] == pytest.approx(sum(line["nok"] for line in plan["cost"]["lines"]))
    assert plan["cost"]["total"] <= 120000
    assert not [f for f in plan["findings"] if f["severity"] == "hard"]
    assert {leg["from"] for v in plan["vehicles"] for d in v["days"] for leg in d["legs"]} >= {"f1601"}


def test_the_summary_says_what_how_sure_and_whether_lawful(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "plan", str(write_scenario(tmp_path)), "--out", str(tmp_path / "o"))
    assert code == 0
    assert err == ""  # progress is quiet when piped
    for words in (
        "Lite forsøk i Søndre Nordstrand",
        "ingen plan i scenariets katalog er bedre enn",
        "Er avstand problemet?",
        "Lovlighet: ingen brudd på harde regler",
        "ubekreftede antakelser",
        "tilnærmet",
    ):
        assert words in out


def test_progress_is_shown_where_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALGPLAN_PROGRESS", "always")
    code, _, err = run(capsys, "plan", str(write_scenario(tmp_path)), "--out", str(tmp_path / "o"))
    assert code == 0
    assert "Leser datasettet" in err


def test_the_same_seed_gives_the_same_plan(tmp_path: Path, solved: Path) -> None:
    assert main(["plan", str(write_scenario(tmp_path)), "--out", str(tmp_path / "again"), "--quiet"]) == 0
    one, other = (json.loads((f / "plan.json").read_text(encoding="utf-8")) for f in (solved, tmp_path / "again"))
    for plan in (one, other):
        plan["objective"].pop("seconds")
    assert one == other


def test_audit_prints_findings_as_tabbed_lines(solved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "audit", str(solved / "plan.json"))
    assert code == 0
    lines = [line.split("\t") for line in out.splitlines()]
    assert {len(line) for line in lines} == {4}
    assert {("cannot_judge", rule) for rule in UNJUDGED} <= {(line[0], line[1]) for line in lines}


def test_audit_json(solved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "audit", str(solved / "plan.json"), "--json")
    assert code == 0
    assert {finding["rule"] for finding in json.loads(out)} >= UNJUDGED


def test_audit_works_wherever_the_plan_lies(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "elsewhere.json"
    copy.write_bytes((solved / "plan.json").read_bytes())
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "audit", "elsewhere.json")[0] == 0


def test_audit_of_a_plan_with_hard_findings_exits_3(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = json.loads((solved / "plan.json").read_text(encoding="utf-8"))
    plan["stations"][-1]["opening"][0]["crew"] = 1
    broken = tmp_path / "plan.json"
    broken.write_text(json.dumps(plan), encoding="utf-8")
    code, out, _ = run(capsys, "audit", str(broken))
    assert code == 3
    hard = [line.split("\t")[1:3] for line in out.splitlines() if line.startswith("hard")]
    assert hard == [[rule, plan["stations"][-1]["id"]] for rule in ("A2", "S2")]


def test_audit_warns_where_the_dataset_differs(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = json.loads((solved / "plan.json").read_text(encoding="utf-8"))
    plan["dataset"]["sha256"] = "0" * 64
    other = tmp_path / "plan.json"
    other.write_text(json.dumps(plan), encoding="utf-8")
    assert "\ninfo\tdataset\toslo\tPlanen ble laget på utgave" in "\n" + run(capsys, "audit", str(other))[1]
    assert "dataset" in {finding["rule"] for finding in json.loads(run(capsys, "audit", str(other), "--json")[1])}


def test_audit_runs_without_a_solver(solved: Path) -> None:
    code = (
        "import sys; sys.modules['pulp'] = None; sys.modules['highspy'] = None; "
        f"from planner.cli import main; sys.exit(main(['audit', {str(solved / 'plan.json')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "A1" in done.stdout


def test_compare_tells_what_differs(solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = json.loads((solved / "plan.json").read_text(encoding="utf-8"))
    gone = plan["stations"].pop()
    other = tmp_path / "b.json"
    other.write_text(json.dumps(plan), encoding="utf-8")
    code, out, _ = run(capsys, "compare", str(solved / "plan.json"), str(other))
    assert code == 0
    assert f"bare A: {gone['id']} {gone['name']}" in out
    assert "bare B: hard locked" in out
    assert "Søndre Nordstrand" in out
    written = tmp_path / "sammenligning.txt"
    assert run(capsys, "compare", str(solved / "plan.json"), str(other), "--out", str(written))[:2] == (0, "")
    assert written.read_text(encoding="utf-8") == out


def test_compare_names_both_bad_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "compare", str(tmp_path / "a.json"), str(tmp_path / "b.json"))
    assert code == 1
    assert "a.json" in err
    assert "b.json" in err


def test_explain_alone_says_what_is_tight(solved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "explain", str(solved / "plan.json"))
    assert code == 0
    assert out.startswith("mean_minutes: ")
    cost = json.loads((solved / "plan.json").read_text(encoding="utf-8"))["cost"]["total"]
    money = next(line for line in out.splitlines() if "budsjettet" in line)
    assert f"{cost:,.0f} kr av 120 000 kr".replace(",", " ") in money.replace("\xa0", " ")
    assert money.startswith("Stramt" if cost >= 0.98 * 120_000 else "Rom")
    assert "bemanningspoolen" in out


def test_export_to_a_literal_path(solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "steder uten endelse"
    assert run(capsys, "export", str(solved / "plan.json"), "--format", "geojson", "--out", str(out))[0] == 0
    assert json.loads(out.read_text(encoding="utf-8"))["type"] == "FeatureCollection"
    assert out.read_bytes() == (solved / "stations.geojson").read_bytes()


def test_what_an_export_leaves_out_is_said_on_stderr_and_it_succeeds(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "kunngjoring"
    assert main(["export", str(solved / "plan.json"), "--format", "announcement", "--out", str(out)]) == 0
    assert (out / "kunngjoring-nn.pdf").read_bytes().startswith(b"%PDF")
    said = capsys.readouterr()
    assert "ikke kontrollert av oversetter" in said.err
    assert not said.out


def test_export_list_needs_no_plan(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "export", "--list")
    assert code == 0
    assert [line.split("\t")[0] for line in out.splitlines()] == list(exporters())


def test_export_names_all_that_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "export")
    assert code == 1
    for name in ("PLAN.json", "--format", "--out"):
        assert name in err


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("nonsense",),
        ("plan",),
        ("plan", "x.yaml", "--gap", "2"),
        ("plan", "x.yaml", "--time-limit", "0"),
        ("plan", "x.yaml", "--time-limit", "nan"),
        ("plan", "x.yaml", "--seed", "-1"),
        ("plan", "no-such-file.yaml"),
        ("audit", "no-such-file.json"),
        ("schema", "nonsense"),
        ("calendar", "--election", "2027-02-30"),
        ("calendar", "--election", "20270913"),
        ("calendar", "--election", "2027-W37-1"),
        ("plan", "x.yaml", "--set"),
        ("dataset", "check", "no-such-folder"),
        ("dataset", "build", "oslo", "--raw", "no-such-folder", "--out", "o"),
        ("export", "x.json", "--format", "nonsense", "--out", "o"),
    ],
)
def test_a_wrong_command_line_or_input_exits_1_without_traceback(
    argv: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *argv)
    assert code == 1
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err
    assert not list(tmp_path.iterdir())


def test_all_wrong_values_of_a_command_line_are_told_together(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ("plan", "--gap", "x", "--seed", "y", "--time-limit", "-3")
    code, _, err = run(capsys, *argv, "scenario.yaml", "--nonsense")
    assert code == 1
    for option, value in (("--gap", "x"), ("--seed", "y"), ("--time-limit", "-3")):
        assert any(line.startswith(f"{option}: ") and f"«{value}»" in line for line in err.splitlines())
    assert "ukjent --nonsense" in err
    assert len(err.splitlines()) == 4
    assert len(run(capsys, *argv)[2].splitlines()) == 4  # the scenario is missing
    assert len(run(capsys, *argv, "scenario.yaml")[2].splitlines()) == 3


def test_a_failed_run_says_that_the_folder_holds_an_older_plan(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "o"
    out.mkdir()
    argv = ("plan", str(write_scenario(tmp_path)), "--out", str(out))
    assert "eldre" not in run(capsys, *argv, "--set", "min_visits=0")[2]
    (out / "plan.json").write_bytes((solved / "plan.json").read_bytes())
    os.utime(out / "plan.json", (0, 1_800_000_000))
    for change, wanted in (("min_visits=0", 1), ("vehicles.0.min_days=20", 2)):
        code, _, err = run(capsys, *argv, "--set", change)
        assert code == wanted
        assert f"{out / 'plan.json'} er fortsatt den eldre planen, skrevet 2027-01-15" in err
        assert err.rstrip().endswith("(status: utkast).")
    (out / "plan.json").write_bytes(b"x")
    assert "(status: uleselig)" in run(capsys, *argv, "--set", "min_visits=0")[2]


def test_all_errors_of_a_scenario_at_once_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = write_scenario(
        tmp_path, changes=(("budget_nok: 120000", "budget_nok: -1"), ("min_visits: 2", "min_visits: 0\nunknown: 1"))
    )
    code, _, err = run(capsys, "plan", str(scenario), "--out", str(tmp_path / "o"))
    assert code == 1
    for place in ("budget_nok", "min_visits", "unknown"):
        assert place in err
    assert not (tmp_path / "o").exists()


def test_unknown_sites_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = write_scenario(tmp_path, changes=(("e1504]\n", "e9998]\n"), ("depot: f1601", "depot: f9999")))
    code, _, err = run(capsys, "plan", str(scenario), "--out", str(tmp_path / "o"))
    assert code == 1
    assert "e9998" in err
    assert "f9999" in err


def test_set_overrides_a_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = write_scenario(tmp_path)
    argv = ("plan", str(scenario), "--out", str(tmp_path / "o"), "--quiet", "--set", "vehicles.0.min_days=3")
    assert run(capsys, *argv)[0] == 0
    plan = json.loads((tmp_path / "o" / "plan.json").read_text(encoding="utf-8"))
    assert plan["scenario"]["vehicles"][0]["min_days"] == 3
    assert len(plan["vehicles"][0]["days"]) >= 3


def test_an_impossible_scenario_exits_2_with_conflict_and_relaxations(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = write_scenario(tmp_path, changes=(("min_days: 1", "min_days: 20"),))
    code, _, err = run(capsys, "plan", str(scenario), "--out", str(tmp_path / "o"))
    assert code == 2
    assert "budget_nok" in err
    assert "min_days" in err
    assert "Minste endring" in err
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("crew_pool.persons=2", ("crew_pool", "min_days", "med minst 1 person.")),
        ("vehicles.0.max_person_hours=1", ("min_days", "max_person_hours (1 time)")),
        ("vehicles.0.max_out_hours=1", ("min_days", "max_out_hours (1 time)")),
        ("min_visits=200", ("min_visits", "min_days")),
    ],
)
def test_every_way_to_be_impossible_is_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: str, words: tuple[str, ...]
) -> None:
    argv = ("plan", str(write_scenario(tmp_path)), "--out", str(tmp_path / "o"), "--set", change)
    code, _, err = run(capsys, *argv)
    assert code == 2
    for word in words:
        assert word in err
    assert not (tmp_path / "o").exists()


def test_a_named_relaxation_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ("plan", str(write_scenario(tmp_path)), "--out", str(tmp_path / "o"), "--quiet", "--set")
    assert run(capsys, *argv, "crew_pool.persons=2")[0] == 2
    assert run(capsys, *argv, "crew_pool.persons=3")[0] == 0


def test_unknown_names_of_all_kinds_at_once_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = write_scenario(tmp_path)
    argv = ("plan", str(scenario), "--out", str(tmp_path / "o"))
    changes = ("objective=tull", "exports=[tull]", "vehicles.0.depot=f9999", "pins=[{station: e9999}]")
    code, _, err = run(capsys, *argv, *(word for change in changes for word in ("--set", change)))
    assert code == 1
    for place in ("objective", "exports", "vehicles.0.depot", "pins.0.station"):
        assert f"--set, {place}: " in err
    assert not (tmp_path / "o").exists()


def test_out_that_is_a_file_is_refused_before_solving(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = tmp_path / "taken"
    taken.write_text("x", encoding="utf-8")
    code, _, err = run(capsys, "plan", str(write_scenario(tmp_path)), "--out", str(taken))
    assert code == 1
    assert "er en fil" in err
    assert taken.read_text(encoding="utf-8") == "x"


def test_calendar_json_has_the_fixed_keys(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "calendar", "--election", "2027-09-13", "--json")
    assert code == 0
    calendar = json.loads(out)
    assert calendar["ordinary_start"]["value"] == "2027-08-10"
    assert calendar["ordinary_end"]["value"] == "2027-09-10"
    assert all(entry["citation"] and entry["value"] for entry in calendar.values())
    assert "election_day_sunday" not in calendar
    decided = calendar["decisions"]["value"]
    assert [decision["due"]["value"] for decision in decided] == sorted(d["due"]["value"] for d in decided)


def test_calendar_of_two_days_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "calendar", "--election", "2027-09-13", "--two-days")
    assert code == 0
    assert "søndag 12. september 2027" in out
    assert "Senest mandag 31. mai 2027" in out


def test_calendar_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "new" / "valg.ics"
    code, out, _ = run(capsys, "calendar", "--election", "2027-09-13", "--ics", str(file))
    assert (code, out) == (0, f"Skrevet: {file}\n")
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    code, out, _ = run(capsys, "calendar", "--election", "2027-09-13", "--json", "--ics", str(file))
    assert json.loads(out)["election_day"]["value"] == "2027-09-13"


def test_a_calendar_file_that_is_a_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "calendar", "--election", "2027-09-13", "--ics", str(tmp_path))
    assert (code, out) == (1, "")
    assert "er en mappe, ikke en fil" in err


def test_dataset_check_of_the_embedded_dataset(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "dataset", "check", str(OSLO))[:2] == (0, f"{OSLO}: ingen feil\n")


def test_a_fault_of_ours_is_one_line_and_a_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("planner.planfile.plan_schema", lambda: 1 / 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code, out, err = run(capsys, "schema", "plan")
    assert code == 70
    assert out == ""
    assert len(err.splitlines()) == 1
    (log,) = tmp_path.glob("valgplan-feil-*.log")
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


@pytest.fixture
def listening() -> Iterator[None]:
    """A background job of a shell ignores Ctrl-C, and its children inherit that: not the ones of this test."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT to a process")
def test_ctrl_c_while_solving_exits_130_and_writes_nothing(tmp_path: Path, listening: None) -> None:
    argv = [sys.executable, "-m", "planner.cli", "plan", "scenarios/oslo-fri.yaml", "--out", str(tmp_path / "o")]
    with subprocess.Popen(
        argv, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=os.environ | {"VALGPLAN_PROGRESS": "always"}
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith(("Løser", "Bygger")):
                break
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(60) == 130
    assert "Traceback" not in rest
    assert not (tmp_path / "o").exists()
