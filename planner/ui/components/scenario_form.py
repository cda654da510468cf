"""The form that writes a scenario: the goal in plain words, then the resources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from planner.domain.errors import InputError
from planner.problem import Problem
from planner.services import forms
from planner.services.editing import whole_place
from planner.services.forms import WISHES
from planner.services.premises import draft_key
from planner.ui import i18n, memory
from planner.ui.components.amount import amount_input
from planner.ui.components.errors import show_errors
from planner.ui.components.overview import SCENARIO
from planner.ui.components.premises import premises_fields
from planner.ui.words import t


def show_form(path: Path, problem: Problem) -> None:
    """Draw the form; a press of the button checks and writes the file."""
    raw = forms.raw_scenario(path)
    fields, _ = premises_fields(path, problem)
    with st.form(f"scenario-{path.stem}"):
        changes = _goal(raw) | _resources(problem) | _places(problem, fields)
        name = st.text_input(t("scenario.title"), raw["name"])
        stem = st.text_input(t("scenario.stem"), f"{path.stem}-2")
        replace = st.checkbox(t("scenario.replace"))
        if st.form_submit_button(t("scenario.save"), type="primary"):
            _save(path, raw, changes | {"name": name}, stem, replace)
    with st.expander(t("scenario.yaml")):
        st.code(path.read_text(encoding="utf-8"), language="yaml")


def _save(path: Path, raw: Mapping[str, Any], changes: Mapping[str, Any], stem: str, replace: bool) -> None:
    try:
        plain = forms.changed_scenario(raw, _resolved(raw, changes))
        written = forms.save_scenario(path.parent, stem, plain, replacing=replace)
    except InputError as error:
        show_errors(error)
        return
    memory.store().forget_edits(draft_key(path.stem))
    memory.store().tell("scenario lagret", stem)
    memory.choose(SCENARIO, stem)
    st.success(t("scenario.saved", path=i18n.plain(str(written))))


def _resolved(raw: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as fields: so many vehicles, with or without Saturdays."""
    fields = dict(changes)
    fields["vehicles"] = forms.with_vehicles(raw, fields["vehicles"])
    if not fields.pop("saturdays"):
        fields["stations.patterns"] = forms.without_saturdays(raw["stations"]["patterns"])
    return fields


def _goal(raw: Mapping[str, Any]) -> dict[str, Any]:
    now, minutes, share = forms.wish_of(raw)
    st.subheader(t("scenario.goal"), anchor=False)

    def sentence(key: str) -> str:
        return t(f"scenario.wishes.{key}", minutes="X", share=t("scenario.a_share"))

    wish = st.radio(
        t("scenario.goal"), list(WISHES), list(WISHES).index(now), format_func=sentence, label_visibility="collapsed"
    )
    left, middle, right = st.columns(3)
    limit = left.number_input(f"{t('scenario.minutes')} (X)", 1, 90, minutes)
    part = middle.number_input(t("scenario.share"), 1, 100, round(100 * share))
    whom = {"all": t("scenario.whom_all"), "low_turnout": t("scenario.whom_low")}
    asked = (raw.get("demand") or {}).get("districts", "all")
    now_whom = asked if isinstance(asked, str) else "chosen"
    if now_whom not in whom:
        whom[now_whom] = ", ".join(asked)
    districts = right.selectbox(
        t("scenario.whom"),
        list(whom),
        list(whom).index(now_whom),
        format_func=whom.__getitem__,
    )
    fields = WISHES[wish].fields(int(limit), int(part) / 100, districts if districts != "chosen" else "all")
    return fields if districts == "chosen" else {**fields, "demand.districts": districts}


def _resources(problem: Problem) -> dict[str, Any]:
    scenario = problem.scenario
    left, middle, right = st.columns(3)
    existing = {"locked": t("scenario.existing_locked"), "free": t("scenario.existing_free")}
    order = list(existing)
    return {
        "budget_nok": amount_input(
            left, t("scenario.budget"), round(problem.budget_nok), step=50_000, tip=t("scenario.budget_help")
        ),
        "crew_pool.persons": middle.number_input(t("scenario.persons"), 0, 10_000, scenario.crew_pool.persons),
        "stations.crew": right.number_input(t("scenario.crew"), 1, 100, scenario.stations.crew),
        "vehicles": left.number_input(t("scenario.vehicles"), 0, 20, len(scenario.vehicles)),
        "min_visits": middle.number_input(t("scenario.visits"), 1, 60, scenario.min_visits),
        "stations.existing": right.selectbox(
            t("scenario.existing"), order, order.index(scenario.stations.existing), format_func=existing.__getitem__
        ),
        "saturdays": left.checkbox(
            t("scenario.saturdays"),
            any(p.saturday for p in scenario.stations.patterns),
            help=t("scenario.saturdays_help"),
        ),
    }


def _places(problem: Problem, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Places demanded and ruled out; entries about a date or a block stay as they are, as do facts about premises.

    Args:
        fields: ``premises`` and ``pins``, the latter with crews, as the reader has changed them.
    """
    names = {site.id: f"{site.name} ({site.id})" for site in problem.dataset.sites}
    plain = {**problem.scenario.to_plain(), **fields}
    lists = {field: [entry for entry in plain[field] if whole_place(entry) is None] for field in ("pins", "forbid")}
    for word, field, kinds in (
        ("forced", "pins", ("station",)),
        ("forced_stops", "pins", ("stop",)),
        ("forbidden", "forbid", ("station", "stop") if plain["vehicles"] else ("station",)),
    ):
        now = [place[1] for entry in plain[field] if (place := whole_place(entry)) and place[0] == kinds[0]]
        chosen = st.multiselect(
            t(f"scenario.{word}"), list(names), now, format_func=names.__getitem__, placeholder=t("shell.choose")
        )
        lists[field] += [{kind: place} for place in chosen for kind in kinds]
    return lists | {"premises": fields["premises"]}
