"""What the rules on institutions, prisons and home voting share: who is visited, and who is on the list.

A place is served by the station of its own kind and id. Only openings of the ordinary phase, inside
the ordinary period and at times that the list allows, count. Where the list asks for more
days than the law, that many are asked.

In the model, for each place of the list: Σ_g v_ig ≥ d_i, v_ig its visits on dates alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Opening, Phase, Plan, Station
from planner.domain.plan import StationKind as Kind
from planner.law.rule import Rule, openings_in
from planner.law.wording import count, join, named, openings_text

if TYPE_CHECKING:
    from planner.modelling import Model
    from planner.problem import Problem
    from planner.scenario import Institution

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Visits:
    """One duty to visit, in words.

    Attributes:
        kind: of the stations, and of the list's entries.
        one, many: what is visited.
        unit: what is counted: different dates, or (``by_date`` False) openings.
    """

    rule: Rule
    kind: Kind
    one: str
    many: str
    unit: tuple[str, str]
    by_date: bool
    basis: str


def judge_visits(duty: Visits, plan: Plan, problem: Problem, least: int) -> Iterator[Finding]:
    """A hard finding per place of the list that is not served; without a list none can be given."""
    listed = problem.scenario.institutions
    stations = {station.id: station for station in plan.stations}
    yield from wrongly_public(duty.rule, plan, duty.kind)
    if listed is None:
        yield _no_list(duty, plan)
        return
    due = [item for item in listed if item.kind == duty.kind]
    if not due:
        yield _none_listed(duty)
    for item in due:
        served, reasons = _served(duty, item, stations.get(item.id), problem)
        asked = max(least, item.days or 0)
        if served < asked:
            reasons += [f"Lista ber om {count(asked, *duty.unit)} der."] if asked > least else []
            yield _missing(duty, item, served, asked, reasons)
    yield from _unlisted(duty, plan, {item.id for item in listed})


def bind_visits(rule: Rule, kind: Kind, model: Model) -> None:
    """Rows ``<rule>[<place>]``."""
    work = model.problem.visits
    for n, need in enumerate(work.needs if work else ()):
        if need.kind == kind:
            terms = [(1.0, v) for key, v in model.served.items() if key.need == n]
            model.row(f"{rule.id}[{need.id}]", terms, ">=", need.days)


def visits_requirement(rule: Rule, duty: str, problem: Problem, kind: Kind) -> str:
    """What is asked, in words, and of which places there are too few dates for it."""
    without = [f"{name} har {count(dates, 'dag', 'dager')} det passer" for name, dates in _too_few(problem, kind)]
    places = f" {_listing(without)}." if without else ""
    return f"{duty} får besøk så mange dager som loven og lista krever ({rule.id}: {rule.citation}).{places}"


def visits_relaxed(problem: Problem, kind: Kind) -> str:
    """The least change, in words."""
    names = [name for name, _ in _too_few(problem, kind)]
    what = f"{_listing(names)} flere tider" if names else "stedene kortere besøk (Minutter) eller færre dager (Dager)"
    return (
        f"Gi {what} i lista (Stengt, Tid, Minutter, Dager), eller la besøkslagene være ute til andre tider og lenger "
        "(visits.weekday, visits.saturday, visits.max_out_hours)."
    )


def _too_few(problem: Problem, kind: Kind) -> list[tuple[str, int]]:
    """Names of places with fewer dates than they need, and the dates."""
    work = problem.visits
    names = {item.id: item.name for item in problem.scenario.institutions or ()}
    needs = work.needs if work else ()
    return [(names[n.id], len(n.starts)) for n in needs if n.kind == kind and len(n.starts) < n.days]


def _listing(texts: Iterable[str]) -> str:
    shown = list(texts)
    more = [f"{len(shown) - MOST_NAMED} til"] if len(shown) > MOST_NAMED else []
    return join([*shown[:MOST_NAMED], *more])


def wrongly_public(rule: Rule, plan: Plan, kind: Kind) -> Iterator[Finding]:
    """Stations that are not open to all are not public in EVA; what the plan calls them there would be published."""
    marked = [station for station in plan.stations if station.kind is kind and station.public]
    if marked:
        yield rule.finding(
            f"{join([named(station) for station in marked])} er merket som åpent for alle (public), men slike steder "
            "er ikke offentlige i EVA, og regnes ikke med for andre velgere. Rett merket, eller sett opp et eget "
            "sted for alle der.",
            tuple(station.id for station in marked),
            measured=len(marked),
            limit=0,
            unit="merkede steder",
            severity=Severity.WARNING,
        )


def _served(duty: Visits, item: Institution, station: Station | None, problem: Problem) -> tuple[int, list[str]]:
    """How many dates (openings) count, and why others do not."""
    if station is None:
        return 0, []
    if station.kind is not duty.kind:
        return 0, [f"Stasjonen med den id-en er av en annen type ({station.kind}); rett typen til {duty.kind}."]
    period = set(problem.calendar.ordinary_dates())
    inside = [opening for opening in openings_in(station, Phase.ORDINARY) if opening.date in period]
    closed = [opening for opening in inside if _is_closed(item, opening)]
    early_or_late = [o for o in inside if o not in closed and not item.suits_hours(o.start_minute, o.end_minute)]
    counting = [opening for opening in inside if opening not in closed and opening not in early_or_late]
    reasons = [f"Det er stengt {openings_text(closed)} (lista)."] if closed else []
    if early_or_late:
        reasons.append(f"Det passer bare kl. {item.hours} (lista), ikke {openings_text(early_or_late)}.")
    if openings_in(station, Phase.EARLY):
        reasons.append("Tidligstemmingen der regnes ikke med (vår lesning).")
    return len({opening.date for opening in counting}) if duty.by_date else len(counting), reasons


def _is_closed(item: Institution, opening: Opening) -> bool:
    return any(closure.holds(opening.date, opening.start_minute, opening.end_minute) for closure in item.closed)


def _missing(duty: Visits, item: Institution, served: int, least: int, reasons: list[str]) -> Finding:
    has = f"bare {count(served, *duty.unit)}" if served else f"ingen {duty.unit[0]}"
    sentences = [
        f"{item.name} ({item.id}) har {has} med forhåndsstemming i den ordinære perioden. {duty.basis}",
        *reasons,
        f"Sett opp besøk der: en stasjon av typen {duty.kind} med id {item.id}.",
    ]
    return duty.rule.finding(" ".join(sentences), (item.id,), measured=served, limit=least, unit=duty.unit[1])


def _no_list(duty: Visits, plan: Plan) -> Finding:
    planned = sum(station.kind is duty.kind for station in plan.stations)
    has = f"Planen besøker {count(planned, duty.one, duty.many)}, men uten" if planned else "Uten"
    return duty.rule.cannot_judge(
        f"{has} en liste over kommunens {duty.many} kan det ikke vurderes om alle får besøk. Lag en mal med «valgplan "
        "institutions template», fyll den ut, og skriv filnavnet i scenariet (institutions); har kommunen ingen, skriv "
        "«institutions: []».",
        (),
        missing=1,
        unit="lister",
    )


def _none_listed(duty: Visits) -> Finding:
    return duty.rule.finding(
        f"Etter lista i scenariet har kommunen ingen {duty.many}. Er det riktig, er det ingenting å gjøre.",
        measured=0,
        unit=f"{duty.many} på lista",
        severity=Severity.INFO,
    )


def _unlisted(duty: Visits, plan: Plan, known: set[str]) -> Iterator[Finding]:
    """Stations of the kind that the list does not know: a slip in an id, or an incomplete list."""
    extra = [station for station in plan.stations if station.kind is duty.kind and station.id not in known]
    if extra:
        shown = [named(station) for station in extra[:MOST_NAMED]]
        shown += [f"{len(extra) - MOST_NAMED} til"] if len(extra) > MOST_NAMED else []
        yield duty.rule.finding(
            f"{join(shown)} står ikke på lista over institusjoner og fengsler. Sjekk id-en, eller før stedet inn i "
            "lista.",
            tuple(station.id for station in extra),
            measured=len(extra),
            limit=0,
            unit="steder utenom lista",
            severity=Severity.INFO,
        )
