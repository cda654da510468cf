"""What valgstyret and kommunestyret must decide, and by when.

The texts stand in ``decisions.yaml``, one entry per decision, so a new one is a new entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from planner.law.calendar import Calendar, Dated
from planner.law.parameters import law_parameters
from planner.law.wording import written

FILE = Path(__file__).with_name("decisions.yaml")
Body = Literal["valgstyret selv", "valgstyret", "kommunestyret selv"]
Basis = Literal["cited", "our_reading"]
BASIS_WORDS: dict[Basis, str] = {"cited": "etter veilederen", "our_reading": "vår lesning"}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Attributes:
        title: the matter in a few words, Norwegian.
        text: what is to be decided, Norwegian.
        body: who decides.
        due: the day before or on which it must be decided; its note says how the day follows,
            and its citation is that of the deadline the decision must precede.
        citation: provision and sections of the guide that the decision rests on.
        basis: ``cited`` where the guide's own words say that this body decides itself,
            ``our_reading`` where that is not said.
        rule_ids: rules that the decision bears on.
        note: what the guide says of who decides.
    """

    id: str
    title: str
    text: str
    body: Body
    due: Dated[date]
    citation: str
    basis: Basis
    rule_ids: tuple[str, ...]
    note: str = ""

    @property
    def who(self) -> str:
        """``valgstyret selv (etter veilederen)``, ``valgstyret (vår lesning)``."""
        return f"{self.body} ({BASIS_WORDS[self.basis]})"

    def to_json(self) -> dict[str, Any]:
        """As ``valgplan calendar --json`` has it."""
        plain: dict[str, Any] = {
            "id": self.id,
            "title": self.title,
            "text": self.text,
            "body": self.body,
            "basis": self.basis,
            "due": self.due.to_json(),
            "citation": self.citation,
            "rules": list(self.rule_ids),
        }
        return plain | ({"note": self.note} if self.note else {})


class Template(BaseModel):
    """One entry of ``decisions.yaml``; the head of the file says what its keys mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=1)
    text: str = Field(min_length=1)
    body: Body
    basis: Basis
    note: str = ""
    due: str
    due_note: str = Field(min_length=1)
    citation: str = Field(pattern=r"\bV \d")
    rules: tuple[str, ...] = ()
    needs: str | None = None


@cache
def templates() -> tuple[Template, ...]:
    """Every entry of ``decisions.yaml``, in the order of the file."""
    return TypeAdapter(tuple[Template, ...]).validate_python(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def decisions(calendar: Calendar) -> tuple[Decision, ...]:
    """Every decision that this election asks for, by due date; those of one day in the order of the file."""
    entries = calendar.entries()
    law, day = law_parameters(), calendar.election
    words = {name: str(parameter.on(day).value) for name, parameter in law.by_id.items()}
    words |= {name: written(entry.value) for name, entry in entries.items()}
    found = [_decision(t, entries[t.due], words) for t in templates() if t.needs is None or t.needs in entries]
    return tuple(sorted(found, key=lambda decision: decision.due.value))


def _decision(template: Template, entry: Dated[Any], words: dict[str, str]) -> Decision:
    # Notes of deadlines say what to do; notes of periods only explain the calendar.
    notes = [template.due_note.format_map(words), entry.note if template.due.endswith("_deadline") else ""]
    due = Dated(entry.first_day(), entry.citation, " ".join(note for note in notes if note))
    return Decision(
        id=template.id,
        title=template.title,
        text=template.text.format_map(words),
        body=template.body,
        due=due,
        citation=template.citation,
        basis=template.basis,
        rule_ids=template.rules,
        note=template.note,
    )
