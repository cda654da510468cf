"""Second half of the case paper: money, law, deadlines, and how sure the figures are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.constraints.requirement import decimal, nok
from planner.documents.blocks import Block, Bullets, Heading, Paragraph, Table
from planner.domain.findings import ItemStatus, Severity
from planner.domain.plan import ObjectiveResult, Plan, SolveStatus
from planner.exporters.casepaper.words import SEVERITIES, calendar_of
from planner.exporters.context import ExportContext
from planner.law.decisions import decisions
from planner.law.registry import rules
from planner.law.wording import count, long_date
from planner.objectives.words import bounded_plans, figure_text, objective_title


def cost(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """What is charged to the budget, line by line."""
    yield Heading("Kostnad")
    if plan.cost is None:
        yield Paragraph("Planen har ingen beregnet kostnad.")
        return
    rows = [
        (line.what, decimal(line.quantity, 1), line.unit, decimal(line.nok_per_unit, 0), nok(line.nok))
        for line in plan.cost.lines
    ]
    rows.append(("Sum", "", "", "", nok(plan.cost.total)))
    heads = ("hva", "mengde", "enhet", "kr per enhet", "beløp")
    yield Table("Kostnad, kr ekskl. mva.", heads, tuple(rows), numeric=(1, 3, 4))
    budget = plan.scenario.get("budget_nok")
    limit = f" Rammen i scenariet er {nok(budget)}." if isinstance(budget, (int, float)) else ""
    yield Paragraph(f"Prisene er scenariets; de ubekreftede står i vedlegg 2.{limit}")


def lawfulness(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """Every finding, the gravest first."""
    yield Heading("Er planen lovlig?")
    counts = Counter(finding.severity for finding in plan.findings)
    hard = counts[Severity.HARD]
    verdict = f"{count(hard, 'brudd', 'brudd')} på harde regler" if hard else "Ingen brudd på harde regler"
    warnings = count(counts[Severity.WARNING], "advarsel", "advarsler")
    unknown = len({finding.rule for finding in plan.findings if finding.severity is Severity.CANNOT_JUDGE})
    yield Paragraph(
        f"{verdict}; {warnings}; {count(unknown, 'regel', 'regler')} kan ikke vurderes før det som mangler er fylt ut. "
        "Kontrollen er maskinell og erstatter ikke en juridisk vurdering.",
        strong=bool(hard),
    )
    order = list(SEVERITIES)
    rows = tuple(
        (SEVERITIES[finding.severity], finding.rule, finding.sentence, finding.citation)
        for finding in sorted(plan.findings, key=lambda finding: order.index(finding.severity))
    )
    if rows:
        yield Table("Funn", ("alvor", "regel", "funn", "hjemmel"), rows)


def decisions_to_make(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """What has to be decided by whom and by when, with what says so."""
    calendar = calendar_of(plan)
    if calendar is None:
        return
    yield Heading("Hva som må vedtas, av hvem og når")
    rows = tuple(
        (
            long_date(item.due.value),
            item.text,
            item.who,
            " ".join(part for part in (f"{item.citation}.", item.note, item.due.note) if part),
        )
        for item in decisions(calendar)
    )
    yield Table("Vedtak om forhåndsstemmingen og valgdagen", ("senest", "vedtak", "hvem", "hjemmel og grunnlag"), rows)


def tasks(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """What is not done yet, by due date."""
    yield Heading("Oppgaver som gjenstår")
    todo = [item for item in plan.checklist if item.status is ItemStatus.OPEN]
    if not todo:
        yield Paragraph("Ingen åpne punkter på sjekklista.")
        return
    rows = tuple((long_date(item.due) if item.due else "", item.rule, item.text, item.who) for item in todo)
    yield Table("Sjekkliste, åpne punkter", ("frist", "punkt", "oppgave", "hvem"), rows)


def certainty(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """How good the plan is proven to be, and what the figures cannot say."""
    yield Heading("Hvor sikre tallene er")
    goals = plan.objectives or tuple(filter(None, (plan.objective,)))
    sentences = [_proof(goal, later=bool(n)) for n, goal in enumerate(goals)]
    sentences += context.caveats
    unverified = sum(not assumption.verified for assumption in plan.assumptions)
    assumed = count(unverified, "ubekreftet antakelse", "ubekreftede antakelser")
    sentences.append(f"Resultatet hviler på {assumed} (vedlegg 2).")
    yield Bullets(tuple(sentences))


def _proof(goal: ObjectiveResult, *, later: bool) -> str:
    """A goal's value and bound; that of a later goal holds given the goals before it."""
    proven = "bevist optimal" if goal.status is SolveStatus.OPTIMAL else "ikke bevist optimal"
    first = "Neste mål, gitt målene før det" if later else "Planens mål"
    return (
        f"{first}, {objective_title(goal.name)}, er {figure_text(goal.value, goal.unit)}; ingen "
        f"{bounded_plans(goal)} er bedre enn {figure_text(goal.lower_bound, goal.unit)} (avstand "
        f"{decimal(100 * goal.gap, 2)} %, {proven})."
    )


def legal_basis(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """The provisions that the plan was checked against."""
    yield Heading("Rettslig grunnlag")
    yield Paragraph(
        "vl = valgloven (lov 16. juni 2023 nr. 62), vf = valgforskriften (forskrift 5. november 2024 nr. 2662), V = "
        "veilederen om stemming. Reglene under er kontrollert; sjekklista viser til resten."
    )
    yield Table(
        "Regler som planen er kontrollert mot",
        ("regel", "innhold", "hjemmel"),
        tuple((item.rule.id, item.rule.title, item.rule.citation) for item in rules()),
    )
