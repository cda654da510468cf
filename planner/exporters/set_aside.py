"""Requirements that are set aside, with the planner's own reason, as the formats show them.

What each is about is found in one place, :mod:`planner.evaluate.reasons`. Workbooks have a sheet «Fravik», forms for
machines a list ``overrides`` with the rule's id, and what voters read has sentences without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.domain.plan import Plan, Station
from planner.evaluate.reasons import Reason, plan_reasons, station_reasons
from planner.exporters.spreadsheet import one_line
from planner.exporters.workbooks import Column, Sheet

TITLE = "Fravik"
NOTHING = "Ingen krav er fraveket."
WHOLE = "hele planen"
HERE = "Unntak fra et krav her: {}"
EVERYWHERE = "Unntak fra et krav til hele planen: {}"
COLUMNS = (Column("Sted-id", 10), Column("Sted", 34), Column("Regel", 14), Column("Begrunnelse", 70))
ENDINGS = (".", "!", "?")


def set_aside_sheet(plan: Plan) -> Sheet:
    """One row per reason: first those about the whole plan, then by station; a note where there are none."""
    whole = [("", WHOLE, *reason) for reason in plan_reasons(plan)]
    rows = [(s.id, s.name, *reason) for s in _by_id(plan.stations) for reason in station_reasons(plan, s.id)]
    return Sheet(TITLE, COLUMNS, (*whole, *rows), notes=() if whole or rows else (NOTHING,))


def override_members(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    """``{"rule", "reason"}`` of each, for JSON."""
    return [dict(zip(("rule", "reason"), reason, strict=True)) for reason in reasons]


def reason_rows(plan: Plan, stations: Iterable[Station], whole: str = WHOLE) -> tuple[tuple[str, str], ...]:
    """What and why, for people to read: first the whole plan's (told of as ``whole``), then by station."""
    rows = [(whole, one_line(reason)) for _, reason in plan_reasons(plan)]
    rows += [(s.name, one_line(reason)) for s in _by_id(stations) for _, reason in station_reasons(plan, s.id)]
    return tuple(dict.fromkeys(rows))


def station_sentences(plan: Plan, station: Station) -> str:
    """Why something is set aside at a station, in whole sentences without rule ids; "" where nothing is."""
    return " ".join(_sentences(HERE, station_reasons(plan, station.id)))


def plan_sentences(plan: Plan) -> str:
    """The same for the whole plan."""
    return " ".join(_sentences(EVERYWHERE, plan_reasons(plan)))


def _by_id(stations: Iterable[Station]) -> list[Station]:
    return sorted(stations, key=lambda station: station.id)


def _sentences(form: str, reasons: Iterable[Reason]) -> Iterator[str]:
    """Each reason once, even where it stands for several rules."""
    for reason in dict.fromkeys(one_line(reason) for _, reason in reasons):
        said = form.format(reason)
        yield said if said.endswith(ENDINGS) else f"{said}."
