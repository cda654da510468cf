"""Table of stations, to be sorted by any column."""

from __future__ import annotations

import streamlit as st

from planner.domain.plan import Plan, Station
from planner.exporters.hours import phase_lines
from planner.ui.words import listed, t


def station_row(station: Station) -> dict[str, str | float | int]:
    """One station in words."""
    crews = sorted({opening.crew for opening in station.opening})
    known = {True: "yes", False: "no", None: "unknown"}[station.accessible]
    values = (
        station.name,
        t(f"station.kinds.{station.kind.value}"),
        station.address,
        len({opening.date for opening in station.opening}),
        round(sum(opening.hours for opening in station.opening), 1),
        f"{crews[0]}–{crews[-1]}" if len(crews) > 1 else str(crews[0]) if crews else "",
        t(f"station.accessible.{known}"),
        "; ".join(phase_lines(station.opening)),
    )
    return dict(zip(listed("station.columns"), values, strict=True))


def show_stations(plan: Plan) -> None:
    """Draw the table."""
    st.caption(t("station.count", n=len(plan.stations)))
    *_, open_hours, _, _, hours_text = listed("station.columns")
    st.dataframe(
        [station_row(station) for station in plan.stations],
        hide_index=True,
        column_config={
            hours_text: st.column_config.TextColumn(width="large"),
            open_hours: st.column_config.NumberColumn(format="localized"),
        },
    )
