"""Curves of solved plans: one thing at a time, each point with its own bound."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import streamlit as st

from planner import whatif
from planner.domain.errors import InputError
from planner.domain.plan import Plan
from planner.services import runs
from planner.sweep import OUTCOMES
from planner.ui import i18n, memory, spoken, state
from planner.ui.components.chart import Series, chart_svg
from planner.ui.components.chosen import choose_plan
from planner.ui.components.errors import show_errors
from planner.ui.components.table import show_table
from planner.ui.words import listed, t
from planner.whatif import LEVERS, Point

FOLDER = "hva-om"
CURVE = "kurve"
WHY = {OUTCOMES[1]: "input", OUTCOMES[2]: "impossible", OUTCOMES[4]: "time"}
"""Why a point has no plan, as the catalogue of words names it."""


def folder() -> Path:
    """Where curves are written: beside the plans."""
    return state.out_folder() / FOLDER


def show_start(scenario: Path) -> None:
    """The form that begins a curve."""
    lever = st.selectbox(t("whatif.lever"), list(LEVERS), format_func=lambda name: t(f"whatif.lever_names.{name}"))
    with st.form(f"curve-{lever}"):
        unit = f", {t(f'whatif.lever_units.{lever}')}".rstrip(", ")
        proposed = " ".join(
            f"{value:g}".replace(".", ",") if value < 1e5 else f"{value:.0f}" for value in LEVERS[lever].values
        )
        text = st.text_input(t("whatif.values") + unit, proposed)
        limit = st.number_input(t("whatif.limit"), 5, 3600, 30)
        if st.form_submit_button(t("whatif.start"), type="primary"):
            _start(scenario, lever, text, float(limit))


def _start(scenario: Path, lever: str, text: str, limit: float) -> None:
    try:
        values = [float(part.replace(",", ".")) for part in text.split()]
    except ValueError:
        st.error(t("whatif.bad_values"))
        return
    try:
        sweep = whatif.write_sweep(folder(), scenario, lever, values, time_limit=limit, gap=0.01)
        runs.start_sweep(memory.store(), sweep, sweep.with_suffix(""), seconds=limit * len(values))
    except InputError as error:
        show_errors(error)
        return
    memory.choose(CURVE, sweep.stem)
    st.rerun()


def show_curve() -> None:
    """A curve that was calculated: picture, table, frontier and file."""
    found = {path.stem: path for path in whatif.curves(folder())}
    if not found:
        st.info(t("whatif.none"))
        return
    sweep = found[memory.keep(CURVE, t("whatif.choose"), list(found))]
    try:
        lever = whatif.lever_of(sweep)[0]
    except InputError as error:
        st.error(i18n.plain(str(error)))
        return
    points = whatif.points(sweep)
    if not points:
        st.info(t("whatif.waiting"))
        return
    solved = [point for point in points if point.value is not None]
    if solved:
        saved = choose_plan(t("whatif.mark"))
        _show_pictures(lever, solved, state.read(saved) if saved else None)
    columns = [t("whatif.columns_x", title=t(f"whatif.lever_names.{lever}")), *listed("whatif.columns")[1:]]
    rows = [_row(point) for point in points]
    show_table(columns, rows, caption=t("whatif.table"), numeric=frozenset(range(9)))
    st.download_button(t("whatif.download"), _csv(columns, points), f"{sweep.stem}.csv", "text/csv", on_click="ignore")


def _show_pictures(lever: str, solved: list[Point], chosen: Plan | None) -> None:
    name, unit = t(f"whatif.lever_names.{lever}"), t(f"whatif.lever_units.{lever}")
    title = t("whatif.chart", title=name)
    goal = [
        Series(t("whatif.value"), [(p.x, p.value) for p in solved if p.value is not None], "#1d4f91", ""),
        Series(t("whatif.bound"), [(p.x, p.bound) for p in solved if p.bound is not None], "#8a4b00", "6 4"),
    ]
    x = f"{name} ({unit})" if unit else name
    st.image(chart_svg(title, x, t("whatif.y", unit=spoken.unit(solved[0].unit)), goal), width="stretch", alt=title)
    money = [
        Series(t("whatif.mean"), _by_cost(solved, "mean_minutes"), "#1d4f91", ""),
        Series(t("whatif.ede"), _by_cost(solved, "ede_minutes"), "#8a4b00", "6 4"),
    ]
    if chosen is not None and chosen.cost and chosen.accessibility:
        now, cost = chosen.accessibility.after, chosen.cost.total / 1000
        at = [(cost, minutes) for minutes in (now.mean_minutes, now.ede_minutes) if minutes is not None]
        money.append(Series(t("whatif.chosen"), at, "#1c2024", "", ring=True))
    frontier = t("whatif.frontier")
    if any(series.points for series in money):
        st.image(
            chart_svg(frontier, t("whatif.cost"), t("whatif.levers.vertical"), money), width="stretch", alt=frontier
        )


def _by_cost(points: list[Point], field: str) -> list[tuple[float, float]]:
    found = [(p.cost_nok / 1000, getattr(p, field)) for p in points if p.cost_nok is not None]
    return sorted((x, y) for x, y in found if y is not None)


def _row(point: Point) -> tuple[str, ...]:
    x = i18n.number(point.x, 0 if point.x.is_integer() else 1)
    if point.value is None:
        why = t(f"whatif.outcomes.{WHY.get(point.outcome, 'fault')}")
        return (x, t("whatif.no_plan", outcome=why), *[""] * 7)
    gap = 100 * (point.value - (point.bound or 0)) / point.value if point.value else 0.0
    return (
        x,
        f"{i18n.number(point.value, 2)} {spoken.unit(point.unit)}",
        f"{i18n.number(point.bound, 2)} {spoken.unit(point.unit)}",
        f"{i18n.number(gap, 1)} %",
        i18n.number(point.mean_minutes, 2),
        i18n.number(point.ede_minutes, 2),
        i18n.number(point.cost_nok),
        i18n.number(point.stations),
        i18n.number(point.hard),
    )


def _csv(columns: list[str], points: list[Point]) -> bytes:
    """For Norwegian Excel: semicolons, decimal commas and a mark of UTF-8."""
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for point in points:
        writer.writerow([text.replace("\u202f", "").replace("−", "-") for text in _row(point)])
    return table.getvalue().encode("utf-8-sig")
