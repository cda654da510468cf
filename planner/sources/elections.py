"""Election results and electorates: Storting per bydel, local election per krets (Valgdirektoratet)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.domain.errors import Problem
from planner.sources.geometry import Area
from planner.sources.recipe import Recipe
from planner.sources.tabular import Record, read_records

_RESULT = ("kommunenr", "nr", "navn", "antallsb", "frammote_pst")
_ADVANCE = "stemmer_fhs"
_LOCAL = ("Kommunenummer", "Stemmekretsnummer", "Stemmekretsnavn", "Antall stemmeberettigede")
_MUNICIPALITY_ALONE = 2


@dataclass(frozen=True, slots=True)
class Result:
    """Electorate (persons) and turnout (share) of one district."""

    name: str
    electorate: int
    turnout: float


@dataclass(frozen=True, slots=True)
class StortingResult:
    """Storting election: per district by two-digit id, and what belongs to no place.

    Attributes:
        unplaced: electors of row 0, which is no district.
        turnout: of the whole municipality, share.
        advance: ballots cast in advance by the municipality's voters.
    """

    districts: dict[str, Result]
    unplaced: int
    turnout: float
    advance: int


@dataclass(frozen=True, slots=True)
class LocalElectorate:
    """Electors per krets by four-digit number, and those of krets 0000."""

    kretser: dict[str, int]
    unplaced: int


def read_storting(
    municipality: Path, districts: Path, recipe: Recipe, problems: list[Problem]
) -> StortingResult | None:
    """Turnout and electorate per district; None and problems if anything is wrong.

    Turnout is the published ``frammote_pst``: the vote counts of a district leave out
    the advance votes, which the source pools in row 0.
    """
    before = len(problems)
    whole = _of_whole_municipality(municipality, recipe, problems)
    rows: dict[str, Result] = {}
    unplaced = 0
    for record in _of_municipality(read_records(districts, _RESULT, problems), "kommunenr", recipe):
        number, electorate = record.count("nr", problems), record.count("antallsb", problems)
        turnout = _share(record, problems)
        if number is None or electorate is None or turnout is None:
            continue
        key = f"{number:02d}"
        if number == 0:
            unplaced += electorate
        elif key in rows:
            problems.append(record.problem("bydelen står to ganger", "nr", "slett den ene raden"))
        else:
            rows[key] = Result(record.text("navn"), electorate, turnout)
    if len(problems) == before and not rows:
        _none_of_municipality(districts, recipe, problems)
    if whole is None or len(problems) > before:
        return None
    return StortingResult(rows, unplaced, *whole)


def read_local(path: Path, recipe: Recipe, problems: list[Problem]) -> LocalElectorate | None:
    """Electors per krets; the file has one row per party, all with the krets' electors."""
    before = len(problems)
    kretser: dict[str, int] = {}
    for record in _of_municipality(read_records(path, _LOCAL, problems), "Kommunenummer", recipe):
        electors = record.count("Antall stemmeberettigede", problems)
        number = record.count("Stemmekretsnummer", problems)
        if electors is None or number is None:
            continue
        key = f"{number:04d}"
        if kretser.setdefault(key, electors) != electors:
            remedy = f"kretsen har {kretser[key]} i en annen rad"
            problems.append(record.problem("kretsen har to ulike tall", "Antall stemmeberettigede", remedy))
    if len(problems) == before and not kretser:
        _none_of_municipality(path, recipe, problems)
    unplaced = kretser.pop("0000", 0)
    return LocalElectorate(kretser, unplaced) if len(problems) == before else None


def check_join(
    districts: Sequence[Area], storting: StortingResult, kretser: Sequence[Area], local: LocalElectorate,
    recipe: Recipe, problems: list[Problem],
) -> None:  # fmt: skip
    """Every area has its figures and every figure its area."""
    pairs = (
        ("districts", {a.id: a.name for a in districts}, "storting_districts", set(storting.districts)),
        ("kretser", {a.id: a.name for a in kretser}, "local_election", set(local.kretser)),
    )
    for area_key, areas, figure_key, figures in pairs:
        area_file, figure_file = (recipe.files[k].path.rpartition("/")[2] for k in (area_key, figure_key))
        for missing in sorted(set(areas) - figures):
            remedy = "hent filer fra samme årgang"
            place = f"{missing} {areas[missing]}"
            problems.append(Problem("området har ingen tall i valgresultatet", area_file, place, figure_file, remedy))
        for missing in sorted(figures - set(areas)):
            problems.append(
                Problem("tallene har intet område på kartet", figure_file, missing, area_file, "samme årgang")
            )


def _of_whole_municipality(path: Path, recipe: Recipe, problems: list[Problem]) -> tuple[float, int] | None:
    """Turnout (share) and advance ballots."""
    before = len(problems)
    records = _of_municipality(read_records(path, (*_RESULT, _ADVANCE), problems), "kommunenr", recipe)
    if len(problems) > before:
        return None
    if not records:
        _none_of_municipality(path, recipe, problems)
    if len(records) >= _MUNICIPALITY_ALONE:
        problems.append(records[1].problem("kommunen står to ganger", "kommunenr", "slett den ene raden"))
    if len(records) != 1:
        return None
    turnout, advance = _share(records[0], problems), records[0].count(_ADVANCE, problems)
    return None if turnout is None or advance is None else (turnout, advance)


def _of_municipality(records: list[Record], column: str, recipe: Recipe) -> list[Record]:
    """Rows of the municipality, whether or not its number kept its zeros."""
    return [record for record in records if record.text(column).zfill(4) == recipe.municipality_id]


def _none_of_municipality(path: Path, recipe: Recipe, problems: list[Problem]) -> None:
    remedy = "sjekk at filen gjelder riktig kommune"
    problems.append(Problem("ingen rader for kommunen", path.name, value=recipe.municipality_id, remedy=remedy))


def _share(record: Record, problems: list[Problem]) -> float | None:
    value = record.number("frammote_pst", problems)
    if value is not None and not 0 <= value <= 100:
        problems.append(record.problem("skal være mellom 0 og 100 prosent", "frammote_pst"))
        return None
    return None if value is None else round(value / 100, 3)
