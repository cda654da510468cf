"""Today: who has a long way, whether distance is the problem, and what the figures rest on."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from planner import services
from planner.domain.errors import InputError
from planner.domain.plan import Plan
from planner.evaluate.distance import DistancePicture, DistrictDistance, distance_messages, distance_picture
from planner.evaluate.trust import trust_sentences
from planner.problem import Problem
from planner.ui import i18n, memory, state
from planner.ui.components.effects import show_studies
from planner.ui.components.errors import trouble_list
from planner.ui.components.table import show_table
from planner.ui.map import MapView, show_map
from planner.ui.words import listed, t, word_map

SCENARIO = "scenario"


def choose_scenario(label: str) -> Path | None:
    """The reader's scenario, None where there is none."""
    found = {path.stem: path for path in state.scenarios()}
    if not found:
        st.warning(t("overview.none"))
        return None
    return found[memory.keep(SCENARIO, label, list(found), start="oslo")]


def read_problem(path: Path) -> Problem | None:
    """A scenario on its dataset, or None after everything wrong with it is told."""
    try:
        return state.scenario_problem(path)
    except InputError as error:
        st.error(t("overview.broken", name=path.stem))
        st.markdown(trouble_list(error))
        return None


def known_today(path: Path, problem: Problem) -> tuple[str, Plan, DistancePicture]:
    """Today's places as a plan, and who has a long way; with the key that changes when the scenario does."""
    key = f"today:{path}:{path.stat().st_mtime_ns}"
    return key, *_today(key, problem)


@st.cache_resource(max_entries=8, show_spinner=False)
def _today(key: str, _problem: Problem) -> tuple[Plan, DistancePicture]:  # noqa: ARG001
    return services.plan_today(_problem), distance_picture(_problem)


def show_overview(path: Path, problem: Problem) -> None:
    """Everything known before anything is planned."""
    key, today, picture = known_today(path, problem)
    scenario, dataset = problem.scenario, problem.dataset
    st.header(t("overview.head", municipality=i18n.plain(dataset.municipality_name)), anchor=False)
    st.caption(
        i18n.plain(
            t("overview.caption", name=scenario.name, election=i18n.short_date(scenario.election), dataset=dataset.name,
              version=dataset.version, minutes=t("map.mix", **services.mode_shares(problem)))
        )
    )  # fmt: skip
    _show_head(today, problem, picture)
    address = state.plan_address(key, today, problem)
    st.subheader(t("overview.map"), anchor=False)
    show_map(MapView(state.ground_address(dataset), address, points="before"), key="today-map")
    _show_text(problem, picture)
    _show_districts(today, picture, problem)
    _show_trust(problem)


def _show_head(today: Plan, problem: Problem, picture: DistancePicture) -> None:
    figures, words = st.columns([1, 3])
    if today.accessibility:
        now = today.accessibility.before
        figures.metric(t("overview.mean"), f"{i18n.number(now.mean_minutes, 1)} min")
        figures.metric(t("overview.within"), i18n.percent(now.share_within.get("15")))
        figures.metric(t("overview.stations"), i18n.number(len(today.stations)))
    bullets = "\n".join(
        f"- {i18n.plain(sentence)}" for sentence in distance_messages(problem, picture, word_map("distance"))
    )
    words.info(f"**{t('overview.distance')}**\n\n{bullets}")


def _show_text(problem: Problem, picture: DistancePicture) -> None:
    """The map for those who cannot see it."""
    rows = sorted((row for row in picture.districts if not row.turnout_is_municipal), key=lambda row: row.walk_minutes)
    if rows:
        ends = ((row.name, i18n.number(row.walk_minutes, 1)) for row in (rows[0], rows[-1]))
        near, far = (t("overview.on_foot", name=name, minutes=minutes) for name, minutes in ends)
        st.caption(i18n.plain(t("overview.map_text", stations=len(problem.existing), near=near, far=far)))


def _show_districts(today: Plan, picture: DistancePicture, problem: Problem) -> None:
    now = today.accessibility.before if today.accessibility else None
    means = {name: measures.mean_minutes for name, measures in now.by_district.items()} if now else {}
    if now:
        means[picture.total.name] = now.mean_minutes

    def row(district: DistrictDistance) -> tuple[str, ...]:
        return (
            district.name,
            f"{i18n.number(100 * district.turnout, 1)} %{'*' if district.turnout_is_municipal else ''}",
            i18n.number(district.weight),
            i18n.number(district.walk_minutes, 1),
            i18n.percent(district.share_near),
            i18n.number(means.get(district.name), 1),
            t("overview.low") if district.low_turnout else "",
        )

    rows = [row(district) for district in picture.districts]
    show_table(
        listed("overview.columns"), rows, caption=t("overview.districts"), numeric=frozenset(range(1, 6)),
        total=row(picture.total),
    )  # fmt: skip
    st.caption(i18n.plain(t("overview.turnout", source=problem.dataset.turnout_source.rstrip("."))))


def _show_trust(problem: Problem) -> None:
    with st.expander(t("overview.approximate")):
        st.markdown("\n".join(f"- {i18n.plain(sentence)}" for sentence in trust_sentences(problem)))
    show_studies()
    with st.expander(t("overview.sources")):
        rows = [(e.source, e.vintage, e.used_for, e.licence) for e in problem.dataset.provenance]
        show_table(listed("overview.source_columns"), rows, bokmaal=frozenset({1, 2}))
