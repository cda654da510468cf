"""README.md and LICENSE of a dataset folder, made from its layout and sources."""

from __future__ import annotations

from planner.dataset.layout import FILES, TABLES
from planner.domain.dataset import Dataset

_MATRIX_NOTE = """## Matrisene

`minutes_*.npy.zst` er numpy-matriser av `uint8`, pakket med zstandard. I hver rad er det lagret differansen fra
kolonnen før (modulo 256): pakk ut, les med `numpy.load` og ta `cumsum(axis=1, dtype=uint8)`. Rader og kolonner
følger rekkefølgen i tabellene. En reisetid er merket *gatenett* når begge ender har `covered` lik true; den følger
gatene. Den er merket *delvis omtrentlig* når bare den ene har det: da følger den gatene til grensen av gatenettet og
rett linje med påslag videre. Ellers er den *omtrentlig*, regnet etter rett linje med påslag for omvei. Målt feil per
merke står i `figures.json` (`marks.errors`, minutter) og mer om målingen under `held_out`.

## Endre for hånd

`sites.csv` (kolonnene fra `owner` og ut) og `unavailable.csv` er laget for å fylles ut. Endres id, plass eller
rekkefølge på ruter, punkter eller steder, passer ikke reisetidene lenger; `valgplan dataset check` sier fra, og
datasettet må bygges på nytt. Tabellene er UTF-8 med komma; semikolon og desimalkomma fra Excel leses også."""


def readme(dataset: Dataset) -> bytes:
    """The folder's own documentation, column by column."""
    lines = [f"# Datasettet {dataset.name}", ""]
    lines += [f"{dataset.municipality_name} ({dataset.municipality_id}), versjon {dataset.version}.", ""]
    lines += ["Laget av `valgplan dataset build`; ikke rett i filene uten å lese «Endre for hånd» nedenfor.", ""]
    lines += [f"Valgdeltakelse: {dataset.turnout_source}", "", "## Filer", "", "| fil | innhold |", "|---|---|"]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in FILES.items()]
    for table in TABLES:
        lines += ["", f"## {table.file}", "", table.meaning, "", "| kolonne | enhet | betydning |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {c.unit or '–'} | {c.meaning} |" for c in table.columns]
    lines += ["", _MATRIX_NOTE, "", "## Kilder", "", "| kilde | årgang | lisens | brukt til |", "|---|---|---|---|"]
    lines += [f"| {p.source} | {p.vintage} | {p.licence} | {p.used_for} |" for p in dataset.provenance]
    return ("\n".join(lines) + "\n").encode()


def licence(dataset: Dataset, preamble: str) -> bytes:
    """Licence text: what holds for which files, and every source with its licence."""
    lines = [f"Lisens for datasettet {dataset.name}", "", *preamble.strip().splitlines(), "", "Kilder:", ""]
    for entry in dict.fromkeys((p.source, p.licence, p.vintage) for p in dataset.provenance):
        lines.append(f"- {entry[0]} ({entry[2]}): {entry[1]}")
    return ("\n".join(lines) + "\n").encode()
