"""The contingency workbook: if a station closes or a vehicle stops, where voters go, how many, and whom to call.

One sheet per question. What nobody has entered is said to be unknown, with room to write it by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner.domain.dataset import Mark, Site
from planner.domain.plan import Plan, Role, Station
from planner.domain.supply import StockKind
from planner.evaluate.access import mode_mix, station_site
from planner.evaluate.alternatives import Alternative
from planner.evaluate.fallbacks import Closure, ClosureGroup, Fallbacks
from planner.evaluate.small_numbers import HIDDEN, HIDDEN_NOTE, without_small
from planner.evaluate.timetable import vehicle_name
from planner.exporters.contacts import UNKNOWN, place_contact, vehicle_contact
from planner.exporters.context import ExportContext
from planner.exporters.hours import date_runs_text, spans_text
from planner.exporters.set_aside import set_aside_sheet
from planner.exporters.voter_numbers import OWN, Key, VoterNumbers
from planner.exporters.workbooks import Column, Sheet, Value, workbook_bytes
from planner.law.wording import WEEKDAYS
from planner.problem import Problem

NAME = "contingency"
SUFFIX = ".xlsx"
SENTENCE = (
    "Beredskap: nærmeste åpne sted hvis et sted stenger eller et kjøretøy stopper, med minutter, velgere og hvem som "
    "ringes, som regneark uten formler (.xlsx)."
)
NOBODY = "ingen andre steder er åpne da"
OWN_VOTERS = "kommer til velgerne; avtal ny tid"
MARKS = {Mark.NETWORK: "fra gatenettet", Mark.PARTLY: "delvis tilnærmet", Mark.APPROXIMATE: "tilnærmet"}
NO_DATASET = "Datasettet er ikke for hånden: nærmeste sted, minutter og velgere er ikke regnet ut."
EXPECTED = (
    "Ventede velgere er forventede stemmer fra dem som har stedet som sitt raskeste: forventninger, ikke tellinger."
)
Shown = Mapping[Key, float | None]


def export(plan: Plan, context: ExportContext) -> bytes:
    """Station closed, vehicle out, whom to call, who else to call, and what is set aside: a sheet each."""
    stations = tuple(sorted(plan.stations, key=lambda s: s.id))
    fallbacks = Fallbacks(plan, context.problem) if context.problem else None
    groups = {s.id: fallbacks.of_station(s) for s in stations} if fallbacks else {}
    voters = VoterNumbers(plan)
    shown = {s.id: _shown(s.id, groups.get(s.id, ()), voters) for s in stations}
    notes = _notes(context.problem)
    sheets = (
        Sheet("Hvis et sted stenger", STATION, tuple(_station_rows(stations, groups, shown)), notes=notes),
        Sheet("Hvis et kjøretøy stopper", VEHICLE, tuple(_vehicle_rows(plan, fallbacks, shown)), notes=notes),
        Sheet("Hvem vi ringer", CALL, tuple(_call_rows(plan, stations, context, shown)), notes=CALL_NOTES),
        Sheet("Andre numre", OTHERS, tuple((who, "", "", "") for who in _others(plan)), notes=(OTHERS_NOTE,)),
        set_aside_sheet(plan),
    )
    return workbook_bytes(sheets, title=f"Beredskap {context.municipality_name}".strip())


STATION = (
    Column("Sted-id", 9), Column("Sted", 26), Column("Datoer (dato)", 32), Column("Stengt (klokkeslett)", 13),
    Column("Gå i stedet til", 26), Column("Adresse", 26), Column("Åpent da (klokkeslett)", 14),
    Column("Reisetid (minutter)", 10), Column("Reisetiden er", 14), Column("Ventede velgere i alt (stemmer)", 11),
    Column("Travleste dag (stemmer)", 10),
)  # fmt: skip
VEHICLE = (
    Column("Kjøretøy", 14), Column("Dato", 12), Column("Ukedag", 10), Column("Tid (klokkeslett)", 12),
    Column("Stopp", 26), Column("Gå i stedet til", 26), Column("Adresse", 26), Column("Åpent da (klokkeslett)", 14),
    Column("Reisetid (minutter)", 10), Column("Reisetiden er", 14), Column("Ventede velgere (stemmer)", 10),
    Column("Sjåfør", 20), Column("Ring om kjøretøyet", 24),
)  # fmt: skip
CALL = (
    Column("Sted-id", 9), Column("Sted", 28), Column("Adresse", 28), Column("Kontakt", 24), Column("Eier", 20),
    Column("Nøkler", 20), Column("Beredskapskonvolutter (stk)", 22), Column("Hvor de ligger (fylles ut)", 26),
    Column("Ventede velgere i alt (stemmer)", 11),
)  # fmt: skip
OTHERS = (Column("Hvem", 40), Column("Navn (fylles ut)", 30), Column("Telefon (fylles ut)", 20), Column("Merknad", 40))
CALL_NOTES = (
    "Kontakt, eier og nøkler er fra datasettet (sites.csv), for institusjoner og fengsler fra lista over dem; «ukjent» "
    "er ikke ført der ennå. Beredskapskonvolutter: det som pakkes til stedet.",
    "Nederst står kjøretøyene; kontakten deres er fra scenariet (vehicles: contact, for besøkslag visits: contact).",
)
OTHERS_NOTE = "Planen kjenner ikke disse. Fyll dem ut før den første dagen, og legg arket hos lederen på hvert sted."


def _notes(problem: Problem | None) -> tuple[str, ...]:
    if problem is None:
        return (NO_DATASET,)
    mix = f"Minutter er et gjennomsnitt over reisemåter ({mode_mix(problem)}) fra døra til det stengte stedet."
    return EXPECTED, mix, HIDDEN_NOTE


def _shown(station: str, groups: Sequence[ClosureGroup], voters: VoterNumbers) -> Shown:
    """A station's numbers as they can be shown here: in all, per group, per closure.

    What other exports show of it stands, what they leave out is left out here as well.
    """
    fixed, sums, left_out = voters.of_station(station)
    numbers = dict(fixed)
    everything: list[Key] = []
    for place, group in enumerate(groups):
        known = {_key(c): c for c in group.closures if c.votes is not None}
        for key, closure in known.items():
            parts = [(*_, day, start) for (*_, day, start) in fixed if _within(closure, day, start)]
            sums |= {key: parts} if parts else {}
        numbers |= {key: closure.votes or 0.0 for key, closure in known.items()}
        if known:
            numbers[_group(place)] = sum(numbers[key] for key in known)
            sums[_group(place)] = list(known)
            everything.append(_group(place))
    if everything:
        numbers.setdefault((OWN, station), sum(numbers[group] for group in everything))
        sums.setdefault((OWN, station), everything)
    if (OWN, station) in left_out:
        # It stands for a small one of another station, or is one: nothing here may give it back.
        return dict.fromkeys(numbers)
    return without_small(numbers, sums, also=left_out, keep=fixed.keys() - left_out)


def _key(closure: Closure) -> Key:
    return "closure", closure.day.isoformat(), closure.start


def _group(place: int) -> Key:
    return "group", str(place)


def _within(closure: Closure, day: str, start: str) -> bool:
    """Whether an opening of the plan is part of a stretch that falls out."""
    return day == closure.day.isoformat() and closure.start <= start < closure.end


def _number(shown: Shown, key: Key) -> Value:
    """A number of voters, the sign for one left out, or that it is unknown."""
    if key not in shown:
        return UNKNOWN
    number = shown[key]
    return HIDDEN if number is None else round(number)


def _station_rows(
    stations: Sequence[Station], groups: Mapping[str, Sequence[ClosureGroup]], shown: Mapping[str, Shown]
) -> Iterator[tuple[Value, ...]]:
    for station in stations:
        for place, group in enumerate(groups.get(station.id, ())):
            first = group.first
            yield (
                *(station.id, station.name, date_runs_text([c.day for c in group.closures])),
                *(spans_text(((first.start, first.end),)), *_instead(first)),
                *(_number(shown[station.id], _group(place)), _busiest(group, shown[station.id])),
            )


def _busiest(group: ClosureGroup, shown: Shown) -> Value:
    """The busiest date of a group; left out where any of its dates is, since it would help to work that one out."""
    votes = [shown[_key(closure)] for closure in group.closures if _key(closure) in shown]
    known = [number for number in votes if number is not None]
    if not votes:
        return UNKNOWN
    return round(max(known)) if len(known) == len(votes) else HIDDEN


def _instead(closure: Closure) -> tuple[Value, ...]:
    """Where to, address, hours, minutes, what they rest on."""
    found: Alternative | None = closure.instead
    if found is None:
        return NOBODY if closure.station.open_to_all else OWN_VOTERS, "", "", None, ""
    hours = spans_text(found.spans) + ("" if found.whole else " (bare deler av tida)")
    beyond = "over grensa; " if found.beyond else ""
    return found.station.name, found.station.address, hours, round(found.minutes), f"{beyond}{MARKS[found.mark]}"


def _vehicle_rows(plan: Plan, fallbacks: Fallbacks | None, shown: Mapping[str, Shown]) -> Iterator[tuple[Value, ...]]:
    if fallbacks is None:
        return
    days = sorted({(o.vehicle, o.date) for s in plan.stations for o in s.opening if o.vehicle is not None})
    for vehicle, day in days:
        for closure in fallbacks.of_vehicle(vehicle, day):
            yield (
                *(vehicle_name(plan, vehicle), day, WEEKDAYS[day.weekday()]),
                *(spans_text(((closure.start, closure.end),)), closure.station.name, *_instead(closure)),
                *(
                    _number(shown[closure.station.id], _key(closure)),
                    _driver(plan, closure),
                    vehicle_contact(plan, vehicle),
                ),
            )


def _driver(plan: Plan, closure: Closure) -> str:
    """Drivers on the roster at that stop at that time."""
    found = [
        e.person
        for e in plan.roster
        if (e.role, e.station, e.date) == (Role.DRIVER, closure.station.id, closure.day)
        and e.start < closure.end
        and closure.start < e.end
    ]
    return ", ".join(sorted(set(found))) or UNKNOWN


def _call_rows(
    plan: Plan, stations: Sequence[Station], context: ExportContext, shown: Mapping[str, Shown]
) -> Iterator[tuple[Value, ...]]:
    envelopes = {
        s.station: sum(i.pieces for i in s.items if i.kind is StockKind.EMERGENCY_ENVELOPES) for s in plan.stock
    }
    for station in stations:
        site = _site(context.problem, station)
        told = (site.owner, site.keys) if site else ("", "")
        yield (
            *(station.id, station.name, station.address, place_contact(station, context)),
            *(text or UNKNOWN for text in told),
            *(envelopes.get(station.id, UNKNOWN), "", _number(shown[station.id], (OWN, station.id))),
        )
    for vehicle in _vehicles(plan):
        yield vehicle, vehicle_name(plan, vehicle), "", vehicle_contact(plan, vehicle), "", "", "", "", ""


def _vehicles(plan: Plan) -> list[str]:
    """Every vehicle that is used, by id."""
    return sorted({o.vehicle for station in plan.stations for o in station.opening if o.vehicle is not None})


def _site(problem: Problem | None, station: Station) -> Site | None:
    column = None if problem is None else station_site(problem, station)
    return None if problem is None or column is None else problem.dataset.sites[column]


def _others(plan: Plan) -> Iterator[str]:
    """Whom a planner calls besides the places themselves."""
    yield "Valgansvarlig i kommunen (vakttelefon)"
    yield "Valgdirektoratet, ved endring av sted eller tid (vf 6-1)"
    yield "EVA brukerstøtte"
    yield "Posten/Bring, forsendelser"
    yield "Vaktmester eller bilberging"
    for vehicle in _vehicles(plan):
        yield f"{vehicle_name(plan, vehicle)}: eier eller utleier, og reservekjøretøy"
    yield "Lager for beredskapskonvolutter utenfor stedene"
