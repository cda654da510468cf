"""The people of the roster: who may do what, when, and how much.

Names are personal data. They stand in the scenario's own list and in the roster; where a scenario is
written into a plan, a person is a *key* made of the name (:func:`person_key`), so that the audit can join the
roster to what the list says. A key hides a name from a reader, not from someone who guesses names.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from planner.dataset.columns import PARSERS
from planner.scenario.fields import Number, Part
from planner.scenario.institutions import Closure

KEY = "person:"
KEY_LENGTH = 16
POSITION = " stilling "
"""Part of the name of a position that nobody has; no person's name may hold it."""

CrewRole = Literal["leader", "deputy", "worker", "relief", "driver"]


def person_key(name: str) -> str:
    """What stands for a person outside the roster: the same for the same name, capitals and spaces aside."""
    if name.startswith(KEY):
        return name
    plain = " ".join(name.split()).casefold()
    return KEY + sha256(plain.encode("utf-8")).hexdigest()[:KEY_LENGTH]


def is_position(name: str) -> bool:
    """Whether a line of the roster is an anonymous position."""
    return POSITION in name


def _name(value: str) -> str:
    PARSERS["text"](value)
    if is_position(value):
        raise ValueError(f"«{POSITION.strip()}» er forbeholdt plasser uten navn; skriv navnet eller en annen id")
    return value


Word = Annotated[str, Field(min_length=1), AfterValidator(lambda text: PARSERS["text"](text))]


class Person(Part):
    """Somebody who may be put on the roster."""

    name: Annotated[str, Field(min_length=1, description="navn eller anonym id"), AfterValidator(_name)]
    roles: Annotated[
        tuple[CrewRole, ...],
        Field(min_length=1, description="oppgaver personen kan ha; relief settes bare opp for hånd"),
    ]
    languages: Annotated[tuple[Word, ...], Field(description="språk ut over norsk")] = ()
    certificates: Annotated[tuple[Word, ...], Field(description="kurs, førerkort og annet et sted kan kreve")] = ()
    absences: Annotated[tuple[Closure, ...], Field(description="når personen ikke kan")] = ()
    week_hours: Annotated[
        Number | None, Field(gt=0, le=168, description="avtalte timer per uke; tom = bare lovens grense")
    ] = None
    home: Annotated[
        str, Field(description="helst her: id for et sted, et kjøretøy eller en bydel; tom = hvor som helst")
    ] = ""

    @property
    def key(self) -> str:
        """See :func:`person_key`."""
        return person_key(self.name)


class CrewNeed(Part):
    """What is asked of those who work at a place or aboard a vehicle."""

    at: Annotated[str, Field(min_length=1, description="id for et sted eller et kjøretøy")]
    roles: Annotated[
        tuple[CrewRole, ...], Field(min_length=1, description="hvem det gjelder; forvalget er alle unntatt sjåføren")
    ] = ("leader", "deputy", "worker", "relief")
    languages: Annotated[tuple[Word, ...], Field(description="språk minst én på vakt bør kunne")] = ()
    certificates: Annotated[tuple[Word, ...], Field(description="kurs eller bevis hver av dem må ha")] = ()


def _is_a_list(value: Any) -> Any:
    if isinstance(value, str):
        raise ValueError("navnet på en liste; den leses bare av et scenario i fil (.xlsx eller .csv ved siden av det)")
    return value


def _different(people: tuple[Person, ...] | None) -> tuple[Person, ...] | None:
    keys = [person.key for person in people or ()]
    twice = sorted({p.name for p in people or () if keys.count(p.key) > 1})
    if twice:
        raise ValueError(f"samme navn er brukt flere ganger: {', '.join(twice)}; gi hver sitt")
    return people


Crew = Annotated[
    tuple[Person, ...] | None,
    BeforeValidator(_is_a_list, json_schema_input_type=tuple[Person, ...] | str | None),
    AfterValidator(_different),
    Field(
        description="personene vaktlista settes opp med, eller navnet på en fil med dem (.xlsx eller .csv, sett fra "
        "scenariet); null = vaktlista har plasser uten navn"
    ),
]
