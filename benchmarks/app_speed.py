"""How fast the app is in a real browser, with the plans that lie in ``out``: run by hand, never a timed test.

``python benchmarks/app_speed.py [PLAN]`` starts the app, opens a plan's page cold and warm, clicks a station,
recolours the districts, and does the last again with 600 and 5 000 areas in place of the dataset's.
Cold is a server that nobody has asked for anything and a browser that keeps nothing of it, but has itself come to rest.
Wall seconds; on a busy machine look at the processor seconds, and at the load printed first.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Page, Route, sync_playwright

ROOT = Path(__file__).parents[1]
READY = ".frame[data-ready]"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
RECOLOUR = """async (value) => {
  const find = (root) => root.querySelector('.tools select') || [...root.querySelectorAll('*')]
    .map((node) => node.shadowRoot && find(node.shadowRoot)).find(Boolean);
  const box = find(document);
  const begin = performance.now();
  box.value = value;
  box.dispatchEvent(new Event('change'));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))));
  return (performance.now() - begin) / 1000;
}"""


def _areas(number: int) -> list[dict[str, Any]]:
    """So many squares over Oslo."""
    side = int(number**0.5) + 1
    south, west, high, wide = 59.82, 10.62, 0.17 / side, 0.33 / side
    found = []
    for n in range(number):
        lat, lon = south + n // side * high, west + n % side * wide
        ring = [[lat, lon], [lat + high, lon], [lat + high, lon + wide], [lat, lon + wide]]
        found.append({"name": str(n), "district": n % 15, "rings": [ring]})
    return found


def _with_areas(page: Page, number: int) -> None:
    def answer(route: Route) -> None:
        reply = route.fetch()
        data = reply.json()
        if "areas" in data:
            data["areas"] = _areas(number)
        route.fulfill(json=data)

    page.route("**/kart/*.json", answer)


def _timed_open(page: Page, address: str) -> float:
    begin = time.perf_counter()
    page.goto(address)
    page.locator(READY).wait_for()
    return time.perf_counter() - begin


def _cpu() -> float:
    """Processor seconds so far of everything started here: server, browser and what drives it."""
    found = 0.0
    for child in psutil.Process().children(recursive=True):
        try:
            times = child.cpu_times()
        except psutil.Error:
            continue
        found += times.user + times.system
    return found


def _settle() -> None:
    """Until what was started is idle for half a second: a browser's own start is no part of a view."""
    for _ in range(60):
        before = _cpu()
        time.sleep(0.5)
        if _cpu() - before < 0.05:
            return


def measure(address: str, plan: str) -> dict[str, float]:
    """All figures, seconds."""
    found = {}
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.set_default_timeout(120_000)
        _settle()
        link = f"{address}/plan?plan={plan}"
        for name in ("first view, server cold", "first view, warm"):
            before = _cpu()
            found[name] = _timed_open(page, link)
            found[f"{name}, processor seconds"] = _cpu() - before
        begin = time.perf_counter()
        page.locator(".frame .station").first.evaluate("node => node.click()")
        page.locator(".leaflet-popup h3").wait_for()
        found["click, answer in the map"] = time.perf_counter() - begin
        page.get_by_text("etterspørselspunkter med").wait_for()
        found["click, answer below the map"] = time.perf_counter() - begin
        found["recolour the dataset's areas"] = page.evaluate(RECOLOUR, "turnout")
        for number in (600, 5000):
            other = browser.new_page(viewport={"width": 1366, "height": 900})
            other.set_default_timeout(120_000)
            _with_areas(other, number)
            found[f"first view, {number} areas"] = _timed_open(other, link)
            found[f"recolour {number} areas"] = other.evaluate(RECOLOUR, "turnout")
            other.close()
        browser.close()
    return found


def main() -> None:
    """Start the app, measure, print."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    argv = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    process = subprocess.Popen([*argv, "--server.fileWatcherType", "none"], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.2)
        print("load", os.getloadavg() if hasattr(os, "getloadavg") else "unknown")
        figures = measure(f"http://127.0.0.1:{port}", sys.argv[1] if len(sys.argv) > 1 else "oslo")
        print(json.dumps({name: round(value, 2) for name, value in figures.items()}, indent=1))
    finally:
        process.terminate()


if __name__ == "__main__":
    main()
