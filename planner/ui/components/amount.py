"""A field for an amount of money; Streamlit's own shows no spaces between thousands."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from planner.ui import i18n
from planner.ui.words import t


def amount_input(box: DeltaGenerator, label: str, value: int, *, step: int, tip: str | None = None) -> int:
    """Draw the field, and below it what it starts from: in a form nothing is redrawn while a reader types.

    Args:
        value: NOK to begin with.
        step: NOK that a press of a button adds.
        tip: shown where the reader asks for help.

    Returns:
        NOK that the field holds.
    """
    chosen = box.number_input(label, 0, 10**9, value, step=step, help=tip)
    box.caption(t("shell.amount", amount=i18n.number(value)))
    return int(chosen)
