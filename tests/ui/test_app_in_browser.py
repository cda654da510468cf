"""The app as a reader meets it: pages, map, edits, runs and reloads, and not one request to the outside."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from planner.planfile import read_plan
from planner.services.answers import answers_of
from planner.services.store import Store
from planner.ui import words
from planner.ui.pages import pages
from planner.ui.words import t

pytestmark = pytest.mark.browser
PATIENCE = 60_000
READY = ".frame[data-ready]"
QUIET = '[data-test-script-state="notRunning"]'


@pytest.fixture(scope="module")
def reader(address: str, browser_tools: ModuleType) -> Iterator[tuple[Any, Any]]:
    with browser_tools.chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 900}, accept_downloads=True)
        page.set_default_timeout(PATIENCE)
        yield page, browser_tools.Watch(page)


def _open(page: Any, address: str, *, wait: str = QUIET) -> None:
    page.goto(address)
    page.locator("h1, h2, h3").first.wait_for()
    page.locator(QUIET).wait_for()
    page.locator(wait).first.wait_for()
    assert page.locator('[data-testid="stException"]').count() == 0


def _choose(page: Any, label: str, option: str) -> None:
    """Choose in a list by typing."""
    page.locator(QUIET).wait_for()
    box = page.get_by_label(label, exact=True)
    box.click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option).wait_for()
    page.keyboard.press("Enter")


def _axe(page: Any) -> list[str]:
    """What axe-core finds against WCAG 2.1 A and AA: rule, impact and the first place."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{item['id']} ({item['impact']}): {node['html'][:160]} :: {node.get('failureSummary', '')[:200]}"
        for item in found for node in item["nodes"][:2]
    ]  # fmt: skip


def test_first_view_has_the_question_figures_and_a_map(reader: Any, address: str) -> None:
    page, _ = reader
    _open(page, address, wait=READY)
    for text in ("Er avstand problemet?", "Minutter i snitt i dag", "Kilder"):
        page.get_by_text(text).first.wait_for()
    assert page.locator(".frame .station").count() == 28
    assert page.locator(".frame canvas").count() == 1


def test_page_is_norwegian_and_has_a_policy(reader: Any, address: str) -> None:
    page, _ = reader
    assert page.locator("html").get_attribute("lang") == "nb"
    for path in ("", "/plan"):
        with urllib.request.urlopen(address + path) as answer:  # noqa: S310
            assert "default-src 'self'" in answer.headers["content-security-policy"]
            body = answer.read()
            assert len(body) == int(answer.headers["content-length"])
            assert b'lang="nb"' in body


def test_geometry_is_fetched_once_and_kept(reader: Any, address: str) -> None:
    page, watch = reader
    _open(page, f"{address}/plan?plan=en", wait=READY)
    fetched = len([url for url in watch.requests if "/kart/" in url])
    page.locator(".frame").get_by_label("Bydelene viser").select_option("turnout")
    page.locator(".ramp.areas strong").wait_for()
    page.get_by_role("button", name="Neste").click()
    page.locator(".day-text").filter(has_text="steder åpne").wait_for()
    assert len([url for url in watch.requests if "/kart/" in url]) == fetched


def test_the_address_restores_the_view(reader: Any, address: str) -> None:
    page, _ = reader
    link = page.url
    assert "flate=turnout" in link
    assert "dag=2027" in link
    _open(page, link, wait=READY)
    assert page.locator(".frame").get_by_label("Bydelene viser").input_value() == "turnout"
    assert "steder åpne" in page.locator(".day-text").inner_text()


def test_a_click_on_a_station_tells_of_it_in_the_map_and_below(reader: Any, address: str) -> None:
    page, _ = reader
    _open(page, f"{address}/plan?plan=en", wait=READY)
    mark = page.locator(".frame .station").first
    name = mark.get_attribute("title").split(" (")[0]
    mark.focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup h3").filter(has_text=name).wait_for()
    page.get_by_text("etterspørselspunkter med").wait_for()
    page.get_by_role("button", name="Vis reisetid hit").click()
    page.locator(".ramp.reach strong").filter(has_text=name).wait_for()


def test_a_station_is_dragged_undone_and_the_edit_outlives_a_reload(reader: Any, address: str, room: Path) -> None:
    page, _ = reader
    _open(page, f"{address}/endre?plan=en", wait=READY)
    mark = page.locator(".frame .station").nth(3)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    x, y = box["x"] + 12, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 15, steps=5)
    page.mouse.up()
    page.get_by_text(t("edit.count", n=1)).wait_for()
    assert [edit["what"] for edit in Store(room / "out").edits("en").done] == ["move"]
    page.reload()
    page.get_by_text(t("edit.count", n=1)).wait_for()
    page.locator(QUIET).wait_for()
    page.locator(READY).wait_for()
    page.locator(".tools").get_by_role("button", name="Angre").click()
    page.get_by_text("Ingen endringer.").wait_for()


def test_a_place_is_added_by_a_click_in_the_map(reader: Any, address: str, room: Path) -> None:
    page, _ = reader
    _open(page, f"{address}/endre?plan=to", wait=READY)
    page.get_by_role("button", name="Legg til sted i kartet").click()
    box = page.locator(".frame .map").bounding_box()
    page.mouse.click(box["x"] + 40, box["y"] + 60)
    page.get_by_text(t("edit.count", n=1)).wait_for()
    (edit,) = Store(room / "out").edits("to").done
    assert edit["what"] == "add"
    page.get_by_role("button", name="Lagre som egen plan").click()
    page.get_by_text(re.compile("Lagret i .*to-endret")).wait_for()
    assert "nytt-1" in {s.id for s in read_plan(room / "out" / "to-endret" / "plan.json").stations}


def test_two_plans_are_compared(reader: Any, address: str) -> None:
    page, _ = reader
    _open(page, f"{address}/sammenlign?plan=en&mot=to", wait=READY)
    page.get_by_text("Hovedtall").wait_for()
    assert page.locator(".frame").get_by_label("Bydelene viser").input_value() == "change"


def test_a_cancelled_run_keeps_the_best_plan_so_far(reader: Any, address: str, room: Path) -> None:
    """At the latest today's places, which meet all that this scenario requires."""
    page, _ = reader
    _open(page, f"{address}/beregning?scenario=rolig")
    page.get_by_role("button", name=t("run.start")).click()
    page.get_by_role("button", name=t("run.cancel")).click()
    page.get_by_text(t("run.stopping")).wait_for()
    page.get_by_text(t("run.stopped")).wait_for()
    kept = read_plan(room / "out" / "rolig" / "plan.json")
    assert kept.objective is not None
    assert 0 <= kept.objective.lower_bound <= kept.objective.value
    assert not kept.roster, "told to stop, it makes no roster"


def test_a_run_survives_a_reload(reader: Any, address: str, room: Path) -> None:
    page, _ = reader
    _open(page, f"{address}/beregning?scenario=lite")
    page.get_by_role("button", name=t("run.start")).click()
    page.get_by_text(t("run.best")).wait_for()
    page.reload()
    page.get_by_text(t("run.finished")).wait_for(timeout=180_000)
    page.get_by_role("link", name="Vis planen «lite»").click()
    page.locator(READY).wait_for()
    assert "plan=lite" in page.url
    page.get_by_role("tab", name="Hvem er hvor når").click()
    page.get_by_text("Åpne steder").first.wait_for()


def test_a_tab_stays_in_the_link_and_keeps_what_is_not_saved(reader: Any, address: str) -> None:
    from playwright.sync_api import expect

    page, _ = reader
    _open(page, f"{address}/plan?plan=en", wait=READY)
    checklist, findings = (page.get_by_role("tab", name=words.listed("plan.tabs")[n]) for n in (4, 3))
    checklist.click()
    who = page.get_by_role("textbox", name=t("checklist.who"), exact=True).first
    who.fill("valgsekretariatet")
    findings.click()
    page.locator("th").filter(has_text=words.listed("finding.columns")[1]).wait_for()
    checklist.click()
    expect(who).to_have_value("valgsekretariatet", timeout=30_000)  # the tab is drawn before its fields are filled
    page.reload()
    who.wait_for()
    assert checklist.get_attribute("aria-selected") == "true"


def test_the_same_plan_is_not_calculated_twice(reader: Any, address: str) -> None:
    page, _ = reader
    _open(page, f"{address}/beregning?scenario=lite")
    page.get_by_role("button", name=t("run.start")).click()
    page.get_by_text("er beregnet før").wait_for()


def test_why_a_place_was_chosen_is_solved_for_and_kept(reader: Any, address: str, room: Path) -> None:
    page, _ = reader
    _open(page, f"{address}/plan?plan=rolig", wait=READY)
    page.locator(".frame .station").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=t("worth.why")).click()
    page.get_by_text(t("worth.interval")).wait_for()
    (given,) = answers_of(Store(room / "out"), room / "out" / "rolig" / "plan.json")
    assert given.restricts
    page.reload()
    page.locator("td").filter(has_text=given.question).first.wait_for()


def test_a_place_outside_the_plan_is_picked_in_the_map(reader: Any, address: str) -> None:
    page, _ = reader
    _open(page, f"{address}/plan?plan=en", wait=READY)
    page.locator(".tools").get_by_label(words.words("nb")["map"]["others"]).check()
    page.locator(".frame .candidate").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text(t("plan.not_chosen")).wait_for()
    page.get_by_text("Kan ikke spørres om: stedet kan ikke velges i dette scenariet").wait_for()


def test_facts_about_premises_outlive_a_reload(reader: Any, address: str) -> None:
    page, _ = reader
    _open(page, f"{address}/mal?scenario=lite")
    page.get_by_text(t("premises.head"), exact=True).click()
    page.get_by_label(words.listed("premises.fields")[8]).fill("Oslobygg")
    page.get_by_role("button", name=t("premises.set"), exact=True).click()
    page.get_by_text(t("premises.count", n=1)).wait_for()
    page.reload()
    page.get_by_text(t("premises.count", n=1)).wait_for()
    page.get_by_role("button", name=t("premises.undo")).click()
    page.get_by_text(t("premises.unchanged")).wait_for()


def test_the_language_of_the_link_is_that_of_the_page_the_map_and_the_document(reader: Any, address: str) -> None:
    page, _ = reader
    _open(page, f"{address}/i-dag?scenario=lite&sprak=en", wait=READY)
    assert page.url.startswith(f"{address}/?")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".frame").get_by_label("Districts show").wait_for()
    _choose(page, "Language", "Nynorsk")
    page.locator(".frame").get_by_label("Bydelane viser").wait_for()
    page.get_by_role("button", name="Neste").click()
    page.locator(".day-text").filter(
        has_text=re.compile(r"^(mån|tys|ons|tors|fre|laur|søn)dag \d+\. \w+: \d+ stader opne")
    ).wait_for()
    page.wait_for_function("document.documentElement.lang === 'nn'")
    assert "sprak=nn" in page.url
    page.get_by_role("link", name="Ressursar og mål").first.click()
    page.get_by_text("Kva skal planen vere best på?").first.wait_for()
    assert "sprak=nn" in page.url
    _choose(page, "Språk", "Bokmål")
    page.wait_for_function("document.documentElement.lang === 'nb'")


def test_the_first_view_waits_for_the_map_to_have_its_size(reader: Any, address: str) -> None:
    page, _ = reader
    _open(page, f"{address}/plan?plan=en", wait=READY)
    assert "kart=" not in page.url, "only what the reader has moved stands in the link"
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_function("location.search.includes('kart=')")


def test_downloads_hold_what_they_say(reader: Any, address: str) -> None:
    page, _ = reader
    _open(page, f"{address}/vedtak?plan=en")
    for button, start in (
        (re.compile("GeoJSON"), b'{\n "type": "FeatureCollection"'),
        (re.compile(r"2017 \(CSV"), b"county_id,"),
    ):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=button).click()
        assert Path(waiting.value.path()).read_bytes().startswith(start)


@pytest.mark.parametrize("url", [page.URL for page in pages()])
def test_pages_meet_wcag(reader: Any, address: str, url: str) -> None:
    page, _ = reader
    path = "" if url == pages()[0].URL else f"/{url}"
    _open(page, f"{address}{path}?plan=en&mot=to&scenario=lite")
    if url in ("i-dag", "plan", "endre", "sammenlign"):
        page.locator(READY).wait_for()
    assert _axe(page) == []


@pytest.mark.parametrize("url", ["", "/plan?plan=en", "/endre?plan=en"])
def test_nothing_is_cut_off_at_twice_the_size(reader: Any, address: str, url: str) -> None:
    page, _ = reader
    page.set_viewport_size({"width": 683, "height": 450})  # 200 % of 1366 × 900
    try:
        _open(page, address + url, wait=READY)
        wide = page.evaluate(
            "document.querySelector('.stMain').scrollWidth - document.querySelector('.stMain').clientWidth"
        )
        assert wide <= 1
    finally:
        page.set_viewport_size({"width": 1366, "height": 900})


def test_the_map_is_reached_and_used_by_keyboard_alone(reader: Any, address: str) -> None:
    page, _ = reader
    _open(page, f"{address}/plan?plan=en", wait=READY)
    page.locator(".tools select").first.focus()
    page.keyboard.press("ArrowDown")
    page.locator(".ramp.areas strong").wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        where = page.evaluate("document.activeElement.shadowRoot?.activeElement?.className ?? ''")
        if "leaflet" in where or "map" in where:
            break
    assert "leaflet" in where
    outline = page.evaluate("getComputedStyle(document.activeElement.shadowRoot.activeElement).outlineStyle")
    assert outline != "none"


def test_the_many_marks_of_the_map_can_be_skipped(reader: Any, address: str) -> None:
    page, _ = reader
    _open(page, f"{address}/endre?plan=en", wait=READY)
    page.locator(".tools .skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    where = page.evaluate("document.activeElement.shadowRoot?.activeElement?.closest('.days')?.className")
    assert where == "days", "past all stations and candidates"


def test_a_popup_has_the_focus_and_gives_it_back(reader: Any, address: str) -> None:
    page, _ = reader
    _open(page, f"{address}/plan?plan=en", wait=READY)
    here = "document.activeElement.shadowRoot?.activeElement"
    mark = page.locator(".frame .station").first
    mark.focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup h3").wait_for()
    assert page.evaluate(f"{here}?.innerText") == words.words("nb")["map"]["reach"]
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")
    assert page.evaluate(f"{here}?.title") == mark.get_attribute("title")


def test_nothing_was_asked_of_the_outside(reader: Any, address: str) -> None:
    page, watch = reader
    page.wait_for_timeout(500)
    outside = [url for url in watch.requests if not url.startswith((address, "data:", "blob:", "about:"))]
    assert outside == []
    # Streamlit looks for its own addresses below each page first; the browser tells of the answer 404.
    assert [text for text in watch.complaints if "404" not in text] == []
