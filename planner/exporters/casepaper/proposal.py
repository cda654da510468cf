"""First half of the case paper: what is proposed, why, and instead of what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from planner.constraints import budget
from planner.constraints.requirement import decimal, nok
from planner.documents.blocks import Block, Bullets, Heading, Paragraph, Table
from planner.domain.findings import Finding, Severity
from planner.domain.plan import Accessibility, AccessibilityPair, Phase, Plan, PlanStatus, Station, StationKind, Version
from planner.evaluate.district_numbers import TOTAL as ALL
from planner.evaluate.district_numbers import DistrictNumbers
from planner.evaluate.small_numbers import HIDDEN, HIDDEN_NOTE
from planner.exporters.casepaper.words import UNKNOWN, calendar_of, grouped, kinds_text, share_text, signed
from planner.exporters.context import ExportContext
from planner.law.decisions import BASIS_WORDS, decisions
from planner.law.rules import e2
from planner.law.wording import count, join, long_date, named, written
from planner.versions import WORDS

OUR_READING = BASIS_WORDS["our_reading"]
VISITS = (
    (StationKind.INSTITUTION, "institution_days", "Stemming på"),
    (StationKind.PRISON, "prison_visits", "Stemming i"),
    (StationKind.HOME_TEAM, "home_voting", "Til velgere som søker om det, drar"),
)
"""Whom the board's workers visit: the decision about it, and how the sentence begins."""


def title(plan: Plan, context: ExportContext) -> str:
    """Title of the paper."""
    calendar = calendar_of(plan)
    when = f" ved valget {long_date(calendar.election)}" if calendar else ""
    where = f" i {context.municipality_name}" if context.municipality_name else ""
    return f"Forhåndsstemming{where}{when}: steder og åpningstider"


def head(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """Title, case number and how far the case has come."""
    version = plan.version
    yield Heading(f"Saksframlegg: {title(plan, context)}", level=1)
    if version.status is PlanStatus.DRAFT:
        yield Paragraph("UTKAST. Planen er ikke vedtatt.", strong=True)
    if hard := sum(finding.severity is Severity.HARD for finding in plan.findings):
        yield Paragraph(
            f"Planen har {count(hard, 'brudd', 'brudd')} på harde regler og kan ikke vedtas slik den er; se «Er planen "
            "lovlig?».",
            strong=True,
        )
    case = version.case_number or "ikke satt"
    yield Bullets(
        (
            "Til: valgstyret",
            f"Saksnummer: {case}",
            f"Planversjon: {version.number} ({_status(version)})",
            f"Scenario: {plan.scenario.get('name') or UNKNOWN}",
        )
    )


def _status(version: Version) -> str:
    """``utkast``; or every step that was taken, with its date."""
    taken = [
        f"{WORDS[status]} {long_date(day)}"
        for status, day in (
            (PlanStatus.DECIDED, version.decided_on),
            (PlanStatus.REGISTERED, version.registered_on),
            (PlanStatus.ANNOUNCED, version.announced_on),
        )
        if day is not None
    ]
    return join(taken) or WORDS[version.status]


def resolutions(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """The resolutions, proposed or made, each marked by who decides it and by what says so."""
    draft = plan.version.status is PlanStatus.DRAFT
    yield Heading("Forslag til vedtak" if draft else "Vedtak")
    yield Bullets(tuple(_resolutions(plan)), numbered=True)
    yield Paragraph(
        "«etter veilederen»: veilederens egne ord er at organet selv avgjør det. «vår lesning»: slik vi leser reglene; "
        "kontroller det før saken går til valgstyret."
    )


def _resolutions(plan: Plan) -> Iterator[str]:
    marks = _marks(plan)
    public = [station for station in plan.stations if station.open_to_all]
    yield (
        f"Det skal kunne forhåndsstemmes på {kinds_text(public)}, på de datoene og klokkeslettene som står i vedlegg 1"
        f"{marks['advance_places']}."
    )
    early = [station for station in plan.stations if any(o.phase is Phase.EARLY for o in station.opening)]
    where = f"Faste tider for tidligstemming på {_names(early)}" if early else "Ingen faste tider for tidligstemming"
    yield (
        f"{where}{marks['early_premises']}. Velgerne kan uansett avtale tidspunkt, med ordinær arbeidstid eller "
        "servicetorgets åpningstid som utgangspunkt (vl 7-1(2), V 3.1.2)."
    )
    for kind, decision, what in VISITS:
        visited = [station for station in plan.stations if station.kind is kind]
        if visited:
            yield f"{what} {kinds_text(visited)} på dagene i vedlegg 1{marks[decision]}."
    yield from _set_aside(plan, marks)
    poor = [finding for finding in plan.findings if finding.rule == e2.RULE.id and finding.unit == e2.POOR_UNIT]
    if poor:
        yield (
            f"På {_subjects(plan, poor)}, der mobildekningen er dårlig, brukes stemmeseddelkonvolutt og "
            f"omslagskonvolutt i stedet for rett i urnen{marks['envelopes']}."
        )
    if plan.cost is not None:
        above = any(finding.rule == budget.CONSTRAINT.id for finding in plan.findings)
        yield (
            f"Kostnaden ut over dagens tilbud er beregnet til {nok(plan.cost.total)} ekskl. mva. og "
            f"{'er over rammen' if above else 'dekkes innenfor rammen'} ({OUR_READING})."
        )
    calendar = calendar_of(plan)
    if calendar is not None:
        registration, hours = calendar.registration_deadline.value, calendar.opening_hours_deadline.value
        yield (
            f"Administrasjonen får fullmakt til å registrere lokalene i EVA innen {long_date(registration)} "
            f"(vf 4-1(1) g og h) og melde åpningstidene til Valgdirektoratet innen {long_date(hours)} "
            f"(vf 7-1){marks['delegation']}."
        )


def _marks(plan: Plan) -> defaultdict[str, str]:
    """Who decides and what says so, by decision; empty where the plan names no election."""
    calendar = calendar_of(plan)
    found = decisions(calendar) if calendar else ()
    return defaultdict(str, {item.id: f" ({item.body}, {BASIS_WORDS[item.basis]}: {item.citation})" for item in found})


def _set_aside(plan: Plan, marks: Mapping[str, str]) -> Iterator[str]:
    """Rules that the plan sets aside, each with its reason: the board has to know that it decides so."""
    for finding in plan.findings:
        if finding.override is not None:
            mark = marks["inaccessible_premises"] if finding.rule == "A1" else f" ({OUR_READING}, {finding.citation})"
            yield (
                f"{finding.rule} fravikes for {_subjects(plan, [finding])}, med begrunnelsen "
                f"«{finding.override.reason}»{mark}."
            )


def _subjects(plan: Plan, findings: list[Finding]) -> str:
    known = {station.id: station for station in plan.stations}
    ids = list(dict.fromkeys(subject for finding in findings for subject in finding.subjects))
    dates = [day for day in map(_date, ids) if day is not None]
    if dates:
        return written(dates)
    return _names([known[i] for i in ids if i in known]) or join(ids) or "hele planen"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _names(stations: list[Station]) -> str:
    return join([named(station) for station in stations])


def background(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """Why: who stays away today, and whether distance is the reason to think of."""
    yield Heading("Bakgrunn: er avstand problemet?")
    if context.messages:
        yield Bullets(context.messages)
    else:
        yield Paragraph("Ikke vurdert her: datasettet som planen ble laget på, er ikke for hånden.")
    if plan.scenario.get("description"):
        yield Paragraph(f"Forutsetninger for planen: {plan.scenario['description']}")


def alternatives(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """The proposal beside today's stations and beside the other plans that were considered."""
    yield Heading("Alternativer som er vurdert")
    if plan.accessibility is None:
        yield Paragraph("Planen har ingen beregnede reisetider; alternativene kan ikke sammenlignes.")
        return
    rows = [_today(plan, context), _row("Forslaget", plan)]
    rows += [_row(str(other.scenario.get("name") or UNKNOWN), other) for other in context.alternatives]
    limits = list(plan.accessibility.after.share_within)
    staffed = any(other.objective and other.objective.bound_staffed for other in (plan, *context.alternatives))
    yield Table(
        "Reisetid i minutter til raskeste brukbare sted, veid med forventede ikke-velgere (scenariets vekter); "
        "kostnad ut over dagens tilbud, ekskl. mva.",
        ("alternativ", "steder", "minutter", *(f"innen {limit} min" for limit in limits), "kostnad", "ikke bedre enn"),
        tuple(_cells(row, len(limits)) for row in rows),
        numeric=tuple(range(1, 5 + len(limits))),
    )
    yield Paragraph(
        "«Ikke bedre enn»: ingen plan i scenariets katalog av steder, åpningsmønstre og bussblokker kan komme under "
        "så mange minutter (bevist nedre grense, på etterspørselspunkter)."
        + (" Der planen har nok folk til køene, gjelder grensen slike planer." if staffed else "")
    )
    if not context.alternatives:
        yield Paragraph(
            "Ingen andre planer er lagt ved. Legg ved planene som ble vurdert, med --alternative, før saken sendes."
        )
    elif any(other.scenario.get("demand") != plan.scenario.get("demand") for other in context.alternatives):
        yield Paragraph(
            "Alternativene bruker ikke samme vekter; minuttene deres gjelder hver sin gruppe velgere og kan ikke "
            "sammenlignes direkte.",
            strong=True,
        )


def _cells(row: tuple[str, ...], limits: int) -> tuple[str, ...]:
    """A row as wide as the table, also for a plan that measured fewer limits."""
    name, places, minutes, *shares, cost, bound = row
    return (name, places, minutes, *(shares + [UNKNOWN] * limits)[:limits], cost, bound)


def _today(plan: Plan, context: ExportContext) -> tuple[str, ...]:
    pair = plan.accessibility
    places = UNKNOWN if context.places_today is None else str(context.places_today)
    return ("Dagens tilbud", places, *_access(pair, pair.before if pair else None), nok(0), "–")


def _row(name: str, plan: Plan) -> tuple[str, ...]:
    pair = plan.accessibility
    cost = nok(plan.cost.total) if plan.cost else UNKNOWN
    bound = decimal(plan.objective.lower_bound, 2) if plan.objective else UNKNOWN
    hard = sum(finding.severity is Severity.HARD for finding in plan.findings)
    note = f" ({count(hard, 'brudd', 'brudd')} på harde regler)" if hard else ""
    return (name + note, str(len(plan.stations)), *_access(pair, pair.after if pair else None), cost, bound)


def _access(pair: AccessibilityPair | None, access: Accessibility | None) -> tuple[str, ...]:
    if pair is None or access is None:
        return (UNKNOWN,)
    return (decimal(access.mean_minutes), *shares_of_all(pair, access).values())


def shares_of_all(pair: AccessibilityPair, access: Accessibility) -> dict[str, str]:
    """Share of everyone within each limit, as it can be shown."""
    shares = DistrictNumbers(pair).shares(ALL, access)
    return {limit: HIDDEN if share is None else share_text(share) for limit, share in shares.items()}


def effect(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """Who gets nearer, district by district."""
    pair = plan.accessibility
    if pair is None:
        return
    yield Heading("Hva forslaget betyr for velgerne")
    shown = DistrictNumbers(pair)
    rows = [_district(name, pair, shown) for name in shown.names]
    total = signed(pair.after.mean_minutes - pair.before.mean_minutes)
    minutes = decimal(pair.before.mean_minutes), decimal(pair.after.mean_minutes)
    rows.append(("Det scenariet teller", "", *minutes, total, decimal(pair.after.max_minutes)))
    yield Table(
        "Minutter i gjennomsnitt til raskeste brukbare sted, og lengste vei med planen. Vekt: forventede ikke-velgere "
        "(eller det scenariet teller)",
        ("bydel", "vekt", "i dag", "forslag", "endring", "lengste vei"),
        tuple(rows),
        numeric=(1, 2, 3, 4, 5),
    )
    if shown.some_hidden:
        yield Paragraph(HIDDEN_NOTE)
    yield Paragraph(
        "Kortere vei er ikke det samme som høyere frammøte. Virkningen av mobile forhåndsstemmesteder er ikke målt i "
        "Norge; planen sier hvor mye nærmere velgerne kommer, ikke hvor mange flere som stemmer."
    )


def _district(name: str, pair: AccessibilityPair, shown: DistrictNumbers) -> tuple[str, ...]:
    """Figures of a district; none of them where it is too small."""
    before, after, weight = pair.before.by_district[name], pair.after.by_district[name], shown.weight[name]
    if weight is None:
        return (name, *[HIDDEN] * 5)
    change = signed(after.mean_minutes - before.mean_minutes)
    minutes = decimal(before.mean_minutes), decimal(after.mean_minutes)
    return (name, grouped(weight), *minutes, change, decimal(after.max_minutes))
