"""The stand-alone map of a plan: one HTML file that opens from disk without a network."""

from planner.mapview.mapinput import MapInput
from planner.mapview.render import render_map

__all__ = ["MapInput", "render_map"]
