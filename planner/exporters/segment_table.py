"""Access by segment as a table like those of the report."""

from __future__ import annotations

from planner.domain.plan import Plan
from planner.domain.small_groups import shown_shares
from planner.evaluate.segments import segment_access
from planner.evaluate.small_numbers import HIDDEN, HIDDEN_NOTE, or_hidden
from planner.exporters.context import ExportContext
from planner.exporters.report_tables import Kind, ReportTable, TableColumn

COLUMNS = (
    TableColumn("når de kan komme"),
    TableColumn("datoer stedet må være åpent", Kind.WHOLE),
    TableColumn("andel av velgerne", Kind.FINE_SHARE),
    TableColumn("min i dag", Kind.TENTHS),
    TableColumn("min med planen", Kind.TENTHS),
    TableColumn("endring", Kind.CHANGE, "minutter"),
    TableColumn("nådd i dag", Kind.FINE_SHARE),
    TableColumn("nådd med planen", Kind.FINE_SHARE),
)
CAPTION = (
    "Minutter i snitt til raskeste brukbare sted per segment: når velgerne kan komme, og på hvor mange ulike datoer "
    "et sted må være åpent for at det passer. Vekt: den scenariet bruker"
)
SHARES = "Hvor mange som hører til hvert segment, er antakelser i scenariet (ubekreftet), de samme overalt."
NO_DATASET = "Datasettet er ikke for hånden: tallene per segment er ikke regnet ut."


def segments(plan: Plan, context: ExportContext) -> ReportTable:
    """Each segment today and with the plan; no rows without a dataset."""
    if context.problem is None:
        return ReportTable("segments", "Segmenter", CAPTION, COLUMNS, (), notes=(NO_DATASET,))
    voters = float(context.problem.cell_weights.sum())
    rows = tuple(
        (
            *(s.name, s.dates, s.share, s.before, s.after, s.after - s.before),
            *(or_hidden(*shown_shares([share], s.share * voters)) for share in (s.reached_before, s.reached_after)),
        )
        for s in segment_access(plan, context.problem)
    )
    limit = context.problem.scenario.travel.unreached_minutes
    reached = f"«nådd»: har et brukbart sted innen {limit} minutter; de andre teller {limit} minutter i gjennomsnittet."
    hidden = (HIDDEN_NOTE,) if any(HIDDEN in row for row in rows) else ()
    return ReportTable("segments", "Segmenter", CAPTION, COLUMNS, rows, notes=(SHARES, reached, *hidden))
