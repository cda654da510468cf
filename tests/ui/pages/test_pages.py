"""Every page as the server sees it, without a browser: what all of them have."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_page import APP, ROOT, SECONDS, URLS, opened, ran, show_page, text_of
from streamlit.testing.v1 import AppTest

from planner.ui import words
from planner.ui.pages import pages


def test_pages_are_whole_short_and_tested() -> None:
    assert [page.URL for page in pages()] == URLS, "a new page needs a test here"
    for file in (ROOT / "planner" / "ui" / "pages").glob("*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 60
    for file in (ROOT / "app.py", Path(APP)):
        assert len(file.read_text(encoding="utf-8").splitlines()) < 60


@pytest.mark.parametrize("url", URLS)
def test_every_page_opens_without_a_plan(room: Path, url: str) -> None:
    assert text_of(opened(url))


@pytest.mark.parametrize("url", URLS)
def test_every_page_opens_with_plans(planned: Path, url: str) -> None:
    assert text_of(opened(url, plan="en"))


@pytest.mark.parametrize("url", URLS)
def test_every_page_speaks_the_language_of_the_session(planned: Path, url: str) -> None:
    """Nothing that a reader fills in or presses falls back on bokmål."""
    page = AppTest.from_function(show_page, args=(url,), default_timeout=SECONDS)
    page.query_params["plan"] = "en"
    page.session_state[words.CHOSEN] = "en"
    labels = [part.label for part in (*ran(page).button, *page.selectbox, *page.number_input, *page.text_input)]
    norwegian = {text for text in words.keys(words.words("nb")).values() if isinstance(text, str)}
    english = {text for text in words.keys(words.words("en")).values() if isinstance(text, str)}
    assert [label for label in labels if label in norwegian - english] == []


def test_a_language_is_chosen_at_the_foot_and_stays_in_the_link(room: Path) -> None:
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    ran(app)
    assert "sprak" not in app.query_params
    app.selectbox(key="language-box").select("nn")
    ran(app)
    assert app.query_params["sprak"] in ("nn", ["nn"])
    assert app.metric[0].label == words.words("nn")["overview"]["mean"]
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    app.query_params["sprak"] = "en"
    assert any(box.label == "Language" for box in ran(app).selectbox)


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
