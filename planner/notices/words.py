"""Words of the notices to voters, in bokmål and nynorsk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.domain.dataset import Mark
from planner.domain.small_groups import is_small
from planner.domain.spans import Spans
from planner.exporters.hours import clock_text, join_words

GAP = "\u00a0"
"""No line may break inside a number."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language; what stands in braces is filled in."""

    code: str
    language: str
    weekdays: tuple[str, ...]
    title: str
    added_title: str
    sender: str
    decided: str
    removed: str
    rescheduled: str
    longer: str
    renamed: str
    moved: str
    moved_near: str
    was_announced: str
    visited: str
    days_caption: str
    days_heads: tuple[str, str, str]
    closed: str
    unchanged_rest: str
    instead: str
    instead_none: str
    instead_caption: str
    instead_heads: tuple[str, str, str, str, str]
    minutes: str
    minutes_rough: str
    minutes_beyond: str
    part: str
    hours_now: str
    added: str
    id_title: str
    id_text: str
    numbers_title: str
    expected: str
    expected_none: str
    few: str
    about: str
    unknown: str
    ways: str
    rough: str


NB = Words(
    code="nb",
    language="nb-NO",
    weekdays=("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    title="Endret forhåndsstemming: {name}",
    added_title="Nye steder å forhåndsstemme",
    sender="Melding fra {municipality} til velgerne om valget {election}.",
    decided="Vedtatt av valgstyret {decided}, sak {case}.",
    removed="Du kan ikke forhåndsstemme på {name} ({address}) slik det var kunngjort. Stedet er tatt ut.",
    rescheduled="Åpningstidene på {name} ({address}) er endret.",
    longer="{name} ({address}) har fått mer åpningstid enn det som var kunngjort.",
    renamed="Stedet heter nå {after}. Før het det {before}.",
    moved="Stedet er flyttet fra {before} til {after}. Gå til den nye adressen.",
    moved_near="Stedet har fått en annen plass ved samme adresse, {after}. Følg skiltene.",
    was_announced="Dette var kunngjort, og gjelder ikke lenger:",
    visited="Stemmingen her er for dem som bor eller oppholder seg på stedet. Spør de ansatte om tid og sted.",
    days_caption="Datoene som er endret (klokkeslett)",
    days_heads=("dato", "før", "nå"),
    closed="ikke åpent",
    unchanged_rest="Alle andre datoer er som før.",
    instead="Hit kan du gå i stedet",
    instead_none="ingen andre steder er åpne da",
    instead_caption="Nærmeste sted som er åpent på samme dato og samme tid",
    instead_heads=("når", "nærmeste åpne sted", "adresse", "åpent", "reisetid"),
    minutes="{n} min",
    minutes_rough="omtrent {n} min",
    minutes_beyond="over {n} min",
    part="{spans} (bare deler av tida)",
    hours_now="Åpningstider nå",
    added="Disse stedene er kommet til:",
    id_title="Ta med legitimasjon",
    id_text="Du må vise legitimasjon for å stemme (valgloven § 6-11).",
    numbers_title="Om tallene",
    expected="Vi venter at {number} velgere hadde {name} som sitt raskeste sted i den tida eller på den plassen som er "
    "endret. Det er en forventning, ikke en telling.",
    expected_none="Ingen åpningstid er falt bort, så ingen behøver å gå et annet sted.",
    few="færre enn fem",
    about="omtrent {n}",
    unknown="Hvor mange velgere endringen gjelder, er ikke kjent.",
    ways="Reisetidene er et gjennomsnitt over måter å komme seg fram på ({mix}), regnet fra stedet som er endret.",
    rough="«omtrent»: regnet helt eller delvis etter luftlinje med omvei, fordi gatenettet mangler i kildene.",
)
NN = Words(
    code="nn",
    language="nn-NO",
    weekdays=("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"),
    title="Endra førehandsrøysting: {name}",
    added_title="Nye stader å førehandsrøyste",
    sender="Melding frå {municipality} til veljarane om valet {election}.",
    decided="Vedteke av valstyret {decided}, sak {case}.",
    removed="Du kan ikkje førehandsrøyste på {name} ({address}) slik det var kunngjort. Staden er teken ut.",
    rescheduled="Opningstidene på {name} ({address}) er endra.",
    longer="{name} ({address}) har fått meir opningstid enn det som var kunngjort.",
    renamed="Staden heiter no {after}. Før heitte han {before}.",
    moved="Staden er flytta frå {before} til {after}. Gå til den nye adressa.",
    moved_near="Staden har fått ein annan plass ved same adresse, {after}. Følg skilta.",
    was_announced="Dette var kunngjort, og gjeld ikkje lenger:",
    visited="Røystinga her er for dei som bur eller held til på staden. Spør dei tilsette om tid og stad.",
    days_caption="Datoane som er endra (klokkeslett)",
    days_heads=("dato", "før", "no"),
    closed="ikkje ope",
    unchanged_rest="Alle andre datoar er som før.",
    instead="Hit kan du gå i staden",
    instead_none="ingen andre stader er opne då",
    instead_caption="Næraste stad som er open på same dato og same tid",
    instead_heads=("når", "næraste opne stad", "adresse", "ope", "reisetid"),
    minutes="{n} min",
    minutes_rough="om lag {n} min",
    minutes_beyond="over {n} min",
    part="{spans} (berre delar av tida)",
    hours_now="Opningstider no",
    added="Desse stadene er komne til:",
    id_title="Ta med legitimasjon",
    id_text="Du må vise legitimasjon for å røyste (vallova § 6-11).",
    numbers_title="Om tala",
    expected="Vi ventar at {number} veljarar hadde {name} som sin raskaste stad i den tida eller på den plassen som er "
    "endra. Det er ei forventning, ikkje ei teljing.",
    expected_none="Inga opningstid er fallen bort, så ingen treng å gå ein annan stad.",
    few="færre enn fem",
    about="om lag {n}",
    unknown="Kor mange veljarar endringa gjeld, er ikkje kjent.",
    ways="Reisetidene er eit gjennomsnitt over måtar å kome seg fram på ({mix}), rekna frå staden som er endra.",
    rough="«om lag»: rekna heilt eller delvis etter luftlinje med omveg, fordi gatenettet manglar i kjeldene.",
)
LANGUAGES = (NB, NN)
MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip
"""The same in both."""
HUNDRED = 100


def date_text(day: date, words: Words) -> str:
    """``laurdag 14. august 2027``."""
    return f"{words.weekdays[day.weekday()]} {day.day}. {MONTHS[day.month - 1]} {day.year}"


def day_text(day: date, words: Words) -> str:
    """``laurdag 14.8.``."""
    return f"{words.weekdays[day.weekday()]} {day.day}.{day.month}."


def spans_text(spans: Spans, words: Words) -> str:
    """``10–13 og 16–19``; closed where there are none."""
    parts = [f"{clock_text(start)}–{clock_text(end)}" for start, end in spans]
    return join_words(parts) if parts else words.closed


def number_text(number: float, words: Words) -> str:
    """A number of expected voters: tens from a hundred on, never a group that is too small to tell of."""
    if is_small(number):
        return words.few
    rounded = round(number, -1) if number >= HUNDRED else round(number)
    return words.about.format(n=f"{rounded:,.0f}".replace(",", GAP))


def minutes_text(minutes: float, mark: Mark, words: Words, *, beyond: bool) -> str:
    """``12 min``, ``omtrent 12 min`` where no street network is behind it."""
    form = words.minutes if mark is Mark.NETWORK else words.minutes_rough
    return (words.minutes_beyond if beyond else form).format(n=round(minutes))
