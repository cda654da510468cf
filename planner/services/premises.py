"""Facts about premises, changed one by one and undone, before they are saved in the scenario's file.

A change is plain values, kept in the store under the scenario's name until the scenario is saved:
``{"what": "facts", "id": site, "values": {field: value or None}}``, ``{"what": "taken", "id": site, "time": {…}}``
or ``{"what": "free", "id": site, "number": n}``. ``crew`` is a pin of the scenario, all else stands in ``premises``.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from planner.domain.dataset import Site
from planner.domain.errors import InputError
from planner.problem import Problem
from planner.scenario import draft_scenario

CREW = "crew"
FIELDS = (
    "accessible", "accessible_checked_on", "accessible_checked_by", "mobile_coverage", "booths", CREW, "most_crew",
    "booking", "owner", "power", "parking_permit", "keys",
)  # fmt: skip
"""What can be known of a place, in the order shown."""
Plain = dict[str, Any]


def draft_key(stem: str) -> str:
    """Name under which the store keeps what is changed of a scenario's premises and not saved."""
    return f"lokaler:{stem}"


def changed_premises(plain: Mapping[str, Any], edits: Iterable[Mapping[str, Any]]) -> Plain:
    """The fields ``premises`` and ``pins`` of a scenario with changes made in order.

    Args:
        plain: a scenario as plain values, with or without these fields.
    """
    facts: dict[str, Plain] = {item["site"]: copy.deepcopy(dict(item)) for item in plain.get("premises") or ()}
    pins = [dict(pin) for pin in plain.get("pins") or ()]
    for edit in edits:
        place = facts.setdefault(edit["id"], {"site": edit["id"]})
        if edit["what"] == "taken":
            place["unavailable"] = [*(place.get("unavailable") or ()), dict(edit["time"])]
        elif edit["what"] == "free":
            times = list(place.get("unavailable") or ())
            place["unavailable"] = [time for n, time in enumerate(times) if n != edit["number"]]
        else:
            values = dict(edit["values"])
            if CREW in values:
                pins = _with_crew(pins, edit["id"], values.pop(CREW))
            place |= values
    kept = ({name: v for name, v in item.items() if v not in (None, "", [], ())} for item in facts.values())
    premises = sorted((item for item in kept if len(item) > 1), key=lambda item: str(item["site"]))
    return {"premises": premises, "pins": pins}


def _with_crew(pins: list[Plain], site: str, crew: int | None) -> list[Plain]:
    """Pins with another crew at a place; None leaves it to the scenario's common number."""
    others = [pin for pin in pins if not (pin.get("station") == site and pin.get("crew"))]
    return others if crew is None else [*others, {"station": site, "crew": crew}]


def check(plain: Mapping[str, Any], edits: Iterable[Mapping[str, Any]]) -> None:
    """Whether a scenario can be read with the changes.

    Raises:
        InputError: all that is wrong with its premises.
    """
    found = draft_scenario({**plain, **changed_premises(plain, edits)}, "skjema").problems
    wrong = [trouble for trouble in found if trouble.place.startswith(("premises", "pins"))]
    if wrong:
        raise InputError(wrong)


def known(problem: Problem, site: Site, fields: Mapping[str, Any]) -> Plain:
    """What is known of a place: what the scenario says, else the dataset; None where neither does.

    Args:
        problem: of the scenario as its file is; its sites hold what that says, so what is taken out of it is None
            until it is saved.
        fields: ``premises`` and ``pins`` of :func:`changed_premises`.
    """
    before = next((item for item in problem.scenario.premises if item.site == site.id), None)
    said: Plain = next((item for item in fields["premises"] if item["site"] == site.id), {})
    crews = [pin["crew"] for pin in fields["pins"] if pin.get("station") == site.id and pin.get("crew")]
    values: Plain = {
        name: said.get(name, None if getattr(before, name, None) not in (None, "") else _of_dataset(site, name))
        for name in FIELDS
    }
    return {**values, CREW: crews[-1] if crews else None, "unavailable": list(said.get("unavailable") or ())}


def _of_dataset(site: Site, name: str) -> Any:
    value = getattr(site, name, None)
    if isinstance(value, date):
        return value.isoformat()
    return None if value in ("", "unknown") else value


def row_change(problem: Problem, site: Site, fields: Mapping[str, Any], row: Mapping[str, Any]) -> Plain | None:
    """The change that a row of the table as the reader left it amounts to, None where it is none."""
    now = known(problem, site, fields)
    values = {name: row[name] for name in FIELDS if name in row and row[name] != now[name]}
    return {"what": "facts", "id": site.id, "values": values} if values else None
