"""Reading the list of the roster's people (.xlsx or .csv); see :mod:`planner.scenario.list_file`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from planner.dataset.columns import PARSERS
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.scenario.crew import Person, is_position
from planner.scenario.list_columns import ListColumn, line, optional, required, times
from planner.scenario.list_file import ListForm, read_list, repeated

ROLE_WORDS = {
    "leder": "leader",
    "nestleder": "deputy",
    "valgmedarbeider": "worker",
    "avløser": "relief",
    "sjåfør": "driver",
}
"""What stands in the list, and what it is in a scenario (which is taken too)."""
LONGEST_WEEK = 168


def _words(text: str) -> list[str]:
    return [line(part) for part in re.split(r"[;,\n]", text) if part.strip()]


def _roles(text: str) -> list[str]:
    found = []
    for word in (part.casefold() for part in _words(text)):
        role = ROLE_WORDS.get(word, word)
        if role not in ROLE_WORDS.values():
            raise ValueError(f"ukjent oppgave «{word}»; skriv én eller flere av {', '.join(ROLE_WORDS)}")
        found.append(role)
    return list(dict.fromkeys(found))


def _name(text: str) -> str:
    name = line(text)
    if is_position(name):
        raise ValueError("«stilling» er forbeholdt plasser uten navn; skriv navnet eller en annen id")
    return name


def _hours(text: str) -> float:
    try:
        hours = float(text.replace(",", "."))
    except ValueError:
        raise ValueError("ikke et tall; skriv timer, for eksempel 37,5, eller la feltet stå tomt") from None
    if not 0 < hours <= LONGEST_WEEK:
        raise ValueError("ikke et timetall for en uke; skriv timer, for eksempel 37,5, eller la feltet stå tomt")
    return hours


def _text(kind: str) -> Callable[[str], Any]:
    return lambda text: PARSERS[kind](text)


CREW_FORM = ListForm(
    sheet="Personer",
    columns=(
        ListColumn(
            "name", "Navn", "Navn, eller en id som bare kommunen kan knytte til et navn. Må fylles ut, ulik for hver.",
            ("Kari Nordmann", "medarbeider-07"), 30, required(_name), required=True,
        ),
        ListColumn(
            "roles", "Oppgaver", f"Det personen kan ha: {', '.join(ROLE_WORDS)}. Komma mellom flere. Avløsere settes "
            "bare opp for hånd. Må fylles ut.",
            ("leder, nestleder, valgmedarbeider", "sjåfør"), 34, required(_roles), required=True,
        ),
        ListColumn(
            "languages", "Språk", "Språk ut over norsk. Komma mellom flere.",
            ("somali, engelsk", ""), 20, _words,
        ),
        ListColumn(
            "certificates", "Bevis", "Kurs, førerkort og annet som et sted eller et kjøretøy kan kreve (roster.needs).",
            ("valgkurs", "førerkort D"), 20, _words,
        ),
        ListColumn(
            "absences", "Fravær", "Når personen ikke kan: 2027-08-24, 2027-08-30–2027-09-03 eller 2027-08-25 "
            "08:00-12:00. Semikolon mellom flere. Også 24.8.2027 er greit. Ikke skriv hvorfor.",
            ("2027-08-24; 2027-08-25 16:00-24:00", ""), 34, times("et fravær", "fraværet"),
        ),
        ListColumn(
            "week_hours", "Timer per uke", "Avtalte timer per uke. Tom = bare lovens grense.",
            ("22,5", ""), 14, optional(_hours),
        ),
        ListColumn(
            "home", "Hjemme", "Helst her: id for et sted, et kjøretøy eller en bydel. Tom = hvor som helst.",
            ("e0901", "buss-1"), 14, optional(_text("text"), ""),
        ),
    ),
    template="lag en mal med «valgplan crew template --out FIL.xlsx»",
    unfilled="fyll den ut, eller ta bort «crew» i scenariet: da får vaktlista plasser uten navn",
    introduction=(
        "Personer til vaktlista",
        "Fyll ut arket «Personer», én rad per person. Alt unntatt navn og oppgaver kan stå tomt.",
        "Kontroller lista med «valgplan crew check FIL», og skriv filnavnet i scenariet: crew: FIL.",
        "Navnene kommer bare i vaktlista og det som lages av den for mannskapet (kjøreark, beredskap, kalendere). "
        "Ellers i plan.json står en nøkkel laget av navnet; den hindrer ikke den som gjetter navn.",
        "Skriv verdier, ikke formler. Ikke endre overskriftene. Ikke skriv helseopplysninger eller grunner til fravær.",
    ),
)  # fmt: skip


def read_crew(path: str | Path, *, name: str = "") -> tuple[Person, ...]:
    """The list in a workbook or a CSV file (comma or semicolon, any usual encoding).

    Args:
        name: the file as the user named it.

    Raises:
        InputError: everything wrong with the file.
    """
    shown = name or str(path)
    problems: list[Trouble] = []
    items = read_list(Path(path), shown, CREW_FORM, problems)
    problems += repeated(items, "name", "navnet er brukt flere ganger", CREW_FORM, shown)
    if problems:
        raise InputError(problems)
    return tuple(Person.model_validate(value) for _, value in items)
