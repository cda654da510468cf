"""One page of the app as the server sees it, without a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from streamlit.testing.v1 import AppTest

from planner.domain.plan import Plan
from planner.planfile import plan_bytes
from planner.ui.pages import pages
from planner.ui.words import t

ROOT = Path(__file__).parents[1]
APP = str(ROOT / "planner" / "ui" / "entry" / "main.py")
SECONDS = 60
URLS = ["i-dag", "mal", "beregning", "plan", "endre", "sammenlign", "hva-om", "vedtak"]


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


def save_plan(folder: Path, plan: Plan) -> None:
    folder.mkdir(parents=True)
    (folder / "plan.json").write_bytes(plan_bytes(plan))
    (folder / "map.html").write_text("<p>kart</p>", encoding="utf-8")


def opened(url: str, **query: str) -> AppTest:
    """One page, as a link to it opens it."""
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    for name, value in query.items():
        app.query_params[name] = value
    page = next(page for page in pages() if url == page.URL)
    if url != URLS[0]:
        app = AppTest.from_function(show_page, args=(url,), default_timeout=SECONDS)
        for name, value in query.items():
            app.query_params[name] = value
    assert t(page.TITLE)
    return ran(app)


def show_page(url: str) -> None:
    from planner.ui.pages import pages

    next(page for page in pages() if url == page.URL).show()


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def text_of(app: AppTest) -> str:
    """All text of the page, tables too."""
    parts = [
        *app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning, *app.error,
        *app.success, *app.code,
    ]  # fmt: skip
    return "\n".join([str(part.value) for part in parts] + [html.proto.body for html in app.get("html")])


def pictures(app: AppTest) -> int:
    return sum("image" in type(part).__name__.lower() or part.type in ("imgs", "image") for part in app.main)


def pressed(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return ran(app)
