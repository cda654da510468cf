"""The map of the app: a packaged Leaflet component and how it is put on a page.

The files beside this one are served by Streamlit, Leaflet itself from where the
stand-alone map keeps it. Geometry and a plan's figures are fetched once, by the
address that their content gives them; what a rerun sends is addresses and ids.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from planner.ui.words import language, listed, t, word_map

PACKAGE = Path(__file__).parents[2]
PROJECT = "valgplan"
PARTS = {"map": "ui/map", "leaflet": "mapview/vendor"}
"""Name of each part and the folder its files are served from."""
FRAME = """<div class="frame"><div class="tools" role="group"></div>
<div class="message" role="status"></div><div class="map" role="region"></div>
<div class="key" tabindex="-1"></div><div class="ramp areas" hidden></div><div class="ramp points" hidden></div>
<div class="ramp reach" hidden></div><div class="days" hidden></div></div>"""


@dataclass(frozen=True, slots=True)
class MapView:
    """What the map is told.

    Attributes:
        ground, plan, reach: addresses of published files; "" for none.
        locked, forbidden: ids of stations and places.
        edit: whether stations can be dragged, added, locked and forbidden.
        others: whether places that are not in the plan can be shown and picked.
        undo, redo: whether there is anything to undo or redo.
        before, after: what the two sets of minutes are, ending of «minutter …»; before "" is today, after "" is none.
        areas, points: which measure districts and points show at first.
    """

    ground: str
    plan: str
    reach: str = ""
    locked: Sequence[str] = ()
    forbidden: Sequence[str] = ()
    edit: bool = False
    others: bool = False
    undo: bool = False
    redo: bool = False
    before: str = ""
    after: str = ""
    areas: str = "none"
    points: str = "after"

    def plain(self) -> dict[str, Any]:
        """As the script reads it."""
        return {
            "ground": self.ground,
            "plan": self.plan,
            "reach": self.reach,
            "locked": sorted(self.locked),
            "forbidden": sorted(self.forbidden),
            "edit": self.edit,
            "others": self.others,
            "undo": self.undo,
            "redo": self.redo,
            "areas": self.areas,
            "points": self.points,
            "labels": {"before": self.before or t("map.today"), "after": self.after},
            "language": language(),
            "calendar": {"weekdays": listed("said.weekdays"), "months": listed("said.months")},
            "words": word_map("map") | _kinds("kind", "station.kinds") | _kinds("kinds", "station.plurals"),
        }


def _kinds(prefix: str, key: str) -> dict[str, str]:
    """Words for kinds of stations under names of their own."""
    return {f"{prefix}_{name}": text for name, text in word_map(key).items()}


@st.cache_resource(show_spinner=False)
def _renderer() -> Callable[..., Any]:
    """Registered once a server; the scanner of installed packages misses editable ones, so it is handed over."""
    manager = get_bidi_component_manager()
    for name, folder in PARTS.items():
        manager.register_from_manifest(ComponentManifest(PROJECT, "1", [ComponentConfig(name, folder)]), PACKAGE)
    return st.components.v2.component(f"{PROJECT}.map", html=FRAME, css="map.css", js="map.js")


def show_map(view: MapView, *, key: str) -> dict[str, Any]:
    """Draw the map; what the reader did since the last rerun.

    Returns:
        ``picked`` ({kind, id}) and ``action`` ({what, id, lat?, lon?}), each None where nothing happened.
    """
    result = _renderer()(key=key, data=view.plain(), on_picked_change=_nothing, on_action_change=_nothing)
    return {"picked": result.picked, "action": result.action}


def _nothing() -> None:
    """The result carries it all; a trigger needs a callback to exist."""
