"""The app as a reader meets it: map, table and findings, and not one request to the outside."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.error import URLError

import numpy as np
import pytest

from planner.exporters.hours import hours_lines
from planner.mapview import MapInput, render_map
from planner.planfile import plan_bytes

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
PATIENCE = 60


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the app did not start")


def _write_out(folder: Path, sample: ModuleType) -> None:
    plan, dataset = sample.sample_plan(), sample.sample_dataset()
    n = len(dataset.points)
    given = MapInput(np.linspace(3, 40, n), np.linspace(2, 30, n), ("f0101",) * n, np.ones(n), hours_lines)
    folder.mkdir(parents=True)
    (folder / "plan.json").write_bytes(plan_bytes(plan))
    html = render_map(plan, dataset, given, generated_on=sample.GENERATED_ON)
    (folder / "map.html").write_text(html, encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def address(sample: ModuleType, browser_tools: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    room = tmp_path_factory.mktemp("room")
    _write_out(room / "out" / "prøve", sample)
    port = _free_port()
    argv = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    argv += ["--server.headless", "true", "--server.fileWatcherType", "none"]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    environment = os.environ | {"VALGPLAN_OUT": str(room / "out"), "PYTHONPATH": path}
    log = (room / "log").open("wb")
    process = subprocess.Popen(argv, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)
        log.close()


@pytest.fixture(scope="module")
def opened(address: str, browser_tools: ModuleType) -> Iterator[Any]:
    with browser_tools.chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 900}, accept_downloads=True)
        watch = browser_tools.Watch(page)
        page.goto(address)
        page.frame_locator("iframe").locator(".station").first.wait_for(timeout=PATIENCE * 1000)
        yield page, watch


def test_first_view_has_name_message_figures_and_map(opened: Any) -> None:
    page, _ = opened
    for text in ("Prøveplan Øst", "Er avstand problemet?", "Kostnad mot budsjettet"):
        page.get_by_text(text).first.wait_for()
    frame = page.frame_locator("iframe")
    assert frame.locator(".station").count() == 7
    assert frame.locator("path.leaflet-interactive").count() > 50
    assert page.locator("iframe").get_attribute("title") == "Kart over stasjonene i planen"


def test_page_is_norwegian_and_has_a_policy(opened: Any, address: str) -> None:
    page, _ = opened
    assert page.locator("html").get_attribute("lang") == "nb"
    for path in ("", "/plan"):
        with urllib.request.urlopen(address + path) as answer:  # noqa: S310
            assert "default-src 'self'" in answer.headers["content-security-policy"]
            body = answer.read()
            assert len(body) == int(answer.headers["content-length"])
            assert b'lang="nb"' in body


def test_findings_are_words_and_signs_with_citation(opened: Any) -> None:
    page, _ = opened
    page.get_by_role("tab", name="Funn og sjekkliste").click()
    row = page.locator("tr", has_text="Ingen tilgjengelige steder")
    row.wait_for()
    assert "Brudd" in row.inner_text()
    assert "V 3.2.1" in row.inner_text()
    page.locator("tr", has_text="EVA Admin").wait_for()


def test_downloads_hold_what_they_say(opened: Any, sample: ModuleType) -> None:
    page, _ = opened
    page.get_by_role("tab", name="Last ned").click()
    for button, start in (
        (re.compile("GeoJSON"), b'{\n "type": "FeatureCollection"'),
        (re.compile(r"2017 \(CSV"), b"county_id,"),
    ):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=button).click()
        assert Path(waiting.value.path()).read_bytes().startswith(start)


def test_nothing_was_asked_of_the_outside(opened: Any, address: str) -> None:
    page, watch = opened
    page.wait_for_timeout(500)
    outside = [url for url in watch.requests if not url.startswith((address, "data:", "blob:", "about:"))]
    assert outside == []
    assert watch.complaints == []
