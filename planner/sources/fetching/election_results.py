"""Electorate and turnout of a municipality and its parts from valgresultat.no, as the CSV that the build reads.

Settings: ``url`` of the service, ``path`` of the municipality in it (year, election, electoral district, municipality),
``parts``: yes for one row per part (krets or bydel), no for the municipality's own row. Ballots are added up
over the lists, blank ones with them; the sum line «Andre» repeats other lists and is left out.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from planner.domain.errors import InputError, Problem
from planner.sources.fetching.task import Task

KIND = "election_results"
COLUMNS = ("kommunenr", "nr", "nivaa", "navn", "valgtype", "antallsb", "stemmer_total", "stemmer_fhs", "frammote_pst",
           "rapport")  # fmt: skip
SUM_LINE = 0
"""Category of the line that adds up small lists."""


def fetch(task: Task) -> bytes:
    """One row per part, or one of the municipality.

    Raises:
        InputError: no reply, or one without what is needed.
    """
    base, path = task.settings["url"], task.settings["path"]
    whole = json.loads(task.web.get(f"{base}/{path}", check=_result))
    replies = [whole]
    if task.settings["parts"] == "yes":
        parts = whole.get("_links", {}).get("related", [])
        replies = [json.loads(task.web.get(f"{base}{part['href']}", check=_result)) for part in parts]
    if not replies:
        raise InputError(Problem("tjenesten kjenner ingen kretser i kommunen", f"{base}/{path}"))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(reply, task.recipe.municipality_id) for reply in replies)
    return text.getvalue().encode()


def _row(reply: dict[str, Any], municipality: str) -> tuple[object, ...]:
    lists = [p["stemmer"]["resultat"]["antall"] for p in reply["partier"] if p["id"]["partikategori"] != SUM_LINE]
    total, advance = (sum(int(ballots[name] or 0) for ballots in lists) for name in ("total", "fhs"))
    about = reply["id"]
    return (
        *(municipality, about["nr"], about.get("nivaa", ""), about["navn"], about.get("valgtype", "")),
        *(reply["antallsb"], total, advance, reply["frammote"]["prosent"]),
        reply.get("tidspunkt", {}).get("rapportGenerert", ""),
    )


def _result(content: bytes) -> str:
    """Whether a reply holds what a row needs."""
    needed: tuple[Callable[[Any], object], ...] = (
        lambda r: r["id"]["nr"] and r["id"]["navn"],
        lambda r: int(r["antallsb"]),
        lambda r: float(r["frammote"]["prosent"]),
        lambda r: [int(p["stemmer"]["resultat"]["antall"][n] or 0) for p in r["partier"] for n in ("total", "fhs")],
        lambda r: [p["id"]["partikategori"] for p in r["partier"]],
    )
    try:
        reply = json.loads(content)
        for part in needed:
            part(reply)
    except (ValueError, LookupError, TypeError) as error:
        return f"svaret mangler noe ({type(error).__name__}: {error})"
    return ""
