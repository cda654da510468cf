"""Who is where when: one day of a plan as a picture and as tables."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from planner.domain.clock import minute_of
from planner.domain.plan import Plan
from planner.services.timeline import Stay, drives_on, plan_dates, shifts_on, stays_on
from planner.ui import i18n, memory, spoken
from planner.ui.components.table import show_table
from planner.ui.words import listed, t

ROW, LEFT, WIDTH = 20, 250, 900
COLOURS = ("#1d4f91", "#00695c", "#6a1b9a", "#8a4b00")


def show_timeline(plan: Plan) -> None:
    """Draw a day that the reader chooses; the address keeps it."""
    days = {day.isoformat(): day for day in plan_dates(plan)}
    if not days:
        st.info(t("timeline.none"))
        return
    day = days[memory.keep("dato", t("timeline.day"), list(days), lambda text: spoken.long_date(days[text]))]
    stays, words = stays_on(plan, day), spoken.long_date(day)
    if stays:
        label = t("timeline.chart", day=words, n=len({stay.station.id for stay in stays}))
        st.image(timeline_svg(stays, label), width="stretch", alt=label)
    rows = [(s.station.name, s.vehicle, _clock(s.start), _clock(s.end), i18n.number(s.crew)) for s in stays]
    show_table(listed("timeline.stay_columns"), rows, caption=t("timeline.stays", day=words), numeric=frozenset({4}))
    _show_drives(plan, day, words)
    _show_shifts(plan, day, words)


def _show_drives(plan: Plan, day: date, words: str) -> None:
    drives = drives_on(plan, day)
    if not drives:
        st.caption(t("timeline.no_drives"))
        return
    number: dict[str, int] = {}
    rows = []
    for drive in drives:
        number[drive.vehicle] = number.get(drive.vehicle, 0) + 1
        figures = (i18n.number(drive.minutes), i18n.number(drive.km, 1))
        ends = (drive.origin, drive.target, _clock(minute_of(drive.depart)), _clock(minute_of(drive.arrive)))
        rows.append((drive.vehicle, str(number[drive.vehicle]), *ends, *figures))
    show_table(
        listed("timeline.drive_columns"), rows, caption=t("timeline.drives", day=words), numeric=frozenset({6, 7})
    )


def _show_shifts(plan: Plan, day: date, words: str) -> None:
    shifts = shifts_on(plan, day)
    if not shifts:
        st.caption(t("timeline.no_roster"))
        return
    rows = [
        (s.station, _clock(minute_of(s.start)), _clock(minute_of(s.end)), spoken.role(s.role), s.person) for s in shifts
    ]
    show_table(listed("timeline.shift_columns"), rows, caption=t("timeline.shifts", day=words))


def timeline_svg(stays: list[Stay], label: str) -> str:
    """Bars of open time per station, as a picture that scales; every text is escaped."""
    names = list(dict.fromkeys((stay.station.id, stay.station.name) for stay in stays))
    first = min(stay.start for stay in stays) // 60 * 60
    last = -(-max(stay.end for stay in stays) // 60) * 60
    row_of = {station: row for row, (station, _) in enumerate(names)}
    vehicles = sorted({stay.vehicle for stay in stays})

    def x(minute: int) -> float:
        return round(LEFT + (minute - first) / max(last - first, 60) * (WIDTH - LEFT - 20), 1)

    height = ROW * (len(names) + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(label)}" font-family="system-ui, DejaVu Sans, sans-serif" font-size="12">'
    ]
    for hour in range(first, last + 1, 60):
        parts.append(f'<line x1="{x(hour)}" y1="16" x2="{x(hour)}" y2="{height - 4}" stroke="#d5d8dc"/>')
        parts.append(f'<text x="{x(hour)}" y="12" text-anchor="middle" fill="#333">{hour // 60:02d}</text>')
    for station, name in names:
        short = name if len(name) <= 36 else f"{name[:35]}…"
        parts.append(f'<text x="0" y="{ROW * (row_of[station] + 2) - 5}" fill="#1c2024">{escape(short)}</text>')
    for stay in stays:
        top = ROW * (row_of[stay.station.id] + 1) + 4
        colour = COLOURS[vehicles.index(stay.vehicle) % len(COLOURS)]
        wide = max(x(stay.end) - x(stay.start), 1)
        parts.append(f'<rect x="{x(stay.start)}" y="{top}" width="{wide}" height="{ROW - 6}" fill="{colour}" rx="2"/>')
        text = (
            f"{stay.vehicle} · {t('timeline.persons', n=stay.crew)}"
            if stay.vehicle
            else f"{t('timeline.persons', n=stay.crew)}"
        )
        parts.append(f'<text x="{x(stay.start) + 4}" y="{top + 11}" fill="#fff" font-size="11">{escape(text)}</text>')
    return "".join(parts) + "</svg>"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}.{minute % 60:02d}"
