"""The list of voting places in the columns in which it was published in 2017, as CSV.

Which places stand in it and how: :mod:`planner.exporters.place_rows`. Free text is made safe for
spreadsheets, see :mod:`planner.exporters.spreadsheet`.
"""

from __future__ import annotations

import csv
import io

from planner.domain.plan import Plan
from planner.exporters.context import ExportContext
from planner.exporters.place_rows import COLUMNS, FREE_TEXT, place_rows
from planner.exporters.spreadsheet import text_cell

NAME = "open-2017-csv"
SUFFIX = ".csv"
SENTENCE = "Offentlige stasjoner i kolonnene til de åpne dataene fra 2017 (CSV, UTF-8)."


def export(plan: Plan, context: ExportContext) -> bytes:
    """One row per public station that has a place, sorted by polling place id."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in place_rows(plan, context):
        writer.writerow(text_cell(value) if name in FREE_TEXT else value for name, value in row.items())
    return text.getvalue().encode()
