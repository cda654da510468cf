"""The tables of the report: computed once here, set on pages by ``report`` and in cells by ``workbook``.

Values keep their type and full precision; how they are shown is the renderer's choice by
:class:`Kind`. None is unknown, or a number left out because it is about too few persons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.constraints.registry import uses
from planner.domain.capacity import StationCapacity
from planner.domain.findings import Severity
from planner.domain.plan import AccessibilityPair, Leg, Plan, SolveStatus, Station, VehicleDay
from planner.domain.spans import open_spans
from planner.evaluate.district_numbers import TOTAL as ALL
from planner.evaluate.district_numbers import DistrictNumbers, Measures
from planner.evaluate.small_numbers import HIDDEN, HIDDEN_NOTE, or_hidden
from planner.exporters.casepaper.words import KINDS, SEVERITIES
from planner.exporters.context import ExportContext
from planner.exporters.hours import phase_lines
from planner.exporters.voter_numbers import OTHER, OWN, VoterNumbers
from planner.exporters.voter_numbers import TOTAL as ALL_STATIONS
from planner.objectives.words import objective_title

Value = str | int | float | date | None
YES_NO = {True: "ja", False: "nei", None: "ukjent"}
PROVEN = {SolveStatus.OPTIMAL: "bevist optimal"}
STAFFED = "Grensen gjelder planer med nok folk til køene; uten det kravet kunne en plan nådd lenger."
TOTAL = "Det scenariet teller"
DECIMALS = 6
"""Of sums and differences: as many as a plan file holds."""


class Kind(StrEnum):
    """What a column holds, so that each renderer can show it in its own way."""

    TEXT = "text"
    WHOLE = "whole"
    PERSONS = "persons"
    """A number of persons; None was left out because the group is too small."""
    TENTHS = "tenths"
    HUNDREDTHS = "hundredths"
    CHANGE = "change"
    SHARE = "share"
    FINE_SHARE = "fine_share"
    """A share so small that its decimals count."""
    NOK = "nok"
    DATE = "date"
    LINES = "lines"
    """Text of several lines."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its heading, what it holds, and the unit where the heading does not say it."""

    head: str
    kind: Kind = Kind.TEXT
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of the report.

    Attributes:
        id: the same in every version of the program.
        title: short, also the name of a sheet: at most 31 characters, none that a sheet cannot have in its name.
        caption: what the figures are, in a sentence.
        rows: values in the order of the columns.
        totals: a last row; empty for none.
        notes: sentences that belong below.
    """

    id: str
    title: str
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[Value, ...] = ()
    notes: tuple[str, ...] = ()


def report_tables(plan: Plan, context: ExportContext) -> tuple[ReportTable, ...]:
    """All tables, in the order of the report."""
    makers: Sequence[Callable[[Plan, ExportContext], ReportTable]] = (
        *(goals, limits, districts, costs, stations, expected_votes, vehicles, findings, assumptions, sources),
    )
    return tuple(make(plan, context) for make in makers)


def goals(plan: Plan, context: ExportContext) -> ReportTable:  # noqa: ARG001 - one signature for all
    """Every goal in order: value, bound, gap."""
    columns = (
        TableColumn("nr.", Kind.WHOLE),
        TableColumn("mål"),
        TableColumn("verdi", Kind.HUNDREDTHS),
        TableColumn("ikke bedre enn", Kind.HUNDREDTHS),
        TableColumn("enhet"),
        TableColumn("avstand", Kind.FINE_SHARE),
        TableColumn("status"),
    )
    results = plan.objectives or tuple(filter(None, (plan.objective,)))
    rows = tuple(
        (
            *(number, objective_title(goal.name), goal.value, goal.lower_bound, goal.unit, goal.gap),
            PROVEN.get(goal.status, "ikke bevist optimal"),
        )
        for number, goal in enumerate(results, 1)
    )
    notes = (STAFFED,) if any(goal.bound_staffed for goal in results) else ()
    return ReportTable("goals", "Mål og grense", "Målene i rekkefølge, med bevist grense", columns, rows, notes=notes)


def limits(plan: Plan, context: ExportContext) -> ReportTable:
    """How near the plan is to each limit that the scenario sets, the tightest first."""
    columns = (
        TableColumn("hva"),
        TableColumn("i planen", Kind.TENTHS),
        TableColumn("grense", Kind.TENTHS),
        TableColumn("enhet"),
        TableColumn("grensen er"),
        TableColumn("brukt", Kind.SHARE),
        TableColumn("rom"),
    )
    found = () if context.problem is None else uses(plan, context.problem)
    rows = tuple(
        (
            *(use.what, round(use.measured, DECIMALS), use.limit, use.unit),
            *("minst" if use.at_least else "høyst", use.share, "stramt" if use.tight else "ja"),
        )
        for use in found
    )
    caption = "Hvor nær planen er grensene i scenariet; det stramme må endres før stort mer kan fås"
    notes = () if context.problem is not None else ("Scenariets grenser er ikke regnet ut uten datasettet.",)
    return ReportTable("limits", "Hva som er stramt", caption, columns, rows, notes=notes)


def districts(plan: Plan, context: ExportContext) -> ReportTable:  # noqa: ARG001
    """Each district today and with the plan; weights of small groups left out."""
    pair = plan.accessibility
    limits = tuple(pair.after.share_within) if pair else ()
    within = [column for limit in limits for column in _within(limit)]
    columns = (
        TableColumn("bydel"),
        TableColumn("vekt", Kind.PERSONS, "forventede ikke-velgere, eller det scenariet teller"),
        TableColumn("min i dag", Kind.TENTHS),
        TableColumn("min med planen", Kind.TENTHS),
        TableColumn("endring", Kind.CHANGE, "minutter"),
        TableColumn("lengste vei", Kind.TENTHS, "minutter, med planen"),
        *within,
    )
    caption = (
        "Minutter i gjennomsnitt til raskeste brukbare sted, i dag og med planen, og andel som har høyst så mange "
        "minutter. Vekt: forventede ikke-velgere (eller det scenariet teller)"
    )
    if pair is None:
        return ReportTable("districts", "Bydeler", caption, columns, (), notes=("Ingen beregnede reisetider.",))
    shown = DistrictNumbers(pair)
    rows = tuple((name, shown.weight[name], *_access(name, pair, shown, limits)) for name in shown.names)
    totals = (TOTAL, shown.weight[ALL], *_access(ALL, pair, shown, limits))
    hidden = shown.some_hidden or any(HIDDEN in row for row in (*rows, totals))
    notes = (HIDDEN_NOTE,) if hidden else ()
    return ReportTable("districts", "Bydeler", caption, columns, rows, totals, notes)


def _within(limit: str) -> tuple[TableColumn, TableColumn]:
    return TableColumn(f"≤ {limit} min i dag", Kind.SHARE), TableColumn(f"≤ {limit} min plan", Kind.SHARE)


def _access(name: str, pair: AccessibilityPair, shown: DistrictNumbers, limits: Sequence[str]) -> Iterator[Value]:
    """Figures of a district, or of all; none of them where it is too small."""
    before: Measures = pair.before if name == ALL else pair.before.by_district[name]
    after: Measures = pair.after if name == ALL else pair.after.by_district[name]
    if not shown.known(name):
        yield from [HIDDEN] * (4 + 2 * len(limits))
        return
    change = round(after.mean_minutes - before.mean_minutes, DECIMALS)
    yield from (before.mean_minutes, after.mean_minutes, change, after.max_minutes)
    today, planned = shown.shares(name, before), shown.shares(name, after)
    for limit in limits:
        yield from (_share(today, limit), _share(planned, limit))


def _share(shares: Mapping[str, float | None], limit: str) -> Value:
    """A share as it can be shown; None where the plan has none."""
    return or_hidden(shares[limit]) if limit in shares else None


def costs(plan: Plan, context: ExportContext) -> ReportTable:  # noqa: ARG001
    """What is charged to the budget, line by line."""
    columns = (
        TableColumn("hva"),
        TableColumn("mengde", Kind.TENTHS),
        TableColumn("enhet"),
        TableColumn("kr per enhet", Kind.NOK),
        TableColumn("kr", Kind.NOK),
    )
    lines = plan.cost.lines if plan.cost else ()
    rows = tuple((line.what, line.quantity, line.unit, line.nok_per_unit, line.nok) for line in lines)
    totals: tuple[Value, ...] = ("Sum", None, "", None, plan.cost.total) if plan.cost else ()
    notes = () if plan.cost else ("Planen har ingen beregnet kostnad.",)
    return ReportTable("costs", "Kostnad", "Kostnad, kr ekskl. mva.", columns, rows, totals, notes)


def stations(plan: Plan, context: ExportContext) -> ReportTable:
    """Every place with its address and hours; the number is that of the map."""
    columns = (
        TableColumn("nr.", Kind.WHOLE),
        TableColumn("id"),
        TableColumn("sted"),
        TableColumn("slag"),
        TableColumn("bydel"),
        TableColumn("adresse"),
        TableColumn("uten hjelp inn"),
        TableColumn("datoer", Kind.WHOLE),
        TableColumn("timer", Kind.TENTHS),
        TableColumn("åpningstider", Kind.LINES),
    )
    rows = tuple(_station_row(number, station, context) for number, station in numbered_stations(plan))
    return ReportTable("stations", "Steder og åpningstider", "Alle steder i planen og når de er åpne", columns, rows)


def numbered_stations(plan: Plan) -> list[tuple[int, Station]]:
    """Every station with its number on the map and in the tables: by id, from 1."""
    return list(enumerate(sorted(plan.stations, key=lambda station: station.id), 1))


def _station_row(number: int, station: Station, context: ExportContext) -> tuple[Value, ...]:
    street, code, town = context.postal_address(station)
    address = ", ".join(part for part in (street, f"{code} {town}".strip()) if part)
    district = context.place(station).district_name
    return (
        *(number, station.id, station.name, KINDS[station.kind][0], district, address),
        *(YES_NO[station.accessible], len(open_spans(station.opening)), sum(o.hours for o in station.opening)),
        "\n".join(phase_lines(station.opening)),
    )


def expected_votes(plan: Plan, context: ExportContext) -> ReportTable:  # noqa: ARG001
    """Votes that each station can expect and the persons that its busiest hour takes."""
    columns = (
        TableColumn("nr.", Kind.WHOLE),
        TableColumn("sted"),
        TableColumn("ventede stemmer, egne", Kind.PERSONS),
        TableColumn("ventede stemmer, andre kommuner", Kind.PERSONS),
        TableColumn("folk i planen, travleste time", Kind.WHOLE),
        TableColumn("folk som trengs da", Kind.WHOLE),
    )
    stock = {item.station: item for item in plan.stock}
    needs = {item.station: item for item in plan.capacity.stations} if plan.capacity else {}
    known = [(number, station) for number, station in numbered_stations(plan) if station.id in stock]
    shown = VoterNumbers(plan)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (number, station.name, *_voters(shown, station.id), *_persons(needs.get(station.id)))
        for number, station in known
    )
    totals: tuple[Value, ...] = (None, "I alt", *_voters(shown, ALL_STATIONS), None, None) if rows else ()
    notes = ["Ventede tall er forventninger, ikke tellinger."] if rows else ["Ventede stemmer er ikke regnet ut."]
    notes += [HIDDEN_NOTE] if any(None in row[2:4] for row in (*rows, totals)) else []
    caption = "Ventede forhåndsstemmer per sted, og folk i den travleste timen"
    return ReportTable("votes", "Ventede stemmer", caption, columns, rows, totals, tuple(notes))


def _voters(shown: VoterNumbers, station: str) -> Iterator[Value]:
    yield from (shown.votes(station, field) for field in (OWN, OTHER))


def _persons(capacity: StationCapacity | None) -> tuple[Value, Value]:
    """Persons of the plan and persons needed in the opening that needs most; today's own crews are not known."""
    if capacity is None or not capacity.openings:
        return None, None
    worst = max(capacity.openings, key=lambda need: need.persons_needed)
    return None if capacity.own_crew else worst.persons, worst.persons_needed


def vehicles(plan: Plan, context: ExportContext) -> ReportTable:  # noqa: ARG001
    """Each vehicle's days: where it stands, how far it drives."""
    columns = (
        TableColumn("kjøretøy"),
        TableColumn("dato", Kind.DATE),
        TableColumn("ut kl."),
        TableColumn("inn kl."),
        TableColumn("stopp", Kind.LINES),
        TableColumn("kjøring, min", Kind.WHOLE),
        TableColumn("km", Kind.TENTHS),
    )
    names = {station.id: station.name for station in plan.stations}
    days = [(vehicle.id, day) for vehicle in plan.vehicles for day in vehicle.days]
    rows = tuple(
        _vehicle_row(vehicle, day, names) for vehicle, day in sorted(days, key=lambda item: (item[0], item[1].date))
    )
    driven = _driven(leg for _, day in days for leg in day.legs)
    totals: tuple[Value, ...] = ("I alt", None, "", "", "", *driven) if rows else ()
    notes = () if rows else ("Planen har ingen kjøretøy.",)
    return ReportTable("vehicles", "Kjøretøy", "Kjøretøyenes dager", columns, rows, totals, notes)


def _vehicle_row(vehicle: str, day: VehicleDay, names: dict[str, str]) -> tuple[Value, ...]:
    # The last leg leads home, also where the depot is a station too.
    stops = [f"{leg.arrive} {names[leg.to]}" for leg in day.legs[:-1] if leg.to in names]
    out, home = (day.legs[0].depart, day.legs[-1].arrive) if day.legs else ("", "")
    return (vehicle, day.date, out, home, "\n".join(stops), *_driven(day.legs))


def _driven(legs: Iterable[Leg]) -> tuple[float, float]:
    """Minutes and kilometres in all, without the dust of adding them up."""
    given = list(legs)
    return round(sum(leg.minutes for leg in given), DECIMALS), round(sum(leg.km for leg in given), DECIMALS)


def findings(plan: Plan, context: ExportContext) -> ReportTable:  # noqa: ARG001
    """Every finding with its provision, the gravest first."""
    columns = tuple(TableColumn(head) for head in ("alvor", "regel", "funn", "hjemmel", "begrunnelse for fravik"))
    order: list[Severity] = list(SEVERITIES)
    rows = tuple(
        (
            *(SEVERITIES[finding.severity], finding.rule, finding.sentence, finding.citation),
            finding.override.reason if finding.override else "",
        )
        for finding in sorted(plan.findings, key=lambda finding: order.index(finding.severity))
    )
    notes = () if rows else ("Ingen funn.",)
    return ReportTable("findings", "Funn", "Hva kontrollen fant", columns, rows, notes=notes)


def assumptions(plan: Plan, context: ExportContext) -> ReportTable:  # noqa: ARG001
    """Everything the result rests on, what nobody has verified first."""
    columns = tuple(TableColumn(head) for head in ("bekreftet", "id", "antakelse", "verdi", "enhet", "kilde"))
    rows = tuple(
        (YES_NO[item.verified], item.id, item.text, item.value, item.unit, item.source)
        for item in sorted(plan.assumptions, key=lambda item: item.verified)
    )
    return ReportTable("assumptions", "Antakelser", "Hva resultatet hviler på", columns, rows)


def sources(plan: Plan, context: ExportContext) -> ReportTable:  # noqa: ARG001
    """Where the data come from, with licence and vintage."""
    columns = tuple(TableColumn(head) for head in ("kilde", "årgang", "lisens", "brukt til"))
    rows = tuple((item.source, item.vintage, item.licence, item.used_for) for item in plan.dataset.provenance)
    caption = f"Datasettet {plan.dataset.name}, utgave {plan.dataset.version}"
    return ReportTable("sources", "Kilder", caption, columns, rows)
