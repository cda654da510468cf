"""Colours and shapes of the map, shared by the stand-alone page and the map in the app.

Light to dark in even steps of lightness: readable without colour vision and in grey print.
"""

from __future__ import annotations

from typing import Any

SCALES: dict[str, dict[str, Any]] = {
    "minutes": {
        "limits": [5, 10, 15, 20, 30],
        "colours": ["#fff3b0", "#fed16a", "#fd9a3c", "#ee5a2a", "#b5121b", "#54021c"],
        "unit": "min",
    },
    # Near is dark: what is far from the one place that is asked about is background.
    "reach": {
        "limits": [5, 10, 15, 20, 30],
        "colours": ["#0b3c49", "#1d6a78", "#4497a0", "#82bfc1", "#bfdedd", "#eef2ee"],
        "unit": "min",
    },
    "turnout": {
        "limits": [70, 75, 80, 85],
        "colours": ["#3f1a6b", "#6d4b9f", "#9d85c4", "#c9bbe0", "#efeaf6"],
        "unit": "%",
    },
    "voters": {
        "limits": [2000, 4000, 6000, 8000, 10000],
        "colours": ["#eef3f8", "#c6d8ea", "#93b5d6", "#5f8fbf", "#2f659f", "#0f3b6f"],
        "unit": "personer",
    },
    "change": {
        "limits": [-10, -5, -2, -0.5, 0.5, 2, 5],
        "colours": ["#00493f", "#1d8578", "#6fbfb2", "#bfe3dc", "#f4f4f2", "#e8c896", "#c98a3f", "#8a5a1c"],
        "unit": "min",
        "signed": True,
    },
}
"""Upper limits of all classes but the last, and a colour per class."""

SHAPES = {
    "square": '<rect x="2" y="2" width="20" height="20" rx="3"/>',
    "diamond": '<path d="M12 .5 23.5 12 12 23.5 .5 12Z"/>',
    "circle": '<circle cx="12" cy="12" r="11"/>',
    "hexagon": '<path d="M6.5 1.5h11L23.3 12l-5.8 10.5h-11L.7 12Z"/>',
    "triangle": '<path d="M12 0 24 23H0Z"/>',
}
"""SVG of each kind's mark in a box of 24; constants of ours, never text from a file."""
