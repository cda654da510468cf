"""A working day without a mouse: Tab, Enter, Space, arrows and text only, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from planner.domain.plan import PlanStatus
from planner.planfile import read_plan
from planner.ui.words import t

pytestmark = pytest.mark.browser
PATIENCE = 30_000
QUIET = '[data-test-script-state="notRunning"]'
MOST = 80
"""Presses of Tab, more than any of these pages has places to stop."""
STYLED = "getComputedStyle(document.querySelector('.stMainBlockContainer')).paddingTop === '72px'"
"""The style sheet of all pages is there."""
NODE = """() => {
  let node = document.activeElement;
  while (node.shadowRoot?.activeElement) { node = node.shadowRoot.activeElement; }
  return node;
}"""
NAME = "(node) => [node.getAttribute('aria-label') ?? node.labels?.[0]?.innerText ?? node.innerText, node.tagName]"
SEEN = """(node) => [node, node.closest('label'), node.parentElement, node.parentElement?.parentElement].some((one) => {
  const style = one && getComputedStyle(one);
  return style && (style.outlineStyle !== 'none' || style.boxShadow !== 'none'
    || style.borderColor === 'rgb(29, 79, 145)'
    || (one.getAttribute('role') === 'spinbutton' && style.backgroundColor === 'rgb(29, 79, 145)'));
})"""
"""A frame, a shadow or a border in the first colour, round it or its box; a part of a date is filled."""


@pytest.fixture
def page(address: str, browser_tools: ModuleType) -> Iterator[Any]:
    with browser_tools.chromium() as browser:
        found = browser.new_page(viewport={"width": 1366, "height": 900}, locale="nb-NO")
        found.set_default_timeout(PATIENCE)
        yield found


def _open(page: Any, address: str) -> None:
    page.goto(address)
    page.locator("h1, h2, h3").first.wait_for()
    page.locator(QUIET).wait_for()
    page.wait_for_function(STYLED)


def _tab(page: Any) -> tuple[Any, str, str]:
    """Press Tab; what has the focus then, its name and its tag."""
    page.keyboard.press("Tab")
    node = page.evaluate_handle(NODE)
    name, tag = node.evaluate(NAME)
    return node, name.strip(), tag


def _shows(page: Any, node: Any) -> bool:
    """Whether a reader sees that it has the focus, at the latest when colours have stopped changing."""
    from playwright.sync_api import TimeoutError as TooLate

    with suppress(TooLate):
        page.wait_for_function(SEEN, arg=node, timeout=2000)
    return bool(node.evaluate(SEEN))


def _reach(page: Any, label: str) -> None:
    """Press Tab until what has this name has the focus, and shows that it has."""
    passed = []
    for _ in range(MOST):
        node, name, _ = _tab(page)
        if name == label:
            assert _shows(page, node), f"nothing shows that «{label}» has the focus"
            return
        passed.append(name[:40])
    raise AssertionError(f"«{label}» is not reached by Tab, only {passed}")


def _has_focus(page: Any, label: str) -> bool:
    return bool(page.evaluate_handle(NODE).evaluate(NAME)[0].strip() == label)


def test_a_plan_is_calculated_followed_and_cancelled(page: Any, address: str, room: Path) -> None:
    _open(page, f"{address}/mal?scenario=lite")
    _reach(page, t("scenario.base"))
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="rolig").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('scenario=rolig')")
    page.locator(QUIET).wait_for()
    _reach(page, t("scenario.next"))
    page.keyboard.press("Enter")
    page.get_by_label(t("run.limit")).wait_for()
    page.locator(QUIET).wait_for()
    _reach(page, t("run.start"))
    page.keyboard.press("Enter")
    page.get_by_text(t("run.best")).wait_for()
    _reach(page, t("run.cancel"))
    progress = page.get_by_text("Beregner plan «rolig»").first
    before = progress.inner_text()
    page.wait_for_function("(text) => !document.body.innerText.includes(text)", arg=before)
    assert _has_focus(page, t("run.cancel")), "what is redrawn each second keeps the focus"
    page.keyboard.press("Space")
    page.get_by_text(t("run.stopped")).wait_for()
    assert read_plan(room / "out" / "rolig" / "plan.json").objective is not None


def test_a_plan_is_decided_registered_and_announced(page: Any, address: str, room: Path) -> None:
    def status() -> PlanStatus:
        return read_plan(room / "out" / "klar" / "plan.json").version.status

    _open(page, f"{address}/vedtak?plan=klar")
    _reach(page, t("decide.case"))
    page.keyboard.type("2027/12")
    _reach(page, t("decide.do_decide"))
    page.keyboard.press("Enter")
    page.get_by_role("button", name=t("decide.do_register")).wait_for()
    assert status() is PlanStatus.DECIDED
    page.locator(QUIET).wait_for()
    _reach(page, t("decide.do_register"))
    page.keyboard.press("Space")
    page.get_by_role("button", name=t("decide.do_announce")).wait_for()
    assert status() is PlanStatus.REGISTERED
    page.locator(QUIET).wait_for()
    _reach(page, t("decide.do_announce"))
    page.keyboard.press("Enter")
    page.get_by_text(t("decide.do_announce")).wait_for(state="detached")
    assert status() is PlanStatus.ANNOUNCED


@pytest.mark.parametrize("url", ["", "mal", "beregning", "plan?plan=to", "hva-om", "vedtak?plan=to"])
def test_what_has_the_focus_shows_it(page: Any, address: str, url: str) -> None:
    _open(page, f"{address}/{url}")
    hidden = []
    for _ in range(MOST):
        node, name, tag = _tab(page)
        if tag == "BODY":
            break
        if tag != "MAIN" and not _shows(page, node):  # the page itself is moved by arrows
            hidden.append((tag, name[:40]))
    assert hidden == []
