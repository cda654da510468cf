"""What the audit says of queues: one finding for all stations over the limit, one for all that cannot be judged.

Warnings, not breaches: no provision says how long voters may wait, and every number behind it is assumed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.capacity import Capacity, OpeningNeed, QueueFigures, StationCapacity
from planner.domain.findings import Assumption, Finding, Severity
from planner.domain.plan import Plan, Station
from planner.domain.small_groups import about
from planner.evaluate.capacity import capacity_of, persons_per_table
from planner.evaluate.cost import plan_cost
from planner.evaluate.votes import UNKNOWN
from planner.law.wording import count, long_date, named
from planner.problem import Problem

CAPACITY, OVERRUN = "capacity", "overrun_buffer"
STORED = "stored_figures"
SETTINGS = "scenariet: capacity"
Judged = Sequence[tuple[Station, StationCapacity]]


def capacity_findings(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Stations over the limit, stations whose crews are not known, and buffers that are too short."""
    capacity = capacity_of(plan, problem)
    if capacity is None:
        stations = tuple(station.id for station in plan.stations if station.open_to_all)
        if stations:
            sentence = f"Det kan ikke vurderes hvor lange køene blir. {UNKNOWN}"
            yield Finding(CAPACITY, Severity.CANNOT_JUDGE, sentence, stations, citation=SETTINGS)
        return
    by_id = {station.id: station for station in plan.stations}
    judged = [(by_id[s.station], s) for s in sorted(capacity.stations, key=_most, reverse=True)]
    yield from _over([pair for pair in judged if pair[1].over], problem, _missing(plan, capacity, problem))
    yield from _own_crews([pair for pair in judged if pair[1].own_crew and pair[1].openings])
    yield from _late(judged, problem)
    yield from _stale(plan, capacity)


def busiest(station: StationCapacity) -> OpeningNeed:
    """The opening that takes most persons, the first where several do."""
    return max(station.openings, key=lambda need: (need.persons_needed, need.per_hour))


def _most(station: StationCapacity) -> int:
    return max((need.persons_needed for need in station.openings), default=0)


def _missing(plan: Plan, capacity: Capacity, problem: Problem) -> str:
    """What enough persons would take, against what is left of the budget."""
    left = max(0.0, problem.budget_nok - plan_cost(plan, problem).total)
    hours, money, rest = (
        f"{number:,.0f}".replace(",", " ") for number in (capacity.extra_person_hours, capacity.extra_nok, left)
    )
    return f"Nok folk der tar {hours} persontimer ({money} kr) mer; budsjettet har {rest} kr igjen. "


def _over(stations: Judged, problem: Problem, missing: str) -> Iterator[Finding]:
    if not stations:
        return
    limit = problem.scenario.capacity.mean_wait_minutes
    worst, capacity = stations[0]
    need = busiest(capacity)
    queue = max((c.queue for _, c in stations if c.queue), key=_longest)
    yield Finding(
        CAPACITY,
        Severity.WARNING,
        f"{count(len(stations), 'sted', 'steder')} som planen bemanner, er over grensa på {limit:g} minutters ventetid "
        f"i middel i den travleste timen, når velgerne går til det raskeste stedet. Mest mangler på {named(worst)} "
        f"{long_date(need.date)} kl. {need.start}–{need.end}: {about(need.per_hour)} i den travleste timen tar "
        f"{count(need.persons_needed, 'person', 'personer')} og "
        f"{count(need.booths_needed, 'valgavlukke', 'valgavlukker')}, og planen har {need.persons} og "
        f"{'et ukjent antall' if worst.booths is None else worst.booths}. {missing}"
        "Sett opp flere, åpne lenger, eller åpne flere steder i nærheten (ark «Kø og bemanning» i pakkelistene).",
        tuple(station.id for station, _ in stations),
        measured=_longest(queue),
        limit=limit,
        unit="minutter i kø (simulert, lengst)",
        citation=SETTINGS,
    )


def _longest(queue: QueueFigures) -> float:
    return max(queue.simulated_wait_minutes, queue.simulated_booth_minutes)


def _own_crews(stations: Judged) -> Iterator[Finding]:
    if not stations:
        return
    most, fewest = stations[0], stations[-1]
    need = busiest(most[1])
    yield Finding(
        CAPACITY,
        Severity.CANNOT_JUDGE,
        f"{count(len(stations), 'sted', 'steder')} har egen bemanning som ingen har oppgitt (planens tall der er "
        "scenariets, ikke det som faktisk er satt opp), så det kan ikke vurderes om køen blir for lang. Stedene "
        f"trenger fra {busiest(fewest[1]).persons_needed} til {count(need.persons_needed, 'person', 'personer')} i "
        f"sin travleste time; mest {named(most[0])} {long_date(need.date)} med {about(need.per_hour)} i timen. "
        "Sammenlign med vaktlistene (ark «Kø og bemanning» i pakkelistene).",
        tuple(station.id for station, _ in stations),
        measured=float(len(stations)),
        limit=0.0,
        unit="steder med ukjent bemanning",
        citation=SETTINGS,
    )


def _late(stations: Judged, problem: Problem) -> Iterator[Finding]:
    """Judged with enough persons and booths: that there are too few is told of by the other finding."""
    risk = problem.scenario.capacity.overrun_risk
    queues = [(s, c.queue_if_staffed or c.queue) for s, c in stations]
    late = [(s, queue) for s, queue in queues if queue is not None and (queue.late_share or 0.0) > risk]
    if not late:
        return
    worst, queue = max(late, key=lambda pair: pair[1].overrun_minutes)
    yield Finding(
        OVERRUN,
        Severity.WARNING,
        f"På {count(len(late), 'stopp', 'stopp')} kan de siste som har møtt fram før stengetid, bli ferdige etter "
        f"bufferet (overrun_minutes), selv med nok personer og valgavlukker: risikoen er over {100 * risk:g} % i den "
        f"travleste åpningen. Verst er {named(worst)} {long_date(queue.date)}, der køen i 19 av 20 tilfeller er borte "
        f"{queue.overrun_minutes:.0f} minutter etter stengetid. Øk bufferet, eller sett inn flere enn køen "
        "krever; svaret avhenger av hvor jevne tidene er (capacity.service_shape).",
        tuple(station.id for station, _ in late),
        measured=queue.overrun_minutes,
        limit=_buffer(worst, problem),
        unit="minutter etter stengetid",
        citation="vl 7-1(1), scenariet: vehicles.overrun_minutes",
    )


def _buffer(station: Station, problem: Problem) -> float:
    known = (problem.vehicle(o.vehicle) for o in station.opening if o.vehicle)
    return float(min(vehicle.overrun_minutes for vehicle in known if vehicle))


def _stale(plan: Plan, true: Capacity) -> Iterator[Finding]:
    """A warning where the plan file's needs are not the recomputed ones."""
    if plan.capacity is None:
        return
    stored = {s.station: (s.own_crew, s.over, s.openings) for s in plan.capacity.stations}
    found = {s.station: (s.own_crew, s.over, s.openings) for s in true.stations}
    stale = tuple(sorted(station for station in {*stored, *found} if stored.get(station) != found.get(station)))
    if stale:
        yield Finding(
            STORED,
            Severity.WARNING,
            f"Kø og bemanning i planfila passer ikke til planen for {count(len(stale), 'sted', 'steder')}. Lag planen "
            "på nytt om fila skal brukes videre.",
            stale,
            measured=float(len(stale)),
            limit=0.0,
            unit="steder",
            citation="plan.json",
        )


def capacity_assumptions(problem: Problem) -> Iterator[Assumption]:
    """What the queues rest on beside the scenario's numbers."""
    chosen = problem.scenario.capacity.persons_per_table
    yield Assumption(
        "capacity.persons_per_table",
        "personer som sammen tar imot én stemme (et bord); at det trengs så mange per bord og ikke bare per sted, er "
        "vår lesning",
        str(persons_per_table(problem)), "personer", "scenariet" if chosen else "vl 6-3",
    )  # fmt: skip
    yield Assumption(
        "capacity.queues",
        "to køer etter hverandre, til valgavlukke og til bord; velgerne kommer tilfeldig (Poisson), og tidene er "
        "eksponensielle",
        "M/M/c", source="modellvalg",
    )  # fmt: skip
    yield Assumption(
        "capacity.nearest",
        "alle går til raskeste brukbare sted, også når det er kø der; ingen regnes over til et annet sted",
        "raskeste sted", source="modellvalg",
    )  # fmt: skip
