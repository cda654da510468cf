"""Streamlit's scripts and styles, read and packed once: a first visit asks for a hundred of them.

Streamlit reads each from disk in pieces, a thread a piece, and sends it unpacked, since it would pack anew for every
reader. Here they are packed before the first reader comes, and kept. Their names hold what is in them, so a browser
need not ask for one twice.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(streamlit.__file__).parent / "static"
KINDS = {".js": "text/javascript", ".css": "text/css"}
ELEMENTS = ("BidiComponent", "Html", "Metric", "Selectbox")
"""Scripts of what the first pages show, which the document does not name."""
HEADERS = {
    "cache-control": "public, max-age=31536000, immutable",
    "content-encoding": "gzip",
    "vary": "accept-encoding",
    "x-content-type-options": "nosniff",
}
IMPORT = re.compile(r'(?:from|import)\s*"\./([^"]+\.js)"')


_PACKED: dict[Path, bytes] = {}


class Packed:
    """ASGI middleware: answers for the packed files; all else, and readers who cannot unpack, are passed on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.files = names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file where it is one of ours and asked for whole."""
        file = self.files.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        asked = Headers(scope=scope) if file else Headers()
        if file is None or "gzip" not in asked.get("accept-encoding", "") or "range" in asked:
            await self.app(scope, receive, send)
            return
        content = _PACKED.get(file) or await asyncio.to_thread(_pack, file)
        await Response(content, media_type=KINDS[file.suffix], headers=HEADERS)(scope, receive, send)


@cache
def names() -> dict[str, Path]:
    """Every file that can be asked for, by its address; nothing else is opened."""
    found = (file for kind in KINDS for file in (FOLDER / "static").rglob(f"*{kind}"))
    return {f"/{file.relative_to(FOLDER).as_posix()}": file for file in found}


def _pack(file: Path) -> bytes:
    return _PACKED.setdefault(file, gzip.compress(file.read_bytes(), 6, mtime=0))


def pack_first() -> None:
    """Pack what a first visit asks for: what the document names, and what the elements of the first pages import."""
    document = (FOLDER / "index.html").read_text(encoding="utf-8")
    scripts = {file.name: file for file in names().values() if file.suffix == ".js"}
    todo = [file for path, file in names().items() if path in document]
    todo += [file for name, file in scripts.items() if name.partition(".")[0] in ELEMENTS]
    while todo:
        file = todo.pop()
        if file not in _PACKED:
            _pack(file)
            todo += [scripts[name] for name in IMPORT.findall(file.read_text(encoding="utf-8")) if name in scripts]
