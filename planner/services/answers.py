"""What stations, money, persons and vehicles are worth: answers solved for, kept with the plan they are about."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from planner.services.store import Store, local, now

ANSWERS_FILE = "svar.json"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """One answer.

    Attributes:
        question, sentence: in Norwegian.
        restricts: whether the change leaves fewer plans (the goal worsens) or more (it improves).
        low, high: the goal moves by so much at the least and at the most, in ``unit``; None where no plan is possible.
        cost_change: NOK that the plan found costs more.
    """

    question: str
    sentence: str
    restricts: bool
    low: float | None
    high: float | None
    unit: str
    cost_change: float
    at: datetime


def digest_of(plan_file: Path) -> str:
    """What answers are kept by: another plan has answers of its own."""
    return hashlib.sha256(plan_file.read_bytes()).hexdigest()


def keep_answers(store: Store, plan_file: Path, folder: Path) -> None:
    """Take the answers that a run wrote, if any, into the store; a newer answer replaces the older one."""
    file = folder / ANSWERS_FILE
    if not (file.is_file() and plan_file.is_file()):
        return
    digest = digest_of(plan_file)
    with store.open() as connection:
        for item in json.loads(file.read_text(encoding="utf-8")):
            connection.execute(
                "INSERT OR REPLACE INTO answer (digest, question, value, at) VALUES (?, ?, ?, ?)",
                (digest, item["question"], json.dumps(item, ensure_ascii=False, sort_keys=True), now()),
            )


def answers_of(store: Store, plan_file: Path) -> list[KeptAnswer]:
    """Answers about a plan as its file is now, the newest first."""
    with store.open() as connection:
        rows = connection.execute(
            "SELECT value, at FROM answer WHERE digest = ? ORDER BY at DESC, question", (digest_of(plan_file),)
        ).fetchall()
    return [_answer(json.loads(row["value"]), local(row["at"])) for row in rows]


def _answer(item: dict[str, Any], at: datetime) -> KeptAnswer:
    return KeptAnswer(
        question=str(item["question"]), sentence=str(item["sentence"]), restricts=bool(item["restricts"]),
        low=item["low"], high=item["high"], unit=str(item["unit"]), cost_change=float(item["cost_change"]), at=at,
    )  # fmt: skip
