"""The page of one plan: figures, map, tabs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import tiny
from app_page import opened, pressed, ran, text_of

from planner.constraints.registry import uses
from planner.domain.findings import ChecklistItem, ItemStatus
from planner.domain.plan import Plan, StationKind
from planner.domain.supply import StationStock
from planner.planfile import plan_bytes, read_plan
from planner.services.store import Store
from planner.ui.components.tabs import CHOSEN
from planner.ui.words import listed, t

_, _, DISTRICTS, FINDINGS, CHECKLIST, _ = listed("plan.tabs")


def test_plan_page_shows_everything(sampled: Path, sample: ModuleType) -> None:
    app = opened("plan")
    text = "".join(text_of(opened("plan", fane=tab)) for tab in listed("plan.tabs"))
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
    ticks = opened("plan", fane=CHECKLIST)
    assert any("Registrer stedene i EVA Admin" in box.label for box in ticks.checkbox)
    table = next(html.proto.body for html in app.get("html") if "<table" in html.proto.body)
    assert re.findall('<th scope="col".*?>(.*?)</th>', table) == listed("station.columns")
    assert table.count("<tr>") == 1 + len(sample.stations())
    assert len(app.get("iframe")) == 1


def test_a_tab_is_drawn_when_it_is_opened_and_stays(sampled: Path) -> None:
    app = opened("plan", fane=CHECKLIST)
    app.query_params[CHOSEN] = FINDINGS
    app = ran(app)
    assert "✖\u00a0Brudd" in text_of(app)
    assert app.text_input(key="who-0"), "what is filled in there and not saved is not lost"
    assert t("assumption.intro") not in text_of(app)


def test_a_tab_that_the_language_does_not_have_is_the_first(sampled: Path) -> None:
    assert t("station.count", n=5)[1:] in text_of(opened("plan", fane="Checklist"))


def test_stations_stand_in_the_order_that_is_asked_for(sampled: Path) -> None:
    app = opened("plan")

    def column(number: int) -> list[str]:
        rows = re.findall(r"<tr>(<td.*?)</tr>", text_of(app))
        return [re.findall(r"<td.*?>(.*?)</td>", row)[number] for row in rows]

    assert column(0) == sorted(column(0), key=str.casefold)
    app.selectbox(key="station-order").select(3)
    app = ran(app)
    counts = [int(text) for text in column(3)]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) > 1


def test_a_station_says_why_it_is_there(planned: Path) -> None:
    app = opened("plan", plan="en")
    next(box for box in app.selectbox if box.label == t("plan.station")).select("f0101")
    text = text_of(ran(app))
    assert "etterspørselspunkter med" in text
    assert t("plan.today") in text
    assert "Kartet som tekst" in text


def test_the_plan_page_says_what_is_tight(planned: Path, tiny_plans: tuple[Plan, Plan]) -> None:
    text = text_of(opened("plan", plan="en", fane=DISTRICTS))
    assert t("limits.title") in text
    for use in uses(tiny_plans[0], tiny.tiny_problem()):
        assert use.what in text
    assert t("limits.room") in text


def test_effects_are_a_range_with_source_and_the_sentence_that_none_is_norwegian(sampled: Path) -> None:
    file = sampled / "out" / "en" / "plan.json"
    plan = read_plan(file)
    file.write_bytes(plan_bytes(replace(plan, stock=())))
    assert t("effect.no_votes") in text_of(opened("plan", fane=DISTRICTS))
    added = next(station for station in plan.stations if station.kind is StationKind.MOBILE_STOP)
    stock = StationStock(added.id, own=1_000.0, other=50.0, cover=10.0, emergency=5.0, items=())
    file.write_bytes(plan_bytes(replace(plan, stock=(stock,))))
    text = text_of(opened("plan", fane=DISTRICTS))
    assert "Av 1 000 stemmer" in text.replace("\u202f", " ")
    assert "fra 0 til 600 komme fra noen som ellers ikke hadde stemt" in text
    assert "ikke noe årsaksestimat for norske" in text
    assert "eget spenn, UBEKREFTET" in text


def test_a_day_is_chosen_and_stays_in_the_address(sampled: Path, sample: ModuleType) -> None:
    day = sample.BUS_DAYS[0].isoformat()
    app = opened("plan", dato=day, fane=listed("plan.tabs")[1])
    text = text_of(app)
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
    app = opened("plan", fane=CHECKLIST)
    assert "Gjenstår: 1." in text_of(app)
    box = next(box for box in app.checkbox if "Lær opp" in box.label)
    box.check()
    next(field for field in app.text_input if field.key == "who-0").set_value("Kari")
    app = pressed(app, t("checklist.save"))
    done = read_plan(file).checklist
    assert {(i.rule, i.status, i.who) for i in done} >= {("S3", ItemStatus.DONE, "Kari")}
    assert any("ingen slike boliger" in box.label and box.disabled for box in app.checkbox)
    assert Store(sampled / "out").history()[0].what == "sjekkliste ført"


def test_hostile_names_are_text(sampled: Path) -> None:
    assert "<script>alert" not in text_of(opened("plan"))


def test_the_address_keeps_the_plan_and_opens_only_what_was_found(sampled: Path) -> None:
    app = opened("plan", plan="to")
    assert app.selectbox[0].value == "to"
    for name in ("en", "to", "en"):
        app.selectbox[0].select(name)
        app = ran(app)
        assert app.selectbox[0].value == name
        assert app.query_params["plan"] in (name, [name])
    assert opened("plan", plan="../../etc").selectbox[0].value in {"en", "to"}


def test_a_broken_plan_is_an_error_and_not_a_fall(sampled: Path) -> None:
    (sampled / "out" / "en" / "plan.json").write_text("{", encoding="utf-8")
    app = opened("plan")
    assert "kan ikke leses" in text_of(app)
    assert not app.metric


def test_a_missing_map_is_told(sampled: Path) -> None:
    (sampled / "out" / "en" / "map.html").unlink()
    assert t("plan.no_map") in text_of(opened("plan"))
