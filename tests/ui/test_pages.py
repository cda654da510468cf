"""Every page as the server sees it, without a browser."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import tiny
import yaml
from streamlit.testing.v1 import AppTest

from planner import services
from planner.audit import complete
from planner.constraints.registry import uses
from planner.dataset import load_dataset, write_dataset
from planner.domain.findings import ChecklistItem, ItemStatus
from planner.domain.plan import ObjectiveResult, Plan, PlanStatus, SolveStatus, StationKind, Version
from planner.domain.supply import StationStock
from planner.explain import station_questions
from planner.exporters import exporters
from planner.planfile import plan_bytes, read_plan
from planner.scenario import load_scenario
from planner.services import asking, runlog, runs
from planner.services.answers import keep_answers
from planner.services.runlog import Outcome, Run
from planner.services.store import Store
from planner.ui import map as ui_map
from planner.ui import state, words
from planner.ui.pages import pages
from planner.ui.words import listed, t

ROOT = Path(__file__).parents[2]
APP = str(ROOT / "planner" / "ui" / "entry" / "main.py")
SECONDS = 60
URLS = ["i-dag", "mal", "beregning", "plan", "endre", "sammenlign", "hva-om", "vedtak"]


@pytest.fixture(scope="session")
def dataset_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "tiny"
    write_dataset(tiny.tiny_dataset(), folder)
    return folder


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dataset_folder: Path) -> Path:
    """A folder with a scenario and no plan."""
    monkeypatch.setenv(state.OUT_FOLDER, str(tmp_path / "out"))
    monkeypatch.setenv(state.SCENARIO_FOLDER, str(tmp_path / "scenarios"))
    (tmp_path / "scenarios").mkdir()
    plain = tiny.plain_scenario(dataset=dataset_folder.as_posix(), name="Liten")
    text = yaml.safe_dump(plain, allow_unicode=True)
    (tmp_path / "scenarios" / "liten.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@dataclass
class FakeMap:
    """Stands for the map, which is script in a browser: what it was told, and what its reader does next."""

    told: list[dict[str, Any]] = field(default_factory=list)
    action: dict[str, Any] | None = None
    picked: dict[str, Any] | None = None

    def __call__(self, *, data: dict[str, Any], **_: Any) -> SimpleNamespace:
        self.told.append(data)
        events = SimpleNamespace(action=self.action, picked=self.picked)
        self.action = self.picked = None
        return events


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch) -> FakeMap:
    found = FakeMap()
    monkeypatch.setattr(ui_map, "_renderer", lambda: found)
    return found


def _save(folder: Path, plan: Plan) -> None:
    folder.mkdir(parents=True)
    (folder / "plan.json").write_bytes(plan_bytes(plan))
    (folder / "map.html").write_text("<p>kart</p>", encoding="utf-8")


@pytest.fixture
def sampled(room: Path, sample: ModuleType) -> Path:
    """Two finished plans whose dataset is not here."""
    for name in ("en", "to"):
        _save(room / "out" / name, sample.sample_plan())
    return room


@pytest.fixture(scope="session")
def tiny_plans(dataset_folder: Path) -> tuple[Plan, Plan]:
    """Two plans of the small municipality: today's places, and one place fewer."""
    dataset = load_dataset(dataset_folder)
    problem = tiny.tiny_problem(dataset)
    plan = services.plan_today(problem)
    plan = replace(plan, dataset=replace(plan.dataset, path=dataset_folder.as_posix()))
    fewer = replace(plan, stations=plan.stations[1:])
    return complete(plan, problem), complete(fewer, problem)


@pytest.fixture
def planned(room: Path, tiny_plans: tuple[Plan, Plan]) -> Path:
    """Two finished plans on a dataset that is here."""
    for name, plan in zip(("en", "to"), tiny_plans, strict=True):
        _save(room / "out" / name, plan)
    return room


def _app(url: str, **query: str) -> AppTest:
    """One page, as a link to it opens it."""
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    for name, value in query.items():
        app.query_params[name] = value
    page = next(page for page in pages() if url == page.URL)
    if url != URLS[0]:
        app = AppTest.from_function(_show_page, args=(url,), default_timeout=SECONDS)
        for name, value in query.items():
            app.query_params[name] = value
    assert t(page.TITLE)
    return _run(app)


def _show_page(url: str) -> None:
    from planner.ui.pages import pages

    next(page for page in pages() if url == page.URL).show()


def _run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def _text(app: AppTest) -> str:
    """All text of the page, tables too."""
    parts = [
        *app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning, *app.error,
        *app.success, *app.code,
    ]  # fmt: skip
    return "\n".join([str(part.value) for part in parts] + [html.proto.body for html in app.get("html")])


def _pictures(app: AppTest) -> int:
    return sum("image" in type(part).__name__.lower() or part.type in ("imgs", "image") for part in app.main)


def _press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return _run(app)


def test_pages_are_whole_short_and_tested() -> None:
    assert [page.URL for page in pages()] == URLS, "a new page needs a test here"
    for file in (ROOT / "planner" / "ui" / "pages").glob("*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 60
    for file in (ROOT / "app.py", Path(APP)):
        assert len(file.read_text(encoding="utf-8").splitlines()) < 60


@pytest.mark.parametrize("url", URLS)
def test_every_page_opens_without_a_plan(room: Path, url: str) -> None:
    assert _text(_app(url))


@pytest.mark.parametrize("url", URLS)
def test_every_page_opens_with_plans(planned: Path, url: str) -> None:
    assert _text(_app(url, plan="en"))


@pytest.mark.parametrize("url", URLS)
def test_every_page_speaks_the_language_of_the_session(planned: Path, url: str) -> None:
    """Nothing that a reader fills in or presses falls back on bokmål."""
    page = AppTest.from_function(_show_page, args=(url,), default_timeout=SECONDS)
    page.query_params["plan"] = "en"
    page.session_state[words.CHOSEN] = "en"
    labels = [part.label for part in (*_run(page).button, *page.selectbox, *page.number_input, *page.text_input)]
    norwegian = {text for text in words.keys(words.words("nb")).values() if isinstance(text, str)}
    english = {text for text in words.keys(words.words("en")).values() if isinstance(text, str)}
    assert [label for label in labels if label in norwegian - english] == []


def test_a_language_is_chosen_at_the_foot_and_stays_in_the_link(room: Path) -> None:
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    _run(app)
    assert "sprak" not in app.query_params
    app.selectbox(key="language-box").select("nn")
    _run(app)
    assert app.query_params["sprak"] in ("nn", ["nn"])
    assert app.metric[0].label == words.words("nn")["overview"]["mean"]
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    app.query_params["sprak"] = "en"
    assert any(box.label == "Language" for box in _run(app).selectbox)


def test_without_scenarios_the_first_page_says_what_to_do(room: Path) -> None:
    (room / "scenarios" / "liten.yaml").unlink()
    assert t("overview.none") in _text(_app("i-dag"))


def test_a_broken_scenario_is_told_of_with_all_its_errors(room: Path) -> None:
    (room / "scenarios" / "liten.yaml").write_text("name: Liten\nelection: 2027-13-40\n", encoding="utf-8")
    text = _text(_app("i-dag"))
    assert "kan ikke brukes" in text
    assert "budget" in text
    assert "election" in text


def test_today_shows_who_has_a_long_way_and_what_it_rests_on(room: Path) -> None:
    app = _app("i-dag")
    text = _text(app)
    for part in ("Er avstand problemet?", "Nord", "Sør", "ikke noe årsaksestimat for norske", "Kartet som tekst"):
        assert part in text
    assert app.metric[0].label == t("overview.mean")
    assert app.query_params["scenario"] in ("liten", ["liten"])


def test_the_form_writes_the_file_that_the_command_line_reads(room: Path) -> None:
    app = _app("mal")
    app.radio[0].set_value("fair")
    next(field for field in app.number_input if field.label == t("scenario.budget")).set_value(77_000)
    next(field for field in app.text_input if field.label == t("scenario.stem")).set_value("rettferdig")
    app = _press(app, t("scenario.save"))
    assert "Lagret i" in _text(app)
    made = load_scenario(room / "scenarios" / "rettferdig.yaml")
    assert made.objective.name == "ede_minutes"
    assert made.budget_nok == 77_000
    assert made.availability == load_scenario(room / "scenarios" / "liten.yaml").availability
    app = _run(app)
    assert app.selectbox[0].value == "rettferdig"
    next(field for field in app.text_input if field.label == t("scenario.stem")).set_value("liten")
    assert "finnes alt" in _text(_press(app, t("scenario.save")))
    assert [event.what for event in Store(room / "out").history()] == ["scenario lagret"]


def test_facts_about_premises_are_changed_undone_and_saved_with_the_scenario(room: Path) -> None:
    store = Store(room / "out")
    app = _app("mal")
    next(box for box in app.selectbox if box.label == t("premises.site")).select("e0202")
    app = _run(app)
    accessible, _, by, coverage, booths, crew, *_ = listed("premises.fields")
    next(box for box in app.selectbox if box.label == accessible).select(False)
    next(box for box in app.selectbox if box.label == coverage).select("poor")
    next(field for field in app.number_input if field.label == booths).set_value(2)
    next(field for field in app.number_input if field.label == crew).set_value(4)
    next(field for field in app.text_input if field.label == by).set_value("byggforvalter")
    app = _press(app, t("premises.set"))
    assert "ikke er lagret i scenariet: 1" in _text(app)
    next(field for field in app.text_input if field.label == t("premises.reason")).set_value("skolefest")
    app = _press(app, t("premises.do_take"))
    assert "skolefest" in _text(app)
    app = _press(_press(app, t("premises.undo")), t("premises.redo"))
    app = _app("mal")  # a new session: nothing is lost
    assert "ikke er lagret i scenariet: 2" in _text(app)
    next(field for field in app.text_input if field.label == t("scenario.stem")).set_value("med-fakta")
    assert "Lagret i" in _text(_press(app, t("scenario.save")))
    made = load_scenario(room / "scenarios" / "med-fakta.yaml")
    (facts,) = [item for item in made.premises if item.site == "e0202"]
    assert (facts.accessible, facts.mobile_coverage, facts.booths) == (False, "poor", 2)
    assert facts.accessible_checked_by == "byggforvalter"
    assert [time.reason for item in made.premises for time in item.unavailable] == ["skolefest"]
    assert [(pin.station, pin.crew) for pin in made.pins] == [("e0202", 4)]
    assert store.edits("lokaler:liten").done == ()


def test_a_scenario_about_some_districts_keeps_them(room: Path) -> None:
    file = room / "scenarios" / "liten.yaml"
    plain = yaml.safe_load(file.read_text(encoding="utf-8"))
    file.write_text(yaml.safe_dump({**plain, "demand": {"districts": ["01"]}}, allow_unicode=True), encoding="utf-8")
    app = _app("mal")
    next(field for field in app.text_input if field.label == t("scenario.stem")).set_value("en-bydel")
    assert "Lagret i" in _text(_press(app, t("scenario.save")))
    assert load_scenario(room / "scenarios" / "en-bydel.yaml").demand.districts == ("01",)


def test_a_time_without_a_reason_is_refused(room: Path) -> None:
    app = _press(_app("mal"), t("premises.do_take"))
    assert any("reason" in error.value for error in app.error)
    assert Store(room / "out").edits("lokaler:liten").done == ()


def _with_run(room: Path, outcome: Outcome, code: int | None, line: str = "") -> Run:
    store = Store(room / "out")
    (room / "out").mkdir(exist_ok=True)
    log = room / "out" / "log"
    log.write_text(line, encoding="utf-8")
    row = (
        "plan",
        "scenarios/liten.yaml",
        str(room / "out" / "en"),
        "k",
        60.0,
        1,
        0.0,
        str(log),
        runs.now(),
        code,
        outcome,
    )
    with store.open() as connection:
        connection.execute(
            "INSERT INTO run (kind, subject, folder, key, seconds, pid, born, log, started, code, outcome) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
    return runlog.runs(store)[0]


@pytest.mark.parametrize(
    ("outcome", "code", "shown"),
    [
        (Outcome.ENDED, 0, t("run.finished")),
        (Outcome.ENDED, 2, t("run.failed.2")),
        (Outcome.ENDED, 70, "kode 70"),
        (Outcome.CANCELLED, None, t("run.cancelled")),
        (Outcome.MEMORY, None, t("run.memory")),
        (Outcome.TIME, None, t("run.time")),
        (Outcome.LOST, None, t("run.lost")),
    ],
)
def test_how_a_run_ended_is_told(planned: Path, outcome: Outcome, code: int | None, shown: str) -> None:
    _with_run(planned, outcome, code)
    assert shown in _text(_app("beregning"))


TRACE = """seconds,goal,name,unit,stage,value,bound,gap
1.0,1,mean_minutes,minutter,siting,,9.5,
2.0,1,mean_minutes,minutter,plan,9.6,9.57,0.003125
"""


def test_a_run_under_way_is_followed_by_whoever_comes(planned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "take_up", lambda _: None)
    run = _with_run(planned, Outcome.RUNNING, None, "regner …\n")
    assert [metric.value for metric in _app("beregning").metric] == [t("run.unknown")] * 3
    run.trace_file.write_text(TRACE, encoding="utf-8")
    app = _app("beregning")
    assert [metric.value for metric in app.metric] == ["9,60 minutter", "9,57 minutter", "0,3 %"]
    assert t("run.survives") in _text(app)
    app = _press(app, t("run.cancel"))
    assert run.stop_file.exists()
    app = _app("beregning")
    assert not any(button.label == t("run.cancel") for button in app.button), "it is stopping already"
    assert t("run.cancelled") in _text(_press(app, t("run.abandon")))


def test_the_plan_of_a_stopped_run_says_so_wherever_it_is_shown(planned: Path, with_goal: Path) -> None:
    run = _with_run(planned, Outcome.CANCELLED, 0)
    run.trace_file.write_text(TRACE, encoding="utf-8")
    with Store(planned / "out").open() as connection:
        connection.execute("UPDATE run SET result = 'x'")
    text = _text(_app("beregning"))
    assert t("run.stopped") in text
    assert "Beste plan 9,60 minutter, bevist grense 9,57 minutter, gap 0,3 %" in text
    assert t("run.stopped") in _text(_app("plan", plan="en"))
    assert t("run.stopped") not in _text(_app("plan", plan="to"))


def test_a_run_is_started_from_the_form(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(runs, "start_plan", lambda *given, **options: asked.append((given, options)))
    app = _app("beregning")
    _press(app, t("run.start"))
    (given, options), *_ = asked
    assert given[1].stem == "liten"
    assert given[2] == Path(room / "out" / "liten")
    assert options == {"seconds": 60.0, "gap": 0.01, "seed": 0}


def test_plan_page_shows_everything(sampled: Path, sample: ModuleType) -> None:
    app = _app("plan")
    text = _text(app)
    for part in (
        "Prøveplan Øst",
        "Gamle Oslo",
        "✖\u00a0Brudd",
        "?\u00a0Kan\u00a0ikke vurderes",
        "V 3.2.1",
        "UBEKREFTET",
    ):
        assert part in text
    assert r"Søndre Nordstrand \(18,7 min\)" in text
    assert [metric.value for metric in app.metric] == ["13,8", "55 %", "91\u202f000 kr", "1"]
    assert app.metric[0].delta == "-1,7 min"
    assert any("Registrer stedene i EVA Admin" in box.label for box in app.checkbox)
    table = app.dataframe[0].value
    assert list(table.columns) == listed("station.columns")
    assert len(table) == len(sample.stations())
    assert len(app.get("iframe")) == 1


def test_a_station_says_why_it_is_there(planned: Path) -> None:
    app = _app("plan", plan="en")
    next(box for box in app.selectbox if box.label == t("plan.station")).select("f0101")
    text = _text(_run(app))
    assert "etterspørselspunkter med" in text
    assert t("plan.today") in text
    assert "Kartet som tekst" in text


def test_the_plan_page_says_what_is_tight(planned: Path, tiny_plans: tuple[Plan, Plan]) -> None:
    text = _text(_app("plan", plan="en"))
    assert t("limits.title") in text
    for use in uses(tiny_plans[0], tiny.tiny_problem()):
        assert use.what in text
    assert t("limits.room") in text


@pytest.fixture
def with_goal(planned: Path) -> Path:
    """The first of the two plans has a goal with a bound; its file."""
    file = planned / "out" / "en" / "plan.json"
    goal = ObjectiveResult("mean_minutes", 9.6, "minutter", 9.57, 0.003125, SolveStatus.FEASIBLE, 2.0)
    file.write_bytes(plan_bytes(replace(read_plan(file), objective=goal)))
    return file


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Command lines of the questions that pages start."""
    found: list[list[str]] = []
    monkeypatch.setattr(asking, "start", lambda *given, **_: found.append(given[4]))
    return found


@pytest.mark.parametrize(("place", "label"), [("f0101", "worth.why"), ("e0202", "worth.why_not")])
def test_why_and_why_not_are_solved_for(
    with_goal: Path, asked: list[list[str]], shown: FakeMap, place: str, label: str
) -> None:
    shown.picked = {"kind": "station", "id": place}
    _press(_app("plan", plan="en"), t(label))
    (argv,) = asked
    assert argv[:4] == ["explain", str(with_goal), "--station", place]
    assert shown.told[-1]["others"], "places outside the plan can be picked"


def test_what_more_would_be_worth_is_asked_together(with_goal: Path, asked: list[list[str]]) -> None:
    app = _app("plan", plan="en")
    next(box for box in app.checkbox if box.label == t("worth.vehicle")).check()
    _press(app, t("worth.ask"))
    (argv,) = asked
    assert argv[2:7] == ["--budget", "10000", "--persons", "3", "--vehicle"]


def test_answers_stand_in_the_store_as_intervals(with_goal: Path) -> None:
    store, folder = Store(with_goal.parents[1]), with_goal.parent / "svar"
    text = station_questions(tiny.tiny_problem(), read_plan(with_goal), "f0101")[0].text
    items = [
        {"question": text, "sentence": f"{text}: et spenn.", "restricts": True, "low": 0.5, "high": 0.75,
         "unit": "minutter", "cost_change": 1000.4},
        {"question": "Umulig", "sentence": "-", "restricts": False, "low": None, "high": None,
         "unit": "", "cost_change": 0.0},
    ]  # fmt: skip
    folder.mkdir()
    (folder / "svar.json").write_text(json.dumps(items), encoding="utf-8")
    keep_answers(store, with_goal, folder)
    app = _app("plan", plan="en")
    assert "0,50 til 0,75 minutter dårligere" in _text(app)
    assert "1 000 kr mer" in _text(app).replace("\u202f", " ").replace("\xa0", " ")
    assert t("worth.impossible") in _text(app)
    next(box for box in app.selectbox if box.label == t("plan.station")).select("f0101")
    assert "et spenn" in _text(_run(app))


def test_effects_are_a_range_with_source_and_the_sentence_that_none_is_norwegian(sampled: Path) -> None:
    file = sampled / "out" / "en" / "plan.json"
    plan = read_plan(file)
    file.write_bytes(plan_bytes(replace(plan, stock=())))
    assert t("effect.no_votes") in _text(_app("plan"))
    added = next(station for station in plan.stations if station.kind is StationKind.MOBILE_STOP)
    stock = StationStock(added.id, own=1_000.0, other=50.0, cover=10.0, emergency=5.0, items=())
    file.write_bytes(plan_bytes(replace(plan, stock=(stock,))))
    text = _text(_app("plan"))
    assert "Av 1 000 stemmer" in text.replace("\u202f", " ")
    assert "fra 0 til 600 komme fra noen som ellers ikke hadde stemt" in text
    assert "ikke noe årsaksestimat for norske" in text
    assert "eget spenn, UBEKREFTET" in text


def test_a_plan_without_a_goal_cannot_be_asked_about(planned: Path) -> None:
    assert t("worth.no_goal") in _text(_app("plan", plan="en"))


def test_a_day_is_chosen_and_stays_in_the_address(sampled: Path, sample: ModuleType) -> None:
    day = sample.BUS_DAYS[0].isoformat()
    app = _app("plan", dato=day)
    text = _text(app)
    assert "Kjøring tirsdag 24. august 2027" in text
    assert "Mortensrud skole" in text
    assert app.query_params["dato"] in (day, [day])


def test_the_checklist_is_ticked_in_the_plans_file(sampled: Path) -> None:
    items = (
        ChecklistItem("S3", "Lær opp.", date(2027, 6, 7)),
        ChecklistItem("I2", "Vurder.", status=ItemStatus.NOT_APPLICABLE, reason="ingen slike boliger"),
    )
    file = sampled / "out" / "en" / "plan.json"
    file.write_bytes(plan_bytes(replace(read_plan(file), checklist=items)))
    app = _app("plan")
    assert "1 punkter gjenstår" in _text(app)
    box = next(box for box in app.checkbox if "Lær opp" in box.label)
    box.check()
    next(field for field in app.text_input if field.key == "who-0").set_value("Kari")
    app = _press(app, t("checklist.save"))
    done = read_plan(file).checklist
    assert {(i.rule, i.status, i.who) for i in done} >= {("S3", ItemStatus.DONE, "Kari")}
    assert any("ingen slike boliger" in box.label and box.disabled for box in app.checkbox)
    assert Store(sampled / "out").history()[0].what == "sjekkliste ført"


def test_hostile_names_are_text(sampled: Path) -> None:
    assert "<script>alert" not in _text(_app("plan"))


def test_the_address_keeps_the_plan_and_opens_only_what_was_found(sampled: Path) -> None:
    app = _app("plan", plan="to")
    assert app.selectbox[0].value == "to"
    for name in ("en", "to", "en"):
        app.selectbox[0].select(name)
        app = _run(app)
        assert app.selectbox[0].value == name
        assert app.query_params["plan"] in (name, [name])
    assert _app("plan", plan="../../etc").selectbox[0].value in {"en", "to"}


def test_a_broken_plan_is_an_error_and_not_a_fall(sampled: Path) -> None:
    (sampled / "out" / "en" / "plan.json").write_text("{", encoding="utf-8")
    app = _app("plan")
    assert "kan ikke leses" in _text(app)
    assert not app.metric


def test_a_missing_map_is_told(sampled: Path) -> None:
    (sampled / "out" / "en" / "map.html").unlink()
    assert t("plan.no_map") in _text(_app("plan"))


def test_edits_are_judged_at_once_undone_and_saved(planned: Path) -> None:
    app = _app("endre", plan="en")
    before = app.metric[0].value
    Store(planned / "out").add_edit("en", {"what": "remove", "id": "f0201"})
    app = _app("endre", plan="en")  # as after F5: the edit is on disk
    assert app.metric[0].value != before
    assert "Ta ut" in _text(app)
    assert t("edit.new_findings") in _text(app)
    app = _press(app, t("edit.save"))
    assert len(read_plan(planned / "out" / "en-endret" / "plan.json").stations) == 2
    app = _press(app, t("edit.undo"))
    assert app.metric[0].value == before
    app = _press(app, t("edit.redo"))
    assert app.metric[0].value != before


def test_edits_are_made_in_the_map(planned: Path, shown: FakeMap) -> None:
    app = _app("endre", plan="en")
    assert shown.told[-1]["edit"]
    assert not shown.told[-1]["undo"]
    shown.action = {"what": "move", "id": "f0101", "lat": 59.9, "lon": 10.7}
    app = _run(app)
    shown.action = {"what": "lock", "id": "e0101"}
    app = _run(app)
    assert shown.told[-1]["locked"] == ["e0101"]
    shown.action = {"what": "undo", "id": ""}
    app = _run(app)
    log = Store(planned / "out").edits("en")
    assert [edit["what"] for edit in log.done] == ["move"]
    assert shown.told[-1]["redo"]
    shown.action = {"what": "remove", "id": "finnes-ikke"}
    assert "ikke i planen" in _text(_run(app))


def test_the_reach_of_a_station_is_asked_for_in_the_map(planned: Path, shown: FakeMap) -> None:
    app = _app("endre", plan="en")
    assert not shown.told[-1]["reach"]
    shown.action = {"what": "reach", "id": "f0101"}
    _run(app)
    assert shown.told[-1]["reach"].startswith("/kart/")


def test_edits_are_made_by_form(planned: Path) -> None:
    app = _app("endre", plan="en")
    app = _press(app, t("edit.do_add"))
    app = _press(app, t("edit.do_forbid"))
    done = Store(planned / "out").edits("en").done
    assert [edit["what"] for edit in done] == ["add", "forbid"]
    assert r"Forbudt\:" in _text(app)
    next(field for field in app.text_input if field.label == t("scenario.stem")).set_value("med-forbud")
    _press(app, t("edit.save_scenario"))
    assert load_scenario(planned / "scenarios" / "med-forbud.yaml").forbid


def test_a_decided_plan_cannot_be_edited(planned: Path) -> None:
    file = planned / "out" / "en" / "plan.json"
    decided = Version(1, PlanStatus.DECIDED, date(2027, 3, 1), "2027/12")
    file.write_bytes(plan_bytes(replace(read_plan(file), version=decided)))
    assert t("edit.final") in _text(_app("endre", plan="en"))


def test_two_plans_stand_side_by_side(planned: Path) -> None:
    text = _text(_app("sammenlign", plan="en", mot="to"))
    for part in ("Reisetid i gjennomsnitt", "Nord", t("compare.stations"), t("compare.closed"), t("compare.findings")):
        assert part in text


def test_notices_of_a_change_are_made_or_it_is_said_what_is_in_the_way(planned: Path) -> None:
    assert "et utkast kan ikke meldes" in _text(_press(_app("sammenlign", plan="en", mot="to"), t("notices.make")))
    old, new = (planned / "out" / name / "plan.json" for name in ("en", "to"))
    first = Version(1, PlanStatus.ANNOUNCED, date(2027, 3, 1), "2027/12", date(2027, 5, 1), date(2027, 6, 1))
    for file, version in ((old, first), (new, Version(2, PlanStatus.DECIDED, date(2027, 8, 2), "2027/88"))):
        file.write_bytes(plan_bytes(replace(read_plan(file), version=version)))
    app = _press(_app("sammenlign", plan="en", mot="to"), t("notices.make"))
    assert not app.exception
    assert not app.warning
    assert any(button.label == t("notices.download") for button in app.get("download_button"))


def test_plans_without_their_dataset_are_compared_without_a_map(sampled: Path) -> None:
    assert t("compare.same_dataset") in _text(_app("sammenlign", plan="en", mot="to"))


def test_a_curve_is_started_and_shown(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(runs, "start_sweep", lambda _, sweep, *__, **___: asked.append(sweep))
    app = _press(_app("hva-om"), t("whatif.start"))
    assert asked[0].is_file()
    assert t("whatif.waiting") in _text(app)
    row = {"outcome": "plan", "value": 9.0, "lower_bound": 8.5, "unit": "minutter", "mean_minutes": 9.1,
           "cost_nok": 100.0, "stations": 3, "hard": 0, "folder": "borte"}  # fmt: skip
    rows = [{"outcome": "umulig"}, row, row, row]
    asked[0].with_suffix("").mkdir()
    (asked[0].with_suffix("") / "sweep.json").write_text(json.dumps({"rows": rows}), encoding="utf-8")
    app = _run(app)
    assert "ingen plan: umulig" in _text(app)
    assert "8,50 minutter" in _text(app)
    assert _pictures(app) == 2


def test_values_that_are_no_numbers_are_refused(room: Path) -> None:
    app = _app("hva-om")
    app.text_input[0].set_value("mange")
    assert t("whatif.bad_values") in _text(_press(app, t("whatif.start")))


def test_a_plan_is_decided_registered_and_announced(planned: Path) -> None:
    file = planned / "out" / "en" / "plan.json"
    app = _press(_app("vedtak", plan="en"), t("decide.do_decide"))
    assert "saksnummeret mangler" in _text(app)
    next(field for field in app.text_input if field.label == t("decide.case")).set_value("2027/12")
    app = _press(app, t("decide.do_decide"))
    assert read_plan(file).version.status in (PlanStatus.DECIDED, PlanStatus.DRAFT)
    hard = [finding for finding in read_plan(file).findings if finding.severity == "hard"]
    assert (read_plan(file).version.status is PlanStatus.DECIDED) is not bool(hard)
    assert hard or "vedtatt" in _text(app)


def test_exports_are_offered(sampled: Path) -> None:
    app = _app("vedtak")
    assert len(app.get("download_button")) == 2 + len(exporters()) - 1
    refused = next(caption.value for caption in app.caption if t("decide.refused") in caption.value)
    assert "EVA" in refused, "the sample has a name that EVA refuses, and that is said in place of the button"
    assert any("har tegn som EVA ikke tar" in item.value for item in app.get("text"))


def test_settings_keep_the_face_at_home() -> None:
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    for setting in (
        "gatherUsageStats = false",
        'address = "127.0.0.1"',
        'showErrorDetails = "none"',
        "magicEnabled = false",
    ):
        assert setting in text
    assert "http" not in text
