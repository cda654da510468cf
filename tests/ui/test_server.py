"""The middleware touches HTML only, and leaves the length right."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from planner.ui.pages import pages
from planner.ui.server import PAGES, POLICY, Norwegian


def _answer(
    kind: str, parts: list[bytes], path: str = "/plan", query: bytes = b""
) -> tuple[dict[bytes, bytes], bytes, list[Any]]:
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

    headers = [(b"accept-encoding", b"gzip"), (b"accept", b"text/html,*/*")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": headers}
    asyncio.run(Norwegian(app)(scope, receive, send))
    return dict(sent[0]["headers"]), b"".join(m.get("body", b"") for m in sent[1:]), seen


def test_html_gets_language_policy_and_length() -> None:
    headers, body, seen = _answer("text/html; charset=utf-8", [b"<!DOCTYPE html><html la", b'ng="en"><p>\xc3\xa6'])
    assert body == '<!DOCTYPE html><html lang="nb"><p>æ'.encode()
    assert headers[b"content-length"] == str(len(body)).encode()
    assert headers[b"content-security-policy"] == POLICY.encode()
    assert seen == [b"accept"]


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


@pytest.mark.parametrize(
    ("query", "language"), [(b"", b"nb"), (b"plan=en&sprak=nn", b"nn"), (b"sprak=en", b"en"), (b"sprak=x%22", b"nb")]
)
def test_the_document_has_the_language_of_the_link(query: bytes, language: bytes) -> None:
    _, body, _ = _answer("text/html", [b'<html lang="en">'], query=query)
    assert body == b'<html lang="' + language + b'">'


@pytest.mark.parametrize("path", ["/i-dag", "/finnes-ikke", "/Plan"])
def test_a_page_that_is_not_there_is_the_first_one(path: str) -> None:
    headers, _, seen = _answer("text/html", [b""], path, query=b"scenario=oslo")
    assert headers[b"location"] == b"/?scenario=oslo"
    assert seen == [], "the app itself was not asked"


@pytest.mark.parametrize("path", ["/", "/plan", "/_stcore/health", "/kart/a.json", "/static/a.js"])
def test_what_is_there_is_passed_on(path: str) -> None:
    headers, _, _ = _answer("text/html", [b""], path)
    assert b"location" not in headers


def test_the_server_knows_every_page() -> None:
    assert [page.URL for page in pages()] == ["i-dag", *PAGES]


def test_policy_names_no_address_but_the_tiles() -> None:
    assert [word for word in POLICY.replace(";", " ").split() if word.startswith("http")] == [
        "https://cache.kartverket.no"
    ]
