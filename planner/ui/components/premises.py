"""What is known of the premises: a table of all places, a form for one, times they are taken; each change undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from planner.domain.dataset import Site
from planner.domain.errors import InputError
from planner.problem import Problem
from planner.services import premises
from planner.services.premises import FIELDS
from planner.services.store import EditLog
from planner.ui import i18n, memory
from planner.ui.components.errors import show_errors
from planner.ui.components.table import show_table
from planner.ui.words import listed, t, word_map

KEYS = {
    "accessible": (True, False), "power": (True, False), "parking_permit": (True, False),
    "mobile_coverage": ("good", "poor"), "booking": ("none", "asked", "confirmed"),
}  # fmt: skip
"""Facts with a few values, each with a word."""
NUMBERS = ("booths", premises.CREW, "most_crew")
DATES = ("accessible_checked_on",)
OPEN, OPENED = "premises-open", "premises-opened"
"""Whether the box is open, and whether it has been in this session."""


def premises_fields(path: Path, problem: Problem) -> tuple[dict[str, Any], EditLog]:
    """The scenario's ``premises`` and ``pins`` with the reader's unsaved changes, and the changes."""
    log = memory.store().edits(premises.draft_key(path.stem))
    return premises.changed_premises(problem.scenario.to_plain(), log.done), log


def show_premises(path: Path, problem: Problem) -> None:
    """Everything about the premises; nothing is written to the scenario before its form is saved.

    The table is the heaviest of the page: it is drawn when the box is opened, and stays.
    """
    fields, log = premises_fields(path, problem)
    head = t("premises.head_changed", n=len(log.done)) if log.done else t("premises.head")
    box = st.expander(head, expanded=bool(log.done or log.undone), key=OPEN, on_change="rerun")
    if box.open:
        st.session_state[OPENED] = True
    elif not st.session_state.get(OPENED):
        return
    with box:
        st.markdown(t("premises.intro"))
        _show_steps(path, log)
        _show_table(path, problem, fields, log)
        _show_form(path, problem, fields)
        _show_taken(path, problem, fields)


def _show_steps(path: Path, log: EditLog) -> None:
    key, (undo, redo, count) = premises.draft_key(path.stem), st.columns([1, 1, 4], vertical_alignment="center")

    def step(name: str, by: int) -> None:
        memory.store().step(name, by)

    undo.button(t("premises.undo"), disabled=not log.done, on_click=step, args=(key, -1), key="premises-undo")
    redo.button(t("premises.redo"), disabled=not log.undone, on_click=step, args=(key, 1), key="premises-redo")
    count.markdown(t("premises.count", n=len(log.done)) if log.done else t("premises.unchanged"))


def _show_table(path: Path, problem: Problem, fields: Mapping[str, Any], log: EditLog) -> None:
    """All places to be changed in the table itself; what is changed is one step each row."""
    sites = sorted(problem.dataset.sites, key=lambda site: site.name)
    names = dict(zip(FIELDS, listed("premises.fields"), strict=True))
    rows = [{"site": f"{site.name} ({site.id})", **_shown(premises.known(problem, site, fields))} for site in sites]
    columns: dict[str, Any] = {"site": st.column_config.TextColumn(t("premises.site"), disabled=True, pinned=True)}
    for name in FIELDS:
        if name in KEYS:
            options = list(word_map(f"premises.words.{name}").values())
            columns[name] = st.column_config.SelectboxColumn(names[name], options=options)
        elif name in NUMBERS:
            columns[name] = st.column_config.NumberColumn(names[name], min_value=0 if name == "booths" else 1, step=1)
        elif name in DATES:
            columns[name] = st.column_config.DateColumn(names[name], format="DD.MM.YYYY")
        else:
            columns[name] = st.column_config.TextColumn(names[name])
    after = st.data_editor(
        rows,
        column_config=columns,
        hide_index=True,
        height=320,
        placeholder="–",
        key=f"premises-{path.stem}-{len(log.done)}-{log!r}",
    )
    changes = (premises.row_change(problem, site, fields, _plain(row)) for site, row in zip(sites, after, strict=True))
    _keep(path, problem, [change for change in changes if change])


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the table has them: words, numbers and dates."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        value = values[name]
        if name in KEYS:
            found[name] = None if value is None else word_map(f"premises.words.{name}")[_key(value)]
        elif name in DATES:
            found[name] = date.fromisoformat(value) if value else None
        else:
            found[name] = value if value is not None or name in NUMBERS else ""
    return found


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the table as plain values."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        value = row[name]
        if name in KEYS:
            words = word_map(f"premises.words.{name}")
            value = next((one for one in KEYS[name] if words[_key(one)] == value), None)
        elif name in DATES:
            value = None if value is None else value.isoformat()
        elif name in NUMBERS:
            value = None if value is None else int(value)
        found[name] = value if value != "" else None
    return found


def _key(value: object) -> str:
    """A value as the catalogue of words names it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _show_form(path: Path, problem: Problem, fields: Mapping[str, Any]) -> None:
    """The same for one place, for those whom a form suits better than a wide table."""
    st.subheader(t("premises.one"), anchor=False)
    site = _choose(problem, "premises-one")
    now, names = premises.known(problem, site, fields), dict(zip(FIELDS, listed("premises.fields"), strict=True))
    with st.form(f"premises-form-{site.id}"):
        boxes = st.columns(3)
        row = {name: _widget(boxes[n % 3], name, names[name], now[name]) for n, name in enumerate(FIELDS)}
        if st.form_submit_button(t("premises.set")):
            change = premises.row_change(problem, site, fields, row)
            if change is None:
                st.info(t("premises.same"))
            else:
                _keep(path, problem, [change])


def _widget(box: Any, name: str, label: str, now: Any) -> Any:
    if name in KEYS:
        words: dict[Any, str] = {None: t("premises.unknown")}
        words |= {one: word_map(f"premises.words.{name}")[_key(one)] for one in KEYS[name]}
        return box.selectbox(label, list(words), list(words).index(now), format_func=words.__getitem__)
    if name in NUMBERS:
        return box.number_input(
            label, 0 if name == "booths" else 1, 1000, now, step=1, placeholder=t("premises.unknown")
        )
    if name in DATES:
        day = box.date_input(label, date.fromisoformat(now) if now else None, format="DD.MM.YYYY")
        return day.isoformat() if day else None
    return box.text_input(label, now or "") or None


def _choose(problem: Problem, key: str) -> Site:
    sites = {site.id: site for site in sorted(problem.dataset.sites, key=lambda site: site.name)}
    chosen = st.selectbox(
        t("premises.site"), list(sites), format_func=lambda i: f"{sites[i].name} ({i})", key=key, index=0
    )
    return sites[chosen]


def _show_taken(path: Path, problem: Problem, fields: Mapping[str, Any]) -> None:
    """Times at which places cannot be used: a list, one more, one fewer."""
    st.subheader(t("premises.taken"), anchor=False)
    names = {site.id: site.name for site in problem.dataset.sites}
    times = [
        (item["site"], n, time) for item in fields["premises"] for n, time in enumerate(item.get("unavailable", ()))
    ]
    if times:
        rows = [(names.get(site, site), _when(time), time["reason"]) for site, _, time in times]
        show_table(listed("premises.taken_columns"), rows, caption=t("premises.taken"))
        words = {n: f"{row[0]}: {row[1]} – {row[2]}" for n, row in enumerate(rows)}
        chosen = st.selectbox(t("premises.free"), list(words), format_func=words.__getitem__)
        if st.button(t("premises.do_free")):
            site, number, _ = times[chosen]
            _keep(path, problem, [{"what": "free", "id": site, "number": number}])
    with st.form("premises-taken", clear_on_submit=False):
        site_id = _choose(problem, "premises-taken-site").id
        left, middle, right = st.columns(3)
        first = left.date_input(t("premises.first"), problem.dates[0], format="DD.MM.YYYY")
        last = middle.date_input(t("premises.last"), None, format="DD.MM.YYYY")
        block = right.text_input(t("premises.block"), placeholder="08:00-16:00")
        reason = st.text_input(t("premises.reason"))
        if st.form_submit_button(t("premises.do_take")):
            time = {"date": first.isoformat(), "until": last.isoformat() if last else None, "block": block.strip()}
            time = {name: value for name, value in {**time, "reason": reason.strip()}.items() if value}
            _keep(path, problem, [{"what": "taken", "id": site_id, "time": time}])


def _when(time: Mapping[str, Any]) -> str:
    first, last = (date.fromisoformat(time[name]) if time.get(name) else None for name in ("date", "until"))
    days = i18n.short_date(first) + (f"–{i18n.short_date(last)}" if last else "")
    return f"{days} {time['block']}" if time.get("block") else days


def _keep(path: Path, problem: Problem, changes: list[dict[str, Any]]) -> None:
    """Keep changes that fit, and draw the page anew; else say why not."""
    if not changes:
        return
    store, key = memory.store(), premises.draft_key(path.stem)
    try:
        premises.check(problem.scenario.to_plain(), [*store.edits(key).done, *changes])
    except InputError as error:
        show_errors(error)
        return
    for change in changes:
        store.add_edit(key, change)
    st.rerun()
