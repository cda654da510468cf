"""What the server adds to every page: the language, and a policy that keeps the browser at home.

Streamlit writes ``<html lang="en">``; screen readers then read Norwegian with an
English voice. The policy refuses every address but this server and the tile host,
which is asked only when the reader switches the tiles on.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from planner.ui import words
from planner.ui.words import LANGUAGES, PARAMETER

TILE_HOST = "https://cache.kartverket.no"
POLICY = "; ".join(
    (
        "default-src 'self'",
        # Streamlit starts with inline script and evaluates its own; the map in its frame inherits this policy.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        f"img-src 'self' data: blob: {TILE_HOST}",
        "font-src 'self' data:",
        "connect-src 'self' ws://127.0.0.1:* ws://localhost:* data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob: data:",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
ENGLISH = b'<html lang="en"'
PAGES = ("mal", "beregning", "plan", "endre", "sammenlign", "hva-om", "vedtak")
"""Addresses of the pages but the first, which stands at ``/``. Streamlit answers any other in English."""


class Norwegian:
    """ASGI middleware: rewrites the language of HTML pages and adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; only HTML is touched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _lost(scope):
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"/?{query}" if query else "/")(scope, receive, send)
            return
        if "." not in scope["path"].rsplit("/", 1)[-1]:
            # A page, not a file: packed it could not be read below, and it is small.
            scope = dict(scope) | {"headers": [h for h in scope["headers"] if h[0] != b"accept-encoding"]}
        await self.app(scope, receive, _Rewriter(send, _language(scope)))


def _lost(scope: Scope) -> bool:
    """Whether a reader asks for a page that there is not; the first one has its own name too."""
    name = scope["path"].strip("/")
    wants_page = any(key == b"accept" and b"text/html" in value for key, value in scope["headers"])
    return wants_page and bool(name) and not set(name) & set("/.") and not name.startswith("_") and name not in PAGES


def _language(scope: Scope) -> str:
    """The language that the link asks for."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get(PARAMETER, [""])[0]
    return asked if asked in LANGUAGES else words.language()


class _Rewriter:
    """Holds an HTML answer back until it is whole."""

    def __init__(self, send: Send, language: str) -> None:
        self.send = send
        self.language = language
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["x-content-type-options"] = "nosniff"
            headers["referrer-policy"] = "no-referrer"
            if headers.get("content-type", "").startswith("text/html"):
                headers["content-security-policy"] = POLICY
                self.start = message
                return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self.body.replace(ENGLISH, f'<html lang="{self.language}"'.encode(), 1)
        if "content-length" in (headers := MutableHeaders(scope=self.start)):
            headers["content-length"] = str(len(body)) if body else headers["content-length"]
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body})
