"""What must agree between the fields of a scenario.

Each check is a generator as small as can be, so that it can be made also where another
part of the scenario is wrong (see ``draft``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import TypeAlias

from planner.domain.clock import MINUTES_PER_DAY, minute_of
from planner.domain.errors import Problem
from planner.scenario.draft import as_far_as_read, readable
from planner.scenario.fields import Unread
from planner.scenario.institutions import Institution, outside_ordinary
from planner.scenario.parts import AvailabilityClass, P7Reading, Pattern, School, Vehicle
from planner.scenario.schema import Scenario

HERE = "scenario"
"""The file of a problem with a scenario, until it is known where the scenario stands."""
ROUNDING = 1e-9
Named: TypeAlias = AvailabilityClass | Pattern | Vehicle | Institution


def disagreements(scenario: Scenario) -> Iterator[Problem]:
    """Everything within a scenario, or a draft of one, that does not fit together."""
    checks = (
        _ways, _class_shares, _level_shares, _unknown_classes, _levels, _classes, _patterns, _school, _vehicles,
        _institutions, _home_voting, _visits, _goals, _p7_reason,
    )  # fmt: skip
    return as_far_as_read(check(scenario) for check in checks)


def _p7_reason(scenario: Scenario) -> Iterator[Problem]:
    """A reading milder than the default has a reason of its own; the default's reason speaks for the default alone."""
    given, default = scenario.p7, P7Reading()
    if given.reading != default.reading and given.reason.strip() in ("", default.reason):
        remedy = "skriv hvorfor kommunen leser det mildere (p7.reason)"
        yield Problem("lesningen av P7 mangler begrunnelse", HERE, "p7.reason", given.reading, remedy)


def _ways(scenario: Scenario) -> Iterator[Problem]:
    travel = scenario.travel
    yield from _sum_to_one("travel", (travel.walk, travel.bike, travel.car))


def _class_shares(scenario: Scenario) -> Iterator[Problem]:
    yield from _sum_to_one("availability", [c.share for c in scenario.availability])


def _level_shares(scenario: Scenario) -> Iterator[Problem]:
    yield from _sum_to_one("presence", [level.share for level in scenario.presence])


def _sum_to_one(place: str, shares: Sequence[float]) -> Iterator[Problem]:
    total = sum(shares)
    if abs(total - 1) > ROUNDING:
        yield Problem("andelene må til sammen bli 1", HERE, place, f"{total:.3f}", "rett andelene")


def _unknown_classes(scenario: Scenario) -> Iterator[Problem]:
    known = {c.id for c in scenario.availability}
    for number, level in enumerate(scenario.presence):
        yield from as_far_as_read([_foreign(f"presence.{number}.dates", level.dates, known)])


def _foreign(place: str, classes: Iterable[str], known: set[str]) -> Iterator[Problem]:
    for name in classes:
        if name not in known:
            yield Problem("ukjent klasse", HERE, place, name, f"velg blant {', '.join(sorted(known))}")


def _levels(scenario: Scenario) -> Iterator[Problem]:
    for c in scenario.availability:
        yield from as_far_as_read([_missing_dates(scenario, c), _falling_dates(scenario, c)])


def _missing_dates(scenario: Scenario, c: AvailabilityClass) -> Iterator[Problem]:
    for number, level in enumerate(scenario.presence):
        if c.id not in level.dates:
            yield Problem("klassen mangler et antall datoer", HERE, f"presence.{number}.dates", c.id, "føy den til")


def _falling_dates(scenario: Scenario, c: AvailabilityClass) -> Iterator[Problem]:
    needed = [level.dates[c.id] for level in scenario.presence if c.id in level.dates]
    if needed != sorted(needed):
        found = ", ".join(map(str, needed))
        yield Problem(f"datoene for {c.id} må stige fra nivå til nivå", HERE, "presence", found, "bytt om nivåene")


def _classes(scenario: Scenario) -> Iterator[Problem]:
    yield from _repeated_ids("availability", scenario.availability)
    for number, c in enumerate(scenario.availability):
        yield from as_far_as_read([_in_order(f"availability.{number}", c)])


def _school(scenario: Scenario) -> Iterator[Problem]:
    yield from _in_order("stations.school", scenario.stations.school)


def _in_order(place: str, hours: AvailabilityClass | School) -> Iterator[Problem]:
    if minute_of(hours.start) >= minute_of(hours.end):
        yield Problem("slutter før den begynner", HERE, place, f"{hours.start}-{hours.end}", "bytt klokkeslettene")


def _patterns(scenario: Scenario) -> Iterator[Problem]:
    yield from _repeated_ids("stations.patterns", scenario.stations.patterns)
    for number, pattern in enumerate(scenario.stations.patterns):
        yield from as_far_as_read([_opens(f"stations.patterns.{number}", pattern)])


def _opens(place: str, pattern: Pattern) -> Iterator[Problem]:
    if not pattern.weekday and not pattern.saturday and not pattern.last_week:
        message = "et åpningsmønster må ha minst én blokk på hverdager eller lørdager"
        yield Problem(message, HERE, place, remedy="føy til weekday, saturday eller last_week")


def _vehicles(scenario: Scenario) -> Iterator[Problem]:
    yield from _repeated_ids("vehicles", scenario.vehicles)
    for number, v in enumerate(scenario.vehicles):
        place = f"vehicles.{number}"
        blocks = ((f"{place}.weekday", v.weekday), (f"{place}.saturday", v.saturday))
        yield from as_far_as_read(_overlaps(where, texts) for where, texts in blocks)


def _overlaps(place: str, blocks: Sequence[str]) -> Iterator[Problem]:
    for one, other in pairwise(sorted(readable(blocks))):
        if one.partition("-")[2] > other.partition("-")[0]:
            message = f"blokkene {one} og {other} overlapper"
            yield Problem(message, HERE, place, remedy="et kjøretøy er ett sted om gangen; flytt en av dem")


def _institutions(scenario: Scenario) -> Iterator[Problem]:
    listed = scenario.institutions or ()
    yield from _repeated_ids("institutions", listed)
    for number, item in enumerate(listed):
        yield from as_far_as_read([_closed_outside(f"institutions.{number}.closed", item, scenario)])


def _closed_outside(place: str, item: Institution, scenario: Scenario) -> Iterator[Problem]:
    """Closed times that do not touch the ordinary period: most often a wrong year."""
    for closure in readable(item.closed):
        if period := outside_ordinary(closure, scenario.election):
            yield Problem("er utenfor den ordinære perioden", HERE, place, closure.text(), f"perioden er {period}")


def _home_voting(scenario: Scenario) -> Iterator[Problem]:
    setting = scenario.home_voting
    if setting is not None and (period := setting.outside(scenario.election)):
        place, value = "home_voting.first_date", str(setting.first_date)
        yield Problem("er utenfor den ordinære perioden", HERE, place, value, f"perioden er {period}")
    if setting is not None and setting.end_minute > MINUTES_PER_DAY:
        remedy = "la lagene dra ut tidligere (start), eller vær ute kortere (hours_per_weekday)"
        yield Problem("lagene er ute over midnatt", HERE, "home_voting.start", setting.start, remedy)


def _visits(scenario: Scenario) -> Iterator[Problem]:
    teams = scenario.visits
    if teams is not None and teams.least_minutes > teams.most_minutes:
        message = f"lengste besøk er kortere enn det korteste ({teams.least_minutes} minutter)"
        yield Problem(message, HERE, "visits.most_minutes", str(teams.most_minutes), "bytt om, eller øk det")


def _goals(scenario: Scenario) -> Iterator[Problem]:
    """Two answers to what comes first, or one goal twice."""
    default = Scenario.model_fields["objective"].default
    if scenario.goals and scenario.objective not in (default, scenario.goals[0]):
        message = "målet er et annet enn det første i goals"
        yield Problem(message, HERE, "objective", scenario.objective.name, "fjern objective, eller rett goals")
    for goal in {g for g in scenario.goals if scenario.goals.count(g) > 1}:
        yield Problem("målet står flere ganger", HERE, "goals", goal.name, "la det stå én gang")


def _repeated_ids(place: str, parts: Sequence[Named]) -> Iterator[Problem]:
    """Ids that stand more than once among those that could be read."""
    ids = []
    for part in parts:
        with suppress(Unread):
            ids.append(part.id)
    for name in sorted({i for i in ids if ids.count(i) > 1}):
        yield Problem("id-en er brukt flere ganger", HERE, place, name, "gi hver sin id")
