"""The rows of ``open-2017-csv`` as JSON: the same fields, values and order.

Shape: ``{"format": "open-2017", "columns": [name, …], "polling_places": [{name: text, …}, …]}``.
Every value is text as in the CSV, codes with their leading zeros, ``opening_hours`` as flat
``start,end,start,end`` in local time. Text is not guarded against spreadsheets: JSON runs nothing.
"""

from __future__ import annotations

import json

from planner.domain.plan import Plan
from planner.exporters.context import ExportContext
from planner.exporters.place_rows import COLUMNS, place_rows

NAME = "open-2017-json"
SUFFIX = ".json"
SENTENCE = "Offentlige stasjoner med feltene til de åpne dataene fra 2017 (JSON)."
FORMAT = "open-2017"


def export(plan: Plan, context: ExportContext) -> bytes:
    """One object per public station that has a place, sorted by polling place id."""
    content = {"format": FORMAT, "columns": COLUMNS, "polling_places": place_rows(plan, context)}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
