"""The keying sheet («tastegrunnlag») for EVA Admin: what somebody types, place by place, as a workbook.

It is no import: as far as we know EVA reads no file of places. Six sheets: the places (one row each, the
id first), their opening hours, what changed since the last registered version, the deadlines with what is missing,
an empty section for premises on election day, which valgplan does not plan, and what is set aside with the reasons.

What has changed is told against the last *registered* version: from the plan's file the chain is walked
backwards, version by version, by the checksum or the seal that each keeps of its parent (``parent.json`` beside the
plan, other plans in the same folder and in the folders beside it; :mod:`planner.services.lineage`), and the newest
one that is registered or announced counts. Where a version is known to be registered but its file is not found,
the sheet says so rather than that nothing has changed.

Raises ``InputError`` where EVA would refuse a text or misses one: all of it, of all places, at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.errors import InputError, Problem
from planner.domain.plan import Plan, Station
from planner.domain.spans import open_spans
from planner.exporters.casepaper.words import calendar_of
from planner.exporters.context import ExportContext
from planner.exporters.evakeying.changes import PHASES, change_rows, last_registered, typed
from planner.exporters.evakeying.deadlines import Due, deadline_lines, dues
from planner.exporters.evakeying.entries import Entry, entries
from planner.exporters.set_aside import set_aside_sheet
from planner.exporters.workbooks import Column, Sheet, Value, workbook_bytes
from planner.law.wording import WEEKDAYS, long_date
from planner.versions import WORDS

NAME = "eva-keying"
SUFFIX = ".xlsx"
SENTENCE = (
    "Tastegrunnlag for EVA Admin: steder med id, åpningstider, endringer siden sist registrert, frister og det som "
    "mangler, som regneark uten formler (.xlsx). Tastes for hånd; det er ingen importfil."
)
BY_HAND = (
    "Tastegrunnlag: dette tastes inn i EVA Admin for hånd. Så vidt vi vet kan ingen fil med steder leses inn i EVA.",
    "Felter og grenser er de vi kjenner fra EVA Admin i 2019, med åpningstider (vf 7-1) og tilgjengelighet (vf 6-3) "
    "i tillegg; en nyere EVA kan be om mer.",
)
PROPOSED = (
    "Id-er for nye steder er forslag til planen er vedtatt; vedtaket skriver dem i planen, og de brukes ikke igjen."
)
WIDTHS = (10, 34, 34, 12, 14, 22, 11, 12, 20, 40, 18, 30)
CHECK = Column("Tastet (initialer, dato)", 16)
NO_ELECTION = "Planen oppgir ingen valgdag, så fristene kan ikke regnes ut."
NOT_COMPARED = (
    "Endringene er IKKE regnet ut. Legg planene før denne i mapper ved siden av, eller forelderen ved siden av planen "
    "(parent.json), og eksporter på nytt."
)
ELECTION_DAY = (
    "Fylles ut for hånd: valgplan planlegger ikke lokaler på valgdagen. De registreres i EVA innen samme frist (R1), "
    "med åpningstider, og med elektronisk eller papirbasert manntall (R4)."
)


def export(plan: Plan, context: ExportContext) -> bytes:
    """The workbook.

    Raises:
        InputError: everything that EVA would refuse.
    """
    found = entries(plan, context)
    sheets = (
        *(_places(plan, found), _hours(plan, found), _changes(plan, found, context)),
        *(_deadlines(plan, found), _election_day(), set_aside_sheet(plan)),
    )
    return workbook_bytes(sheets, title=f"Tastegrunnlag for EVA {context.municipality_name}".strip())


def problems(plan: Plan, context: ExportContext) -> tuple[Problem, ...]:
    """Everything for which :func:`export` would refuse the plan."""
    try:
        entries(plan, context)
    except InputError as error:
        return error.problems
    return ()


def _places(plan: Plan, found: Sequence[Entry]) -> Sheet:
    """One row per advance place, in the order in which EVA asks."""
    heads = list(typed(found[0])) if found else ["Id (4 siffer)"]
    columns = (
        *(Column(head, width) for head, width in zip(heads, WIDTHS, strict=False)),
        *(CHECK, Column("Id i planen", 12)),
    )
    rows = tuple((*typed(entry).values(), "", entry.station) for entry in found)
    version = plan.version
    stage = f"Planen er versjon {version.number} ({WORDS[version.status]})."
    calendar = calendar_of(plan)
    due = [] if calendar is None else list(deadline_lines(dues(plan, found, calendar), calendar))
    return Sheet("Tastegrunnlag steder", columns, rows, notes=(*BY_HAND, stage, PROPOSED, *due))


def _hours(plan: Plan, found: Sequence[Entry]) -> Sheet:
    """One row per place, date and stretch in which voters can come in."""
    columns = (
        Column("Id (4 siffer)", 10), Column("Navn", 34), Column("Dato", 12), Column("Ukedag", 10),
        Column("Åpner (klokkeslett)"), Column("Stenger (klokkeslett)"), Column("Periode", 16), CHECK,
    )  # fmt: skip
    stations = {station.id: station for station in plan.stations}
    rows = tuple(row for entry in found for row in _hour_rows(entry, stations[entry.station]))
    return Sheet("Åpningstider", columns, rows, notes=(BY_HAND[0],))


def _hour_rows(entry: Entry, station: Station) -> Iterator[tuple[Value, ...]]:
    rows = []
    for phase, word in PHASES.items():
        for day, spans in open_spans(o for o in station.opening if o.phase is phase).items():
            rows += [(day, WEEKDAYS[day.weekday()], start, end, word) for start, end in spans]
    for row in sorted(rows):
        yield entry.number, entry.name, *row, ""


def _changes(plan: Plan, found: Sequence[Entry], context: ExportContext) -> Sheet:
    """One row per field to be typed anew."""
    columns = (
        Column("Endring", 12), Column("Id (4 siffer)", 10), Column("Navn", 34), Column("Felt", 40),
        Column("Før", 34), Column("Nå", 34), CHECK,
    )  # fmt: skip
    before = last_registered(context)
    if before is None:
        return Sheet("Endringer", columns, (), notes=(_nothing_to_compare(plan, context),))
    rows = tuple((*row, "") for row in change_rows(plan, list(found), before, context))
    day = before.version.registered_on
    told = f"versjon {before.version.number}" + (f", registrert {long_date(day)}" if day else "")
    notes = [f"Sammenlignet med sist registrerte versjon: {told}."]
    notes += [] if rows else ["Ingenting er endret siden da."]
    return Sheet("Endringer", columns, rows, notes=(*notes, BY_HAND[0]))


def _nothing_to_compare(plan: Plan, context: ExportContext) -> str:
    """Why no registered version is at hand: there is none, or it is not known, which is not the same."""
    chain = (plan, *context.earlier)
    days = [one.version.parent_registered_on for one in chain if one.version.parent_registered_on is not None]
    if days:
        return f"En tidligere versjon ble registrert {long_date(days[0])}, men fila finnes ikke her. {NOT_COMPARED}"
    if chain[-1].version.parent_sha256 is not None:
        return f"Om en tidligere versjon er registrert, er ikke kjent, for ikke alle filene finnes her. {NOT_COMPARED}"
    return "Ingen tidligere versjon er ført som registrert: alle steder og tider tastes."


def _deadlines(plan: Plan, found: Sequence[Entry]) -> Sheet:
    """One row per thing that is due."""
    columns = (
        Column("Frist", 12), Column("Hjemmel eller punkt", 22), Column("Hva", 60), Column("Status", 14),
        Column("Hva mangler", 44), Column("Gjelder (id)", 44), CHECK,
    )  # fmt: skip
    calendar = calendar_of(plan)
    if calendar is None:
        return Sheet("Frister", columns, (), notes=(NO_ELECTION,))
    rows = dues(plan, found, calendar)
    return Sheet("Frister", columns, tuple(map(_due, rows)), notes=tuple(deadline_lines(rows, calendar)))


def _due(row: Due) -> tuple[Value, ...]:
    return row.day, row.citation, row.what, row.status, row.missing, ", ".join(row.stations), ""


def _election_day() -> Sheet:
    """Headings only."""
    columns = (
        Column("Id (4 siffer)", 10), Column("Navn (høyst 50 tegn)", 34), Column("Adresse (høyst 50 tegn)", 28),
        Column("Postnummer (4 siffer)", 12), Column("Poststed", 14), Column("GPS (lat,lon)", 22),
        Column("Valgdag (dato)", 12), Column("Åpner (klokkeslett)"), Column("Stenger (klokkeslett)"),
        Column("Inn uten hjelp, vf 6-3 (ja/nei)", 16), Column("Manntall (elektronisk/papir)", 16), CHECK,
    )  # fmt: skip
    return Sheet("Valgdagslokaler", columns, (), notes=(ELECTION_DAY,))
