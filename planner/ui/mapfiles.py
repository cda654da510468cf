"""Files that the map fetches once and keeps: geometry, a plan's figures, the reach of a place.

They are named by their content, so that an address never changes its meaning and the
browser need not ask again. Only what a page has published can be fetched.
"""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner.services import content_id

MOST_FILES = 200
FOLDER = "kart"
_LOCK = threading.Lock()
_FILES: OrderedDict[str, bytes] = OrderedDict()


def publish(content: bytes) -> str:
    """Keep a JSON file for the browser; its address on this server."""
    name = content_id(content)
    with _LOCK:
        if name not in _FILES:
            _FILES[name] = gzip.compress(content, 6, mtime=0)
        _FILES.move_to_end(name)
        while len(_FILES) > MOST_FILES:
            _FILES.popitem(last=False)
    return f"/{FOLDER}/{name}.json"


async def _answer(request: Request) -> Response:
    with _LOCK:
        content = _FILES.get(request.path_params["name"])
    if content is None:
        return Response(status_code=404)
    headers = {"cache-control": "private, max-age=31536000, immutable", "content-encoding": "gzip"}
    return Response(content, media_type="application/json", headers=headers)


ROUTES = [Route(f"/{FOLDER}/{{name}}.json", _answer)]
