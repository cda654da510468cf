"""The middleware touches HTML only, and leaves the length right."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from planner.ui.server import POLICY, Norwegian


def _answer(kind: str, parts: list[bytes], path: str = "/plan") -> tuple[dict[bytes, bytes], bytes, list[Any]]:
    """One request through the middleware: headers and body sent, and headers the app saw."""
    sent: list[dict[str, Any]] = []
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.extend(name for name, _ in scope["headers"])
        headers = [(b"content-type", kind.encode()), (b"content-length", str(sum(map(len, parts))).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for n, part in enumerate(parts, 1):
            await send({"type": "http.response.body", "body": part, "more_body": n < len(parts)})

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": [(b"accept-encoding", b"gzip"), (b"host", b"x")]}
    asyncio.run(Norwegian(app)(scope, receive, send))
    return dict(sent[0]["headers"]), b"".join(m.get("body", b"") for m in sent[1:]), seen


def test_html_gets_language_policy_and_length() -> None:
    headers, body, seen = _answer("text/html; charset=utf-8", [b"<!DOCTYPE html><html la", b'ng="en"><p>\xc3\xa6'])
    assert body == '<!DOCTYPE html><html lang="nb"><p>æ'.encode()
    assert headers[b"content-length"] == str(len(body)).encode()
    assert headers[b"content-security-policy"] == POLICY.encode()
    assert seen == [b"host"]


@pytest.mark.parametrize("path", ["/static/js/a.js", "/media/b.csv"])
def test_other_files_pass_untouched(path: str) -> None:
    headers, body, seen = _answer("text/javascript", [b'"<html lang=\\"en\\">"', b"1"], path)
    assert body == b'"<html lang=\\"en\\">"1'
    assert b"content-security-policy" not in headers
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert b"accept-encoding" in seen


def test_websockets_pass_untouched() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(Norwegian(app)({"type": "websocket"}, None, None))  # type: ignore[arg-type]
    assert seen == ["websocket"]


def test_policy_names_no_address_but_the_tiles() -> None:
    assert [word for word in POLICY.replace(";", " ").split() if word.startswith("http")] == [
        "https://cache.kartverket.no"
    ]
