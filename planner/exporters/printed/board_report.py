"""The report for valgstyret: what the plan is, what it brings, what it costs, what it rests on.

Where it says the same as the case paper, it is the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.constraints.requirement import decimal, nok
from planner.documents.blocks import Block, Bullets, Document, Heading, Paragraph, Picture, Table
from planner.domain.findings import Severity
from planner.domain.plan import Plan, PlanStatus
from planner.domain.small_groups import is_small
from planner.evaluate.effects import NO_ESTIMATE, new_voter_share, new_voters, studies
from planner.exporters import report_tables as tables
from planner.exporters.casepaper import assessment, proposal
from planner.exporters.casepaper.words import KINDS, grouped, kinds_text, share_text
from planner.exporters.context import ExportContext
from planner.exporters.printed.leaflet import PLAN_MARK
from planner.exporters.printed.sketch import INK, markers, sketch_map
from planner.exporters.printed.tableblocks import table_blocks
from planner.exporters.voter_numbers import ADDED, OWN, VoterNumbers
from planner.law.wording import count, join

SHAPES = ("sirkel", "firkant", "rute")
"""What the kinds of ``INK`` are drawn as, in its order."""


def board_report(plan: Plan, context: ExportContext) -> Document:
    """The whole report."""
    mark = PLAN_MARK if plan.version.status is PlanStatus.DRAFT else ""
    return Document(f"Rapport: {proposal.title(plan, context)}", tuple(_blocks(plan, context)), mark=mark)


def _blocks(plan: Plan, context: ExportContext) -> Iterator[Block]:
    yield Heading(f"Rapport til valgstyret: {proposal.title(plan, context)}", level=1)
    yield from _summary(plan, context)
    yield from proposal.background(plan, context)
    yield from _map(plan, context)
    yield from _access(plan, context)
    yield from assessment.certainty(plan, context)
    yield from table_blocks(tables.goals(plan, context))
    yield from table_blocks(tables.limits(plan, context))
    yield Heading("Kostnad")
    yield from table_blocks(tables.costs(plan, context))
    yield Heading("Ventede stemmer og bemanning")
    yield from table_blocks(tables.expected_votes(plan, context))
    yield Heading("Kjøretøy")
    yield from table_blocks(tables.vehicles(plan, context))
    yield Heading("Funn")
    yield Paragraph("Kontrollen er maskinell og erstatter ikke en juridisk vurdering.")
    yield from table_blocks(tables.findings(plan, context))
    yield from _effects(plan)
    yield from assessment.tasks(plan, context)
    yield Heading("Vedlegg 1: steder og åpningstider")
    yield from table_blocks(tables.stations(plan, context), without=("id", "bydel", "datoer", "timer"))
    yield Heading("Vedlegg 2: antakelser")
    yield from table_blocks(tables.assumptions(plan, context), without=("id",))
    yield Heading("Vedlegg 3: kilder")
    yield from table_blocks(tables.sources(plan, context))


def _summary(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """What a member of the board needs first."""
    yield Heading("Sammendrag")
    yield Bullets(tuple(_points(plan, context)))


def _points(plan: Plan, context: ExportContext) -> Iterator[str]:
    version = plan.version
    case = f", sak {version.case_number}" if version.case_number else ""
    yield f"Planversjon {version.number}{case}. Scenario: {plan.scenario.get('name') or 'uten navn'}."
    today = f" I dag er det {context.places_today}." if context.places_today is not None else ""
    yield f"Planen har {kinds_text(plan.stations)}.{today}"
    if plan.accessibility is not None:
        before, after = plan.accessibility.before, plan.accessibility.after
        now = proposal.shares_of_all(plan.accessibility, before)
        planned = proposal.shares_of_all(plan.accessibility, after)
        shares = [f"{limit} min {now[limit]} → {share}" for limit, share in planned.items() if limit in now]
        yield (
            f"Reisetid i gjennomsnitt for dem scenariet teller: {decimal(before.mean_minutes)} → "
            f"{decimal(after.mean_minutes)} minutter; andel innen {join(shares)}."
        )
    if plan.cost is not None:
        yield f"Kostnad ut over dagens tilbud: {nok(plan.cost.total)} ekskl. mva."
    counts = Counter(finding.severity for finding in plan.findings)
    yield (
        f"Kontrollen fant {count(counts[Severity.HARD], 'brudd', 'brudd')} på harde regler og "
        f"{count(counts[Severity.WARNING], 'advarsel', 'advarsler')}; det som ikke kan vurderes, står under «Funn»."
    )


def _map(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """The whole municipality; numbers are those of appendix 1."""
    if context.dataset is None:
        return
    found = [(number, station) for number, station in tables.numbered_stations(plan) if station.kind in INK]
    drawing = sketch_map(context.dataset, markers(found))
    if not drawing:
        return
    yield Heading("Kart")
    legend = "; ".join(f"{KINDS[kind][0]}: {shape}" for kind, shape in zip(INK, SHAPES, strict=True))
    names = "; ".join(f"{number} {station.name}" for number, station in found)
    alt = f"Kart over {context.municipality_name or 'kommunen'} med nummererte steder: {names}."
    yield Picture(drawing, alt, f"Stedene i planen, med numrene fra vedlegg 1 ({legend})")


def _access(plan: Plan, context: ExportContext) -> Iterator[Block]:
    yield Heading("Hva planen betyr for velgernes vei, bydel for bydel")
    yield from table_blocks(tables.districts(plan, context))


def _effects(plan: Plan) -> Iterator[Block]:
    """Ranges of what research has found, and of new voters at added places."""
    yield Heading("Hva det kan bety for frammøtet")
    yield Paragraph(NO_ESTIMATE, strong=True)
    share, found = new_voter_share(), new_voters(plan)
    if found is None:
        yield Paragraph(
            "Ventede stemmer på nye steder er ikke regnet ut, så heller ikke hvor mange som kan være nye velgere."
        )
    else:
        votes = VoterNumbers(plan).votes(ADDED, OWN)
        expected = "få" if votes is None else grouped(votes)
        few = votes is None or any(map(is_small, (found.low, found.mid, found.high)))
        yield Paragraph(
            f"Planen venter {expected} stemmer på midlertidige steder og stopp. Om mellom "
            f"{share_text(share.low)} og {share_text(share.high)} av dem er fra velgere som ellers ikke ville stemt "
            f"(midt i spennet {share_text(share.mid)}; {share.source}), er det "
            + (
                "for få til at tallet vises."
                if few
                else f"{grouped(found.low)}–{grouped(found.high)} stemmer ({grouped(found.mid)} midt i spennet)."
            )
        )
    rows = tuple((item.study, item.where, item.finding) for item in studies())
    yield Table("Hva andre har funnet", ("undersøkelse", "hvor", "funn"), rows)
