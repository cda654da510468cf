"""The SMS to voters: one message, in the alphabet that its language needs."""

from __future__ import annotations

from planner.domain.errors import InputError, Problem
from planner.domain.plan import Plan
from planner.exporters.casepaper.words import calendar_of
from planner.exporters.context import ExportContext
from planner.exporters.printed.gsm7 import sms_length
from planner.exporters.printed.language import Language

UNDATED = ""
"""Where the plan names no election there is nothing to ask voters to come to."""


def sms_text(plan: Plan, context: ExportContext, language: Language) -> str:
    """The first of a language's messages that one SMS holds; empty where the plan names no election.

    Raises:
        InputError: none of them fits, with how long the shortest is.
    """
    calendar = calendar_of(plan)
    if calendar is None:
        return UNDATED
    days = {"first": calendar.ordinary_start.value, "last": calendar.ordinary_end.value}
    # The last one without its full stop: a message goes on with one after it.
    said = {name: f"{day.day}.{day.month}." for name, day in days.items()}
    said["last"] = said["last"].rstrip(".")
    written = [text.format(**said, municipality=context.municipality_name) for text in language.sms]
    usable = written if context.municipality_name else [text for text in written if "  " not in text]
    for text in usable:
        if sms_length(text).fits:
            return text
    shortest = min(written, key=lambda text: sms_length(text).units)
    length = sms_length(shortest)
    raise InputError(
        Problem(
            f"SMS på {language.name_nb} er for lang: {length.units} av {length.limit} tegn ({length.alphabet})",
            place=f"languages/{language.language}.yaml",
            value=shortest,
            remedy="skriv en kortere tekst under sms",
        )
    )
