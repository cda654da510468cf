"""Why, why not, and what more would be worth: asked, solved in a run of its own, and kept with the plan."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.constraints.requirement import nok
from planner.domain.errors import InputError
from planner.domain.plan import Plan
from planner.problem import Problem
from planner.services import asking, runlog
from planner.services.answers import KeptAnswer, answers_of
from planner.services.runlog import RunKind
from planner.ui import i18n, memory, spoken
from planner.ui.components.amount import amount_input
from planner.ui.components.errors import show_errors
from planner.ui.components.run import show_going, show_outcome
from planner.ui.components.table import show_table
from planner.ui.state import SavedPlan
from planner.ui.words import listed, t

SECONDS, MONEY = 30, 10_000
"""What the forms propose: time limit of an answer, and an amount."""


def show_station_question(saved: SavedPlan, plan: Plan, problem: Problem, station_id: str) -> None:
    """What a place is worth, or would cost the goal: the answer, or a button that has it solved for."""
    from planner.explain import station_questions  # brings the solver, which takes a second to load

    try:
        asked = {question.text for question in station_questions(problem, plan, station_id)}
    except InputError as error:
        st.caption(i18n.plain(t("worth.no_question", reason=error.problems[0].message)))
        return
    known = [given for given in answers_of(memory.store(), saved.plan_file) if given.question in asked]
    for given in known:
        st.info(i18n.plain(given.sentence))
    inside = any(station.id == station_id for station in plan.stations)
    label = t("worth.again") if known else t("worth.why") if inside else t("worth.why_not")
    if st.button(label, key=f"why-{station_id}", disabled=plan.objective is None):
        _ask(saved, asking.about_station(station_id), SECONDS)


def show_worth(saved: SavedPlan, plan: Plan, problem: Problem) -> None:
    """What money, persons and a vehicle are worth; progress, and all answers so far."""
    st.subheader(t("worth.head"), anchor=False)
    st.markdown(t("worth.intro"))
    if plan.objective is None:
        st.info(t("worth.no_goal"))
        return
    if not show_going():
        _show_last(saved)
        _show_form(saved, problem)
    _show_answers(answers_of(memory.store(), saved.plan_file))


def _show_last(saved: SavedPlan) -> None:
    """How the last question about this plan ended, where it has no answer to show for itself."""
    last = next((run for run in runlog.runs(memory.store()) if run.kind is RunKind.EXPLAIN), None)
    if last is not None and last.title == saved.name and not last.wrote:
        show_outcome(last)


def _show_form(saved: SavedPlan, problem: Problem) -> None:
    crew = problem.scenario.stations.crew
    with st.form("worth"):
        left, middle, right = st.columns(3)
        amount = amount_input(left, t("worth.money"), MONEY, step=MONEY)
        persons = middle.number_input(t("worth.persons", crew=crew), 0, 10_000, crew)
        seconds = right.number_input(t("worth.limit"), 5, 3600, SECONDS, step=5)
        vehicle = st.checkbox(t("worth.vehicle"), disabled=not problem.scenario.vehicles)
        if not st.form_submit_button(t("worth.ask")):
            return
    about = [
        *(asking.about_money(amount) if amount else ()),
        *(asking.about_persons(int(persons)) if persons else ()),
        *(asking.about_vehicle() if vehicle else ()),
    ]
    if about:
        _ask(saved, about, float(seconds))
    else:
        st.error(t("worth.nothing"))


def _ask(saved: SavedPlan, about: Sequence[str], seconds: float) -> None:
    try:
        asking.ask(memory.store(), saved.plan_file, about, seconds=seconds)
    except InputError as error:
        show_errors(error)
        return
    st.rerun()


def _show_answers(answers: Sequence[KeptAnswer]) -> None:
    if not answers:
        st.caption(t("worth.none"))
        return
    show_table(listed("worth.columns"), [_row(given) for given in answers], caption=t("worth.answers"))
    st.caption(t("worth.interval"))


def _row(given: KeptAnswer) -> tuple[str, ...]:
    if given.low is None or given.high is None:
        return (given.question, t("worth.impossible"), "", spoken.moment(given.at))
    verb = t("worth.worse") if given.restricts else t("worth.better")
    low, high = (i18n.number(value, 2) for value in (given.low, given.high))
    cost = round(given.cost_change)
    more, less = t("worth.more", amount=nok(abs(cost))), t("worth.less", amount=nok(abs(cost)))
    money = more if cost > 0 else less if cost < 0 else ""
    return (
        given.question,
        t("worth.between", low=low, high=high, unit=spoken.unit(given.unit), verb=verb),
        money,
        spoken.moment(given.at),
    )
