"""Named people: nothing the list forbids, everything covered, what is left is visible, and shortages are proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import BUS_DAY, bus_day, bus_stop, make_plan, station, tiny_plan, tiny_problem

from planner.constraints import crew, working_time
from planner.domain.clock import minute_of
from planner.domain.findings import Finding, Severity
from planner.domain.plan import Opening, Plan, Role
from planner.evaluate.shortage import Seat, matched
from planner.law.rules import s1
from planner.optimise.roster import make_roster
from planner.problem import Problem
from planner.scenario import Person, is_position

MONDAY = date(2027, 8, 23)
ALL = ("leader", "deputy", "worker")


def person(name: str, *roles: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "roles": list(roles or ALL), **fields}


def away(day: date, **clock: str) -> dict[str, Any]:
    return {"first": day, "last": day, **clock}


def rostered(plan: Plan, problem: Problem) -> Plan:
    made = make_roster(plan, problem)
    assert made.reason == ""
    return replace(plan, roster=made.entries)


def found(plan: Plan, problem: Problem) -> list[Finding]:
    return [f for check in (working_time.check, s1.check, crew.check) for f in check(plan, problem)]


def warnings(plan: Plan, problem: Problem) -> list[str]:
    told = found(plan, problem)
    assert {f.severity for f in told} <= {Severity.WARNING}
    return [f.sentence for f in told]


def covered(plan: Plan) -> bool:
    """As many on duty as the plan pays for, at every quarter of an hour that a station is open."""
    for place in plan.stations:
        for opening in place.opening:
            for minute in range(opening.start_minute, opening.end_minute, 15):
                roles = Counter(
                    e.role
                    for e in plan.roster
                    if (e.station, e.date) == (place.id, opening.date)
                    and minute_of(e.start) <= minute < minute_of(e.end)
                )
                if roles.total() - roles[Role.DRIVER] != opening.crew:
                    return False
    return True


def days(number: int) -> list[date]:
    return [MONDAY + timedelta(days=n) for n in range(number)]


def one_place(openings: Iterable[date], crew_size: int = 2, start: str = "10:00", end: str = "15:00") -> Plan:
    return make_plan([station("e0202", [Opening(day, start, end, crew=crew_size) for day in openings])])


def test_everybody_is_named_where_there_are_enough() -> None:
    people = [person(name) for name in ("Åse", "Bo", "Cecilie")]
    problem, plan = tiny_problem(crew=people), one_place(days(5), 3)
    done = rostered(plan, problem)
    assert {e.person for e in done.roster} == {"Åse", "Bo", "Cecilie"}
    assert covered(done)
    assert found(done, problem) == []


def test_a_driver_drives_and_nobody_else() -> None:
    people = [*(person(f"P{n}") for n in range(4)), person("Sjur", "driver")]
    problem = tiny_problem(crew=people)
    plan = make_plan([bus_stop("e0101", "10:00", "12:30"), bus_stop("e0201", "13:45", "16:15")], [bus_day()])
    done = rostered(plan, problem)
    assert {e.person for e in done.roster if e.role is Role.DRIVER} == {"Sjur"}
    assert {e.role for e in done.roster if e.person == "Sjur"} == {Role.DRIVER}
    assert found(done, problem) == []


def test_absences_by_date_and_by_hour() -> None:
    people = [person("A", absences=[away(days(2)[1])]), person("B", absences=[away(MONDAY, start="14:00")])]
    people += [person(name) for name in "CD"]
    problem, plan = tiny_problem(crew=people), one_place(days(2), 2)
    done = rostered(plan, problem)
    on = {(e.person, e.date) for e in done.roster}
    assert ("A", days(2)[1]) not in on
    assert ("B", MONDAY) not in on
    assert found(done, problem) == []


def test_agreed_hours_are_kept_by_sharing_the_week() -> None:
    """Five days of five hours for two; each of six has ten hours: no whole line goes to anyone."""
    people = [person(f"P{n}", week_hours=10) for n in range(6)]
    problem, plan = tiny_problem(crew=people), one_place(days(5))
    done = rostered(plan, problem)
    assert not any(is_position(e.person) for e in done.roster)
    assert covered(done)
    assert found(done, problem) == []


def test_too_few_hours_are_proven_and_the_rest_stays_visible() -> None:
    people = [person(f"P{n}", week_hours=10) for n in range(4)]
    problem, plan = tiny_problem(crew=people), one_place(days(5))
    done = rostered(plan, problem)
    assert covered(done)
    left = [e for e in done.roster if is_position(e.person)]
    assert len(left) == 2
    (sentence,) = warnings(done, problem)
    assert "2 vakter (10,0 timer) i vaktlista har ingen person" in sentence
    assert (
        "Bevist: i uka fra mandag 23. august 2027 trengs 50 timer i alt, og de i lista kan høyst arbeide 40" in sentence
    )


def test_a_scarce_role_is_named_with_date_and_block() -> None:
    places = [station(site, [Opening(BUS_DAY, "10:00", "15:00", crew=2)]) for site in ("e0101", "e0202")]
    people = [person("L", "leader", "deputy"), *(person(f"W{n}", "worker") for n in range(5))]
    problem, plan = tiny_problem(crew=people), make_plan(places)
    done = rostered(plan, problem)
    assert covered(done)
    (sentence,) = warnings(done, problem)
    assert "Bevist: tirsdag 24. august 2027 kl. 10:00–15:00 trengs 2 som leder eller nestleder samtidig" in sentence
    assert "høyst 1" in sentence


def test_a_role_nobody_has_is_named() -> None:
    problem = tiny_problem(crew=[person(f"P{n}") for n in range(6)])
    plan = make_plan([bus_stop("e0101", "10:00", "12:30")])
    (sentence,) = warnings(rostered(plan, problem), problem)
    assert "ingen i lista kan være sjåfør" in sentence
    assert "tirsdag 24. august 2027" in sentence


def test_a_station_of_deputies_gets_a_position_for_its_leader() -> None:
    problem, plan = tiny_problem(crew=[person(f"P{n}", "deputy", "worker") for n in range(4)]), one_place(days(2))
    done = rostered(plan, problem)
    assert {e.role for e in done.roster if is_position(e.person)} == {Role.LEADER}
    (sentence,) = warnings(done, problem)
    assert "ingen i lista kan være leder" in sentence


def test_a_leader_who_may_be_nothing_else_is_never_a_deputy() -> None:
    people = [person("Leder", "leader"), person("Begge", "leader", "deputy"), person("Arb", "worker")]
    problem, plan = tiny_problem(crew=people), one_place(days(3), 3)
    done = rostered(plan, problem)
    assert {(e.person, e.role) for e in done.roster} == {
        ("Leder", Role.LEADER),
        ("Begge", Role.DEPUTY),
        ("Arb", Role.WORKER),
    }
    assert found(done, problem) == []


def test_certificates_are_demanded_and_languages_wished_for() -> None:
    needs = [
        {"at": "e0202", "certificates": ["Valgkurs"], "languages": ["Somali"]},
        {"at": "buss", "roles": ["driver"], "certificates": ["førerkort D"]},
    ]
    people = [
        person("Uten"),
        person("Kurs 1", certificates=["valgkurs"]),
        person("Kurs 2", certificates=["valgkurs"], languages=["somali"]),
        person("Kurs 3", certificates=["valgkurs"]),
        person("Sjåfør uten", "driver"),
        person("Sjåfør", "driver", certificates=["førerkort D"]),
        person("Fri"),
    ]
    problem = tiny_problem(crew=people, roster={"needs": needs})
    place = station("e0202", [Opening(BUS_DAY, "10:00", "15:00", crew=2)])
    done = rostered(make_plan([place, bus_stop("e0101", "10:00", "12:30")]), problem)
    assert "Kurs 2" in {e.person for e in done.roster if e.station == "e0202"}
    assert {e.person for e in done.roster if e.station == "e0202"} <= {"Kurs 1", "Kurs 2", "Kurs 3"}
    assert {e.person for e in done.roster if e.role is Role.DRIVER} == {"Sjåfør"}
    assert found(done, problem) == []


def test_a_wish_for_a_language_nobody_speaks_is_a_warning() -> None:
    problem = tiny_problem(
        crew=[person("A"), person("B")], roster={"needs": [{"at": "e0202", "languages": ["somali"]}]}
    )
    (sentence,) = warnings(rostered(one_place([BUS_DAY]), problem), problem)
    assert "ingen på vakt som kan somali i 1 åpning, første gang tirsdag 24. august 2027" in sentence


def test_people_work_at_home_where_they_can() -> None:
    places = [station(site, [Opening(BUS_DAY, "10:00", "15:00", crew=2)]) for site in ("e0101", "e0202")]
    people = [person("N1", home="01"), person("S1", home="e0202"), person("N2", home="01"), person("S2", home="02")]
    done = rostered(make_plan(places), tiny_problem(crew=people))
    assert {e.person for e in done.roster if e.station == "e0101"} == {"N1", "N2"}


def test_evenings_are_shared_over_the_weeks() -> None:
    """Four weeks of one evening for two, eight who can: one evening each."""
    evenings = [MONDAY + timedelta(weeks=n - 1) for n in range(4)]
    problem = tiny_problem(crew=[person(f"P{n}") for n in range(8)])
    done = rostered(one_place(evenings, 2, "16:00", "19:00"), problem)
    assert set(Counter(e.person for e in done.roster).values()) == {1}


def test_the_tiny_plan_twice_the_same() -> None:
    problem = tiny_problem(crew=[*(person(f"P{n}") for n in range(20)), person("S", "driver")])
    assert make_roster(tiny_plan(), problem) == make_roster(tiny_plan(), problem)
    assert covered(rostered(tiny_plan(), problem))


roles = st.sets(st.sampled_from([*ALL, "driver"]), min_size=1, max_size=4).map(sorted)
persons = st.fixed_dictionaries(
    {"roles": roles},
    optional={
        "week_hours": st.sampled_from([8, 15, 37.5]),
        "absences": st.lists(st.integers(0, 6).map(lambda n: away(MONDAY + timedelta(days=n))), max_size=2),
        "home": st.sampled_from(["e0101", "buss", "02"]),
    },
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(persons, max_size=8),
    st.lists(st.tuples(st.sampled_from(["e0101", "e0202"]), st.integers(0, 8)), min_size=1, max_size=8, unique=True),
    st.booleans(),
)
def test_whoever_is_on_the_list_nothing_is_dropped_and_nothing_unlawful(
    people: list[dict[str, Any]], open_days: list[tuple[str, int]], bus: bool
) -> None:
    places: dict[str, list[Opening]] = {}
    for site, n in sorted(open_days):
        places.setdefault(site, []).append(Opening(MONDAY + timedelta(days=n), "10:00", "17:00", crew=3))
    stops = [bus_stop("f0102", "10:00", "12:30")] if bus else []
    plan = make_plan([*(station(site, opening) for site, opening in places.items()), *stops])
    problem = tiny_problem(crew=[{"name": f"P{n}", **each} for n, each in enumerate(people)])
    done = rostered(plan, problem)
    assert covered(done)
    warnings(done, problem)


@settings(max_examples=60, deadline=None)
@given(st.lists(roles, max_size=4), st.lists(st.sampled_from([("leader",), ALL, ("driver",)]), max_size=4))
def test_the_matching_is_the_greatest(people: list[list[str]], seats: list[tuple[str, ...]]) -> None:
    listed = [Person.model_validate({"name": f"P{n}", "roles": each}) for n, each in enumerate(people)]
    places = [Seat(BUS_DAY, 600, 660, frozenset(Role(r) for r in each), frozenset()) for each in seats]
    some: list[Person | None] = [*listed, *[None] * len(places)]
    best = max(
        (
            sum(p is not None and seat.may(p) for p, seat in zip(order, places, strict=False))
            for order in permutations(some, len(places))
        ),
        default=0,
    )
    assert matched(places, listed) == best
