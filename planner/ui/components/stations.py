"""Table of stations, to be sorted by any column."""

from __future__ import annotations

import streamlit as st

from planner.domain.plan import Plan, Station
from planner.exporters.hours import phase_lines
from planner.ui import i18n


def station_row(station: Station) -> dict[str, str | float | int]:
    """One station in words."""
    crews = sorted({opening.crew for opening in station.opening})
    values = (
        station.name,
        i18n.KINDS[station.kind],
        station.address,
        len({opening.date for opening in station.opening}),
        round(sum(opening.hours for opening in station.opening), 1),
        f"{crews[0]}–{crews[-1]}" if len(crews) > 1 else str(crews[0]) if crews else "",
        i18n.ACCESSIBLE[station.accessible],
        "; ".join(phase_lines(station.opening)),
    )
    return dict(zip(i18n.STATION_COLUMNS, values, strict=True))


def show_stations(plan: Plan) -> None:
    """Draw the table."""
    st.caption(i18n.STATION_COUNT.format(n=len(plan.stations)))
    *_, open_hours, _, _, hours_text = i18n.STATION_COLUMNS
    st.dataframe(
        [station_row(station) for station in plan.stations],
        hide_index=True,
        column_config={
            hours_text: st.column_config.TextColumn(width="large"),
            open_hours: st.column_config.NumberColumn(format="localized"),
        },
    )
