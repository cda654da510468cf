"""Table of stations, in the order that the reader asks for."""

from __future__ import annotations

from typing import Any, NamedTuple

import streamlit as st

from planner.domain.plan import Plan, Station
from planner.ui import i18n, spoken
from planner.ui.components.table import show_table
from planner.ui.words import listed, t

NUMBERS = frozenset({3, 4})
"""Columns that stand to the right, the largest first when they are sorted by: dates and hours."""
UNSORTED = 7
"""Opening hours in words have no order."""


class Row(NamedTuple):
    """One station: what each column shows, and what it is sorted by."""

    shown: tuple[str, ...]
    sorted_by: tuple[Any, ...]


def station_row(station: Station) -> Row:
    """One station in words."""
    crews = sorted({opening.crew for opening in station.opening})
    known = {True: "yes", False: "no", None: "unknown"}[station.accessible]
    dates, hours = len({opening.date for opening in station.opening}), sum(o.hours for o in station.opening)
    shown = (
        station.name,
        t(f"station.kinds.{station.kind.value}"),
        station.address,
        i18n.number(dates),
        i18n.number(hours, 1),
        f"{crews[0]}–{crews[-1]}" if len(crews) > 1 else str(crews[0]) if crews else "",
        t(f"station.accessible.{known}"),
        spoken.hours(station.opening),
    )
    return Row(shown, (*(text.casefold() for text in shown[:3]), -dates, -hours, crews, shown[6]))


def show_stations(plan: Plan) -> None:
    """Draw the table."""
    columns = listed("station.columns")
    count, choice = st.columns([3, 1], vertical_alignment="bottom")
    count.caption(t("station.count", n=len(plan.stations)))
    order = choice.selectbox(t("station.sort"), range(UNSORTED), format_func=columns.__getitem__, key="station-order")
    rows = [station_row(station) for station in plan.stations]
    rows.sort(key=lambda row: (row.sorted_by[order], row.sorted_by[0]))
    show_table(columns, [row.shown for row in rows], numeric=NUMBERS)
