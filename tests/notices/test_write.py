"""Both notices of a change: what they say, what they refuse, and what they do not say."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from tiny import BUS_DAY, evening_week, station, tiny_plan, tiny_problem, with_station

from planner.domain.plan import Opening, Plan, PlanStatus, StationKind, Version
from planner.notices.pair import Pair
from planner.notices.write import NOTHING, _lines, notice_files

GOLDEN = Path(__file__).parent / "golden"
OLD = Version(1, PlanStatus.ANNOUNCED, date(2027, 3, 1), "2027/12", date(2027, 5, 1), date(2027, 6, 1))
NEW = Version(2, PlanStatus.DECIDED, date(2027, 8, 2), "2027/88", parent_announced_on=date(2027, 6, 1))
PROBLEM = tiny_problem(votes={"expected_total": 600})


def pair(old: Plan, new: Plan, problem=PROBLEM) -> Pair:
    return Pair(replace(old, version=OLD), replace(new, version=NEW), problem, problem)


def changed() -> Pair:
    """One of each: a pop-up out, one in, a library renamed, a mall moved and shorter for a day, an institution out."""
    ward = station("e0102", [Opening(BUS_DAY, "12:00", "14:00", crew=2)], StationKind.INSTITUTION, public=False)
    old = tiny_plan(ward)
    new = tiny_plan(station("e0202-b", [Opening(BUS_DAY, "17:30", "19:30", vehicle="b")]), without=["e0202"])
    new = with_station(new, "f0101", name="Biblioteket | nytt")
    shorter = tuple(replace(o, end="12:00") if o.date == BUS_DAY else o for o in _opening(new, "f0102"))
    return pair(old, with_station(new, "f0102", address="Gata 9", opening=shorter))


def _opening(plan: Plan, station_id: str) -> tuple[Opening, ...]:
    return next(s.opening for s in plan.stations if s.id == station_id)


def text(files, name: str) -> str:
    return files[name].decode()


@pytest.mark.parametrize("name", ["valgdirektoratet.md", "velgere-nb.md", "velgere-nn.md"])
def test_the_notices_are_the_golden_files(name: str) -> None:
    """VALGPLAN_WRITE_GOLDEN=1 writes the new text; look at the difference."""
    found = notice_files(changed())[name]
    if os.environ.get("VALGPLAN_WRITE_GOLDEN"):
        (GOLDEN / name).write_bytes(found)
    assert found == (GOLDEN / name).read_bytes().replace(b"\r\n", b"\n")


def test_word_and_markdown_say_the_same_and_the_bytes_are_always_the_same() -> None:
    files = notice_files(changed())
    assert files == notice_files(changed())
    assert sorted(files) == sorted(
        f"{n}.{e}" for n in ("valgdirektoratet", "velgere-nb", "velgere-nn") for e in ("docx", "md")
    )
    word = docx.Document(io.BytesIO(files["velgere-nn.docx"]))
    headings = [p.text for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert len(headings) == sum(line.startswith("#") for line in text(files, "velgere-nn.md").splitlines())
    assert word.core_properties.language == "nn-NO"


def test_valgdirektoratet_is_told_date_by_date() -> None:
    told = text(notice_files(changed()), "valgdirektoratet.md")
    for words in ("2027/88", "mandag 2. august 2027", "tirsdag 1. juni 2027", "vf 6-1", "Veien → Gata 9"):
        assert words in told
    assert "| tirsdag 24. august 2027 | 9–15 | 9–12 |" in told
    assert told.count("| 16–19 | ikke åpent |") == 5
    assert "| tirsdag 24. august 2027 | ikke åpent | 17.30–19.30 |" in told


@pytest.mark.parametrize(
    ("code", "identity"),
    [("nb", "Du må vise legitimasjon for å stemme"), ("nn", "Du må vise legitimasjon for å røyste")],
)
def test_every_sheet_to_voters_asks_for_identity(code: str, identity: str) -> None:
    told = text(notice_files(changed()), f"velgere-{code}.md")
    sheets = [part for part in ("\n" + told).split("\n# ") if part]
    assert len(sheets) == 5
    assert all(identity in sheet for sheet in sheets)


def test_where_to_go_instead_is_open_then() -> None:
    told = text(notice_files(changed()), "velgere-nb.md")
    # The pop-up's evenings: f0201 two steps away is open to 19; nothing else is.
    assert "| 6.9.–10.9., 16–19 | Sted f0201 | Veien | 10–19 | omtrent 14 min |" in told
    # The mall's lost afternoon: f0201 is six steps away, f0101 five and open 10–16.
    assert "| 24.8., 12–15 | Biblioteket \\| nytt | Veien | 10–16 | 35 min |" in told


def test_how_many_are_concerned_is_the_audits_load_and_is_called_an_expectation() -> None:
    found = changed()
    (gone,) = [c for c in found.changes if c.after is None and c.before and c.before.open_to_all]
    assert found.votes is not None
    assert found.affected(gone) == pytest.approx(found.votes["e0202"].total)
    told = text(notice_files(found), "velgere-nb.md")
    assert f"omtrent {round(found.votes['e0202'].total)} velgere" in told
    assert "forventning, ikke en telling" in told


def test_small_groups_are_not_told_and_unknown_is_said_to_be_unknown() -> None:
    old = tiny_plan()
    few = pair(old, tiny_plan(without=["e0202"]), tiny_problem(votes={"expected_total": 12}))
    number = few.affected(few.changes[0])
    assert number is not None
    assert 0 < number < 5
    assert "færre enn fem velgere" in text(notice_files(few), "velgere-nb.md")
    nobody_knows = pair(old, tiny_plan(without=["e0202"]), tiny_problem())
    assert "er ikke kjent" in text(notice_files(nobody_knows), "velgere-nb.md")


def test_nothing_that_voters_notice_is_said_and_no_letter_is_made() -> None:
    home = station("f0101", [Opening(BUS_DAY, "10:00", "12:00")], StationKind.HOME_TEAM, id="h1", lat=None, lon=None)
    same = pair(
        tiny_plan(),
        with_station(tiny_plan(home), "e0202", opening=tuple(replace(o, crew=5) for o in evening_week().opening)),
    )
    files = notice_files(same)
    assert sorted(files) == ["ingen-endring.docx", "ingen-endring.md"]
    assert NOTHING in text(files, "ingen-endring.md")
    assert list(_lines(same, Path("ny.json"))) == [NOTHING]


def test_lines_say_what_to_do_next() -> None:
    *_, last = _lines(changed(), Path("ny.json"))
    assert last == "Når begge meldinger er gitt: valgplan version ny.json --notify DATO"
