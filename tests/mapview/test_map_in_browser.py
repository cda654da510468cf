"""The map in Chromium, opened from disk: it draws, answers, prints, and asks nothing of the network."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from planner.mapview.render import render_map

pytestmark = pytest.mark.browser
KINDS = {"fixed": 3, "popup": 1, "mobile_stop": 2, "institution": 1}


def _map_input(*args: Any) -> Any:
    path = Path(__file__).with_name("test_render.py")
    spec = importlib.util.spec_from_file_location("map_render_helpers", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.map_input(*args)


@pytest.fixture(scope="module")
def opened(sample: ModuleType, browser_tools: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    plan, dataset = sample.sample_plan(), sample.sample_dataset(12)
    file = tmp_path_factory.mktemp("map") / "kart æøå.html"
    html = render_map(plan, dataset, _map_input(plan, dataset), generated_on=sample.GENERATED_ON)
    file.write_text(html, encoding="utf-8", newline="\n")
    with browser_tools.chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        watch = browser_tools.Watch(page)
        page.goto(file.as_uri())
        page.wait_for_selector(".station")
        yield page, watch, file


def test_only_the_file_itself_is_asked_for(opened: Any) -> None:
    page, watch, file = opened
    page.wait_for_timeout(500)
    assert watch.requests == [file.as_uri()]
    assert watch.complaints == []


def test_layers_are_there(opened: Any) -> None:
    page, _, _ = opened
    counts = "Object.fromEntries(Object.entries(valgplan.kindLayers).map(([k, l]) => [k, l.getLayers().length]))"
    assert page.evaluate(counts) == KINDS
    assert page.evaluate("valgplan.pointLayer.getLayers().length") == 144
    assert page.evaluate("valgplan.areaLayer.getLayers().length") == 2
    assert page.evaluate("valgplan.busDays.length") == 2
    assert page.locator("#map").bounding_box()["width"] > 900


def test_hostile_name_stays_text_in_the_popup(opened: Any, sample: ModuleType) -> None:
    page, watch, _ = opened
    page.evaluate("void valgplan.kindLayers.popup.getLayers()[0].openPopup()")
    popup = page.locator(".leaflet-popup-content")
    assert popup.locator("h2").inner_text() == sample.HOSTILE
    assert "30.8.–10.9.: man–fre 10–19" in popup.inner_text()
    assert "ukjent" in popup.inner_text()
    assert page.locator("a.leaflet-popup-close-button").get_attribute("aria-label") == "Lukk"
    page.keyboard.press("Escape")
    assert watch.complaints == []


def test_day_selector_shows_the_day_and_its_bus(opened: Any) -> None:
    page, _, _ = opened
    label = page.locator("#day option", has_text="tir 24.8.").inner_text()
    assert "buss1 er ute" in label
    page.select_option("#day", label=label)
    assert page.evaluate("valgplan.busLayer.getLayers().length") == 1
    assert sorted(page.locator(".leaflet-tooltip.hours").all_inner_texts()) == [
        "buss1 10:00–12:30",
        "buss1 13:45–16:15",
    ]
    faded = page.locator(".station").evaluate_all("all => all.filter(s => Number(s.style.opacity) < 1).length")
    assert faded == 3  # two places open in the last two weeks only, and the institution
    page.click("#day-after")
    assert "ons 25.8." in page.locator("#day option:checked").inner_text()
    page.select_option("#day", "0")
    page.locator(".leaflet-tooltip.hours").first.wait_for(state="detached")  # they fade


def test_switches_and_legends(opened: Any) -> None:
    page, _, _ = opened
    assert "omtrentlig" in page.locator("#point-legend").inner_text()
    page.select_option("#area-measure", "turnout")
    assert "valgdeltakelse" in page.locator("#area-legend").inner_text()
    page.select_option("#point-measure", "change")
    assert "−" in page.locator("#point-legend").inner_text() or "-" in page.locator("#point-legend").inner_text()
    page.uncheck("#kind-fixed")
    assert page.evaluate("valgplan.map.hasLayer(valgplan.kindLayers.fixed)") is False
    page.check("#kind-fixed")
    page.check("#lines")
    assert page.evaluate("valgplan.map.hasLayer(valgplan.lineLayer)") is True
    page.uncheck("#lines")
    page.select_option("#area-measure", "none")
    page.select_option("#point-measure", "after")


def test_marks_do_not_hide_each_other(opened: Any) -> None:
    page, _, _ = opened
    boxes = page.locator(".station").evaluate_all("all => all.map(s => s.getBoundingClientRect()).map(b => [b.x, b.y])")
    pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
    assert all((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 > 18**2 for a, b in pairs)


def test_prints_on_a4_landscape_with_the_map_on_page_one(opened: Any) -> None:
    page, _, _ = opened
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.startswith(b"%PDF")
    assert 1 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 3
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    box = page.locator("#map").bounding_box()
    assert box["y"] < 50
    assert box["width"] > 700
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")


def test_tiles_are_asked_for_only_when_switched_on_and_their_absence_is_told(opened: Any) -> None:
    page, watch, _ = opened
    page.route("https://**", lambda route: route.abort())
    before = len(watch.requests)
    page.check("#tiles")
    page.locator("#tiles-text", has_text="svarer ikke").wait_for()
    asked = watch.requests[before:]
    assert asked
    assert all(url.startswith("https://cache.kartverket.no/") for url in asked)
    page.uncheck("#tiles")
