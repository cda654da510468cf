"""Reading a list of institutions (.xlsx or .csv); see :mod:`planner.scenario.list_file`.

An empty list is an error, not «the municipality has none»: that is said in the scenario,
``institutions: []``, so that a template nobody has filled in is no pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from planner.domain.errors import InputError, Problem
from planner.scenario.institution_columns import COLUMNS, KIND_WORDS
from planner.scenario.institutions import Closure, Institution, outside_ordinary
from planner.scenario.list_file import ListForm, Row, read_list, repeated

INSTITUTION_FORM = ListForm(
    sheet="Institusjoner",
    columns=COLUMNS,
    template="lag en mal med «valgplan institutions template --out FIL.xlsx»",
    unfilled="fyll den ut; har kommunen ingen institusjoner, skriv «institutions: []» i scenariet",
    introduction=(
        "Liste over helse- og omsorgsinstitusjoner og fengsler i kommunen",
        "Fyll ut arket «Institusjoner», én rad per sted. Ingen skal utelates: loven krever forhåndsstemming på alle "
        "institusjoner, minst én dag hver (vl 7-2(3), V 5.2), og i fengsler (V 5.3).",
        "Kontroller lista med «valgplan institutions check FIL», og skriv filnavnet i scenariet: institutions: FIL.",
        "Har kommunen ingen slike steder, skriv «institutions: []» i scenariet i stedet for å levere en tom liste.",
        "Skriv verdier, ikke formler. Ikke endre overskriftene. Ikke skriv opplysninger om enkeltpersoner som bor der.",
    ),
    choices={"kind": tuple(KIND_WORDS)},
)


def read_institutions(path: str | Path, *, election: date | None = None, name: str = "") -> tuple[Institution, ...]:
    """The list in a workbook or a CSV file (comma or semicolon, any usual encoding).

    Args:
        path: the file, ``.xlsx`` or ``.csv``.
        election: closed times are checked against its ordinary period.
        name: the file as the user named it.

    Raises:
        InputError: everything wrong with the file.
    """
    shown = name or str(path)
    problems: list[Problem] = []
    items = read_list(Path(path), shown, INSTITUTION_FORM, problems)
    for row, value in items:
        problems += _disagreeing(row, value, election, shown)
    problems += repeated(items, "id", "id-en er brukt flere ganger", INSTITUTION_FORM, shown)
    if problems:
        raise InputError(problems)
    return tuple(Institution.model_validate(value) for _, value in items)


def _disagreeing(row: Row, value: Mapping[str, Any], election: date | None, shown: str) -> Iterator[Problem]:
    """What is wrong with cells that are right one by one."""
    if {"lat", "lon"} <= set(value) and (value["lat"] is None) != (value["lon"] is None):
        missing = "Breddegrad" if value["lat"] is None else "Lengdegrad"
        remedy = "fyll ut begge koordinatene, eller ingen av dem"
        yield Problem("den andre koordinaten mangler", shown, f"rad {row.number}, kolonne {missing}", remedy=remedy)
    for closed in value.get("closed", ()):
        closure = Closure.model_validate(closed)
        period = outside_ordinary(closure, election) if election is not None else ""
        if period:
            place, remedy = f"rad {row.number}, kolonne Stengt", "rett datoen (er årstallet riktig?), eller slett den"
            message = f"datoen er utenfor den ordinære perioden, {period}"
            yield Problem(message, shown, place, closure.text(), remedy)
