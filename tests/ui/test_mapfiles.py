"""Files of the map: named by what they hold, and only those that were published."""

from __future__ import annotations

import asyncio
import gzip
import json

import pytest
from starlette.requests import Request
from starlette.responses import Response

from planner.ui import mapfiles
from planner.ui.map import PACKAGE, PARTS, MapView


def _get(address: str) -> Response:
    name = address.removeprefix("/kart/").removesuffix(".json")
    scope = {"type": "http", "path": address, "path_params": {"name": name}, "headers": []}
    return asyncio.run(mapfiles._answer(Request(scope)))


def test_a_published_file_can_be_fetched_and_kept() -> None:
    address = mapfiles.publish(b'{"a":1}')
    assert address == mapfiles.publish(b'{"a":1}') != mapfiles.publish(b'{"a":2}')
    answer = _get(address)
    assert json.loads(gzip.decompress(bytes(answer.body))) == {"a": 1}
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("name", ["ukjent", "..%2Fapp", "0" * 32])
def test_nothing_else_can(name: str) -> None:
    assert _get(f"/kart/{name}.json").status_code == 404


def test_the_oldest_files_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapfiles, "MOST_FILES", 2)
    first, *_ = [mapfiles.publish(json.dumps(n).encode()) for n in range(100, 103)]
    assert _get(first).status_code == 404


def test_the_component_asks_no_address_but_the_tiles() -> None:
    for folder in PARTS.values():
        for file in (PACKAGE / folder).glob("*.*s"):
            if file.name.startswith("leaflet"):
                continue
            text = file.read_text(encoding="utf-8")
            assert text.count("http") == text.count("https://cache.kartverket.no"), file
    for name in ("map.js", "map.css"):
        assert (PACKAGE / PARTS["map"] / name).is_file()
    assert (PACKAGE / PARTS["leaflet"] / "leaflet.js").is_file()


def test_a_view_is_addresses_and_ids() -> None:
    view = MapView("/kart/a.json", "/kart/b.json", locked=("b", "a"))
    assert view.plain()["locked"] == ["a", "b"]
    sent = view.plain()
    words, _ = sent.pop("words"), sent.pop("calendar")
    assert len(json.dumps(sent)) < 400
    assert words == MapView("", "").plain()["words"], "words are the same whatever is shown"
