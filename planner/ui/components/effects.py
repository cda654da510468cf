"""What distance may mean for turnout: ranges with sources, and that none of them is an estimate for Norway."""

from __future__ import annotations

import streamlit as st

from planner.domain.plan import Plan
from planner.evaluate.effects import new_voter_share, new_voters, studies
from planner.ui import i18n
from planner.ui.components.table import show_table
from planner.ui.words import listed, t


def show_studies() -> None:
    """What research says, closed until the reader opens it."""
    with st.expander(t("effect.head")):
        st.markdown(i18n.plain(t("effect.no_estimate")))
        rows = [(item.study, item.where, item.finding) for item in studies()]
        show_table(listed("effect.columns"), rows, bokmaal=frozenset({1, 2}))


def show_new_voters(plan: Plan) -> None:
    """The range of new voters at the places that a plan adds, or that there is none to give."""
    found, share = new_voters(plan), new_voter_share()
    st.subheader(t("effect.new_voters"), anchor=False)
    st.markdown("**" + i18n.plain(t("effect.no_estimate")) + "**")
    if found is None:
        st.markdown(t("effect.no_votes"))
        return
    low, high = (i18n.number(value) for value in (found.low, found.high))
    shares = {name: i18n.percent(getattr(share, name)) for name in ("low", "mid", "high")}
    rows = [(t(f"effect.{name}"), shares[name], i18n.number(getattr(found, name))) for name in shares]
    st.markdown(i18n.plain(t("effect.range", votes=i18n.number(found.votes), low=low, high=high)))
    show_table(listed("effect.range_columns"), rows, caption=t("effect.range_title"), numeric=frozenset({1, 2}))
    st.caption(i18n.plain(t("effect.source", source=share.source)))
