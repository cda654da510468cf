"""Streamlit's scripts come packed, whole, and only those."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pytest

from planner.ui import packed
from planner.ui.packed import FOLDER, Packed, names, pack_first

SCRIPT = next(path for path in names() if path.startswith("/static/js/index."))
PASSED_ON = 418


def _ask(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[bytes, bytes], bytes]:
    """One request: status, headers and body; a status of its own where it was passed on."""
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": PASSED_ON, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message)

    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    asyncio.run(Packed(app)({"type": "http", "method": method, "path": path, "headers": given}, None, send))  # type: ignore[arg-type]
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def test_a_script_is_sent_packed_and_is_the_one_on_disk() -> None:
    status, headers, body = _ask(SCRIPT, accept_encoding="gzip, br")
    whole = (FOLDER / SCRIPT.removeprefix("/")).read_bytes()
    assert status == 200
    assert gzip.decompress(body) == whole
    assert len(body) < len(whole) / 2
    assert headers[b"content-length"] == str(len(body)).encode()
    assert headers[b"content-type"].startswith(b"text/javascript")
    assert b"immutable" in headers[b"cache-control"]


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        (SCRIPT, "GET", {}),
        (SCRIPT, "HEAD", {"accept_encoding": "gzip"}),
        (SCRIPT, "GET", {"accept_encoding": "gzip", "range": "bytes=0-9"}),
        ("/static/../index.html", "GET", {"accept_encoding": "gzip"}),
        ("/static/js/finnes-ikke.js", "GET", {"accept_encoding": "gzip"}),
        ("/plan", "GET", {"accept_encoding": "gzip"}),
    ],
)
def test_all_else_is_streamlits_to_answer(path: str, method: str, headers: dict[str, str]) -> None:
    assert _ask(path, method, **headers)[0] == PASSED_ON


def test_what_a_first_visit_asks_for_is_packed_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_PACKED", {})
    pack_first()
    ready = {file.name.partition(".")[0] for file in packed._PACKED}
    assert {"index", "react-dom", *packed.ELEMENTS} <= ready, "Streamlit still has these elements under these names"
    assert "purify" in ready, "what an element imports"
    assert "PlotlyChart" not in ready, "nothing that no page shows"
