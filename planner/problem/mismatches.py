"""What a scenario asks for and the dataset or the calendar does not have.

Also for a draft of a scenario: each check is made as far as what it needs could be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial

from planner.domain.dataset import Dataset
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.law.calendar import day_type, election_calendar
from planner.problem.crew import crew_troubles
from planner.problem.early import early_troubles
from planner.problem.edits import edit_troubles
from planner.problem.fleets import stops_of
from planner.problem.institutions import institution_troubles, team_id_troubles, team_start_troubles
from planner.problem.premises import premises_troubles, room_troubles
from planner.problem.ways import QUAY
from planner.problem.weights import admissible_dates, counted_districts, low_turnout_districts, weights_of
from planner.scenario import HERE, GoalSetting, Pattern, Scenario, Target, Unread, Vehicle, as_far_as_read, readable

Ids = Callable[[], str | Iterable[str]]


def mismatches(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    """Unknown sites and districts, contradictions with today's stations, vehicles without a stop and the like."""
    checks = (
        _sites, _vehicles, _edits, _districts, _goal_districts, _estimate, _unreached, _no_voters, _early,
        institution_troubles, team_start_troubles, team_id_troubles, crew_troubles, premises_troubles,
        room_troubles,
    )  # fmt: skip
    yield from as_far_as_read(check(dataset, scenario) for check in checks)
    yield from own_mismatches(scenario)


def own_mismatches(scenario: Scenario) -> Iterator[Trouble]:
    """Those that need no dataset."""
    yield from as_far_as_read([_no_dates(scenario)])


def _sites(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    stations = scenario.stations
    lists: tuple[tuple[str, Ids], ...] = (("popup_sites", lambda: stations.popup_sites),)
    yield from as_far_as_read(_unknown_sites(dataset, f"stations.{field}", ids) for field, ids in lists)
    yield from as_far_as_read(
        _unknown_sites(dataset, f"stations.patterns.{number}.sites", partial(_sites_of, pattern))
        for number, pattern in enumerate(readable(stations.patterns))
    )
    yield from as_far_as_read(
        [_unknown_sites(dataset, "votes.envelope_stations", lambda: scenario.votes.envelope_stations)]
    )


def _sites_of(pattern: Pattern) -> str | Iterable[str]:
    return pattern.sites


def _vehicles(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    for number, vehicle in enumerate(scenario.vehicles):
        place = f"vehicles.{number}"
        yield from as_far_as_read(_vehicle(dataset, scenario, vehicle, place))


def _vehicle(dataset: Dataset, scenario: Scenario, vehicle: Vehicle, place: str) -> Iterable[Iterator[Trouble]]:
    return (
        _unknown_sites(dataset, f"{place}.depot", lambda: (vehicle.depot,)),
        _unknown_sites(dataset, f"{place}.stops", lambda: vehicle.stops),
        _no_stop(dataset, scenario, vehicle, f"{place}.stops"),
        _no_quay(dataset, vehicle, f"{place}.depot", lambda: (vehicle.depot,)),
        _no_quay(dataset, vehicle, f"{place}.stops", lambda: vehicle.stops),
    )


def _unknown_sites(dataset: Dataset, place: str, ids: Ids) -> Iterator[Trouble]:
    """Ids that are no sites; ``all`` instead of a list means those there are."""
    known, asked = dataset.site_index(), ids()
    for site_id in readable(() if isinstance(asked, str) else asked):
        if site_id not in known:
            yield Trouble("ukjent sted", HERE, place, site_id, "bruk en id fra datasettets sites.csv")


def _no_quay(dataset: Dataset, vehicle: Vehicle, place: str, ids: Ids) -> Iterator[Trouble]:
    """Places where a boat cannot lie."""
    asked = ids()
    types = {site.id: site.type for site in dataset.sites}
    for site_id in readable(() if isinstance(asked, str) or vehicle.kind != "boat" else asked):
        if site_id in types and types[site_id] != QUAY:
            remedy = f"skriv typen {QUAY} for stedet i sites.csv om det er en kai, eller velg en kai"
            yield Trouble("en båt kan bare bruke kaier, og dette er ingen", HERE, place, site_id, remedy)


def _no_stop(dataset: Dataset, scenario: Scenario, vehicle: Vehicle, place: str) -> Iterator[Trouble]:
    """A vehicle that can stop nowhere is a mistake, not a small fleet."""
    if not stops_of(dataset, scenario, vehicle):
        remedy = "gi det minst ett stopp som ikke er forbudt, eller fjern kjøretøyet"
        yield Trouble("kjøretøyet har ingen stopp", HERE, place, remedy=remedy)


def _edits(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    """Dates are judged only where the election has a calendar: else that is what is wrong."""
    dates = None
    with suppress(Unread):
        if not any(_no_dates(scenario)):
            dates = admissible_dates(election_calendar(scenario.election))
    yield from edit_troubles(dataset, scenario, dates)


def _early(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    """Only where the election has a calendar: else that is what is wrong."""
    if not any(_no_dates(scenario)):
        yield from early_troubles(dataset, scenario, election_calendar(scenario.election))


def _districts(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    yield from as_far_as_read([_unknown_districts(dataset, "demand.districts", lambda: scenario.demand.districts)])


def _goal_districts(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    """Districts of goals and targets: each must exist."""
    lists: list[tuple[str, Ids]] = [("objective.districts", lambda: scenario.objective.districts or ())]
    for field in ("goals", "targets"):
        for n, item in enumerate(readable(getattr(scenario, field))):
            lists.append((f"{field}.{n}.districts", partial(_named_by, item)))
    yield from as_far_as_read(_unknown_districts(dataset, place, ids) for place, ids in lists)


def _named_by(item: GoalSetting | Target) -> str | Iterable[str]:
    return item.districts or ()


def _unknown_districts(dataset: Dataset, place: str, ids: Ids) -> Iterator[Trouble]:
    known, asked = {district.id for district in dataset.districts}, ids()
    for district in readable(() if isinstance(asked, str) else asked):
        if district not in known:
            yield Trouble("ukjent bydel", HERE, place, district, "bruk id fra districts.csv")


def _estimate(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    if scenario.demand.eligible not in dataset.cells.eligible:
        known = f"velg blant {', '.join(dataset.cells.eligible)}"
        yield Trouble("anslaget finnes ikke i datasettet", HERE, "demand.eligible", scenario.demand.eligible, known)


def _unreached(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    if scenario.travel.unreached_minutes > dataset.minutes_limit:
        value = str(scenario.travel.unreached_minutes)
        remedy = f"datasettet kjenner reisetider til {dataset.minutes_limit} minutter"
        yield Trouble("for stort", HERE, "travel.unreached_minutes", value, remedy)


def _no_voters(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    """Only where districts and estimate exist: else that is what is wrong."""
    if any(_districts(dataset, scenario)) or any(_estimate(dataset, scenario)):
        return
    counted = counted_districts(dataset, scenario, low_turnout_districts(dataset, scenario))
    if not weights_of(dataset, dataset.points, scenario, counted).sum() > 0:
        remedy = "la flere bydeler telle, eller velg et annet anslag"
        yield Trouble("ingen velgere å planlegge for: alle vekter er 0", HERE, "demand", remedy=remedy)


def _no_dates(scenario: Scenario) -> Iterator[Trouble]:
    """An election that no calendar holds, or a period without a date that suits anybody."""
    try:
        dates = admissible_dates(election_calendar(scenario.election))
    except InputError as error:
        yield from (Trouble(t.message, HERE, t.place, t.value, t.remedy) for t in error.problems)
        return
    kinds = {str(day_type(day)) for day in dates}
    if sum(c.share for c in scenario.availability) > 0 and not any(
        c.share for c in scenario.availability if c.days in kinds
    ):
        yield Trouble("ingen av klassene har en dato i perioden", HERE, "availability", remedy="endre klassene")
