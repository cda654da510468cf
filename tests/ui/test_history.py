"""The history says in words what the store has as codes, dates and counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.services.runlog import Outcome, Run, RunKind
from planner.services.store import Event
from planner.ui.components.history import ended_as, note
from planner.ui.words import LANGUAGE, LANGUAGES, word_map

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
RUN = Run(1, RunKind.PLAN, Path("a.yaml"), Path("a"), "k", 60.0, 0, 0.0, Path("log"), NOW, NOW, 0, Outcome.ENDED)


def _note(detail: str) -> str:
    return note(Event(NOW, "beregning ferdig", "oslo", detail))


@pytest.mark.parametrize(
    ("detail", "shown"),
    [
        ("kode 0", "ferdig"),
        ("kode 2", "ingen plan oppfyller kravene"),
        ("kode 130", "avbrutt"),
        ("kode 70", "Noe gikk galt i programmet (kode 70)"),
        ("kode -9", "Noe gikk galt i programmet (kode -9)"),
        ("cancelled", "avbrutt"),
        ("2027-06-20", "20.6.2027"),
        ("3", "3 punkter"),
        ("oslo-v2", "oslo-v2"),
        ("", ""),
    ],
)
def test_a_note_is_in_words(detail: str, shown: str) -> None:
    assert _note(detail) == shown


@pytest.mark.parametrize(
    ("outcome", "code", "shown"),
    [
        (Outcome.ENDED, 0, "ferdig"),
        (Outcome.ENDED, 3, "ferdig, med brudd på regler"),
        (Outcome.ENDED, 4, "ingen plan innen tidsgrensen"),
        (Outcome.CANCELLED, 0, "stanset, det beste er lagret"),
        (Outcome.CANCELLED, None, "avbrutt"),
        (Outcome.RUNNING, None, "i gang"),
    ],
)
def test_a_run_that_failed_is_not_called_finished(outcome: Outcome, code: int | None, shown: str) -> None:
    assert ended_as(replace(RUN, outcome=outcome, code=code)) == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_command_line_has_words(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv(LANGUAGE, language)
    assert {int(code) for code in word_map("run.codes")} == {0, 1, 2, 3, 4, 130}
    assert not any(sign.isdigit() for code in (0, 1, 2, 3, 4, 130) for sign in _note(f"kode {code}"))
