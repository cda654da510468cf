"""The page: folium's map with everything it needs inside the file.

folium asks ten addresses for its scripts and styles; here they are replaced by the
vendored Leaflet. A content-security policy lets only the page's own scripts run, by
hash, and only the tile host be asked, once the reader switches the tiles on.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import folium
import jinja2
from branca.element import Figure
from folium.template import Template

from planner.domain.dataset import Dataset
from planner.domain.plan import Plan
from planner.mapview.mapinput import MapInput
from planner.mapview.panel import panel_values
from planner.mapview.payload import payload

TILE_HOST = "https://cache.kartverket.no"
TILES = TILE_HOST + "/v1/wmts/1.0.0/topograatone/default/webmercator/{z}/{y}/{x}.png"
SCRIPTS = ("base", "background", "points", "stations", "days", "panel", "print")
HASHES = "HASHES-OF-SCRIPTS"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class _Page(Figure):
    """branca's page with a language, a policy and the panel."""

    _template = Template("{{ this.page }}")

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__()
        self.values = values

    @property
    def page(self) -> str:
        """The whole document; folium's own script comes from its elements."""
        return _templates().get_template("page.html").render(map_script=self.script.render(), **self.values)


class _PlanMap(folium.Map):
    """folium's map without its scripts from elsewhere and without the header that forbids zooming."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own attribute
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.map('map', {center: {{ this.location|tojson }}, "
        "crs: L.CRS.{{ this.crs }}, ...{{ this.options|tojavascript }}});"
        "{% endmacro %}"
    )


def render_map(plan: Plan, dataset: Dataset, given: MapInput, *, generated_on: date) -> str:
    """Draw a plan as a complete HTML document that needs no network.

    Args:
        plan: the plan; its accessibility gives the minutes per district.
        dataset: areas, orientation, demand points and sources.
        given: minutes per demand point and texts, see :class:`MapInput`.
        generated_on: date printed on the map.

    Raises:
        InputError: if a column of ``given`` has the wrong length.
    """
    given.check(dataset)
    data = payload(plan, dataset, given)
    values = panel_values(plan, dataset, given, generated_on)
    page = _Page(
        values
        | {
            "data": _json(data),
            "leaflet_css": _without_images(_text("vendor", "leaflet.css")),
            "leaflet_licence": _text("vendor", "LICENSE-leaflet.txt"),
            "leaflet_js": _text("vendor", "leaflet.js").replace("//# sourceMappingURL=leaflet.js.map", ""),
            "css": _text("assets", "map.css"),
            "js": "\n".join(_text("assets", f"{name}.js") for name in SCRIPTS),
            "tile_host": TILE_HOST,
            "hashes": HASHES,
        }
    )
    _folium_map(data).add_to(page)
    return _with_hashes(page.render())


def _folium_map(data: dict[str, Any]) -> folium.Map:
    """Map and tile layer; the ids are fixed so that the same plan gives the same file."""
    (south, west), (north, east) = data["view"]
    plan_map = _PlanMap(
        location=[(south + north) / 2, (west + east) / 2], tiles=None, zoom_start=11, zoom_control=False,
        min_zoom=9, max_zoom=18, zoom_snap=0.25, zoom_delta=0.5,
    )  # fmt: skip
    plan_map._id = "plan"
    tiles = folium.TileLayer(
        TILES, attr="© Kartverket", name="kartverket", overlay=True, control=False, show=False, opacity=0.75,
    )  # fmt: skip
    tiles._id = "kartverket"
    tiles.add_to(plan_map)
    return plan_map


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("planner.mapview", "assets"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


@cache
def _text(folder: str, name: str) -> str:
    return (files("planner.mapview") / folder / name).read_text(encoding="utf-8")


def _json(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _without_images(css: str) -> str:
    """Leaflet's default icons are not used; a url() in a style could still be asked for."""
    return re.sub(r"url\(images/[^)]*\)", "none", css)


def _with_hashes(html: str) -> str:
    """Put the hash of each of our three scripts into the policy: any other script is refused."""
    scripts = _SCRIPT.findall(html)
    if len(scripts) != 3:
        raise RuntimeError(f"the page has {len(scripts)} scripts, not three")
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return html.replace(HASHES, " ".join(f"'sha256-{digest}'" for digest in digests), 1)
