"""Every word that the face shows, in one place."""

from __future__ import annotations

import re
from datetime import date, datetime

from planner.domain.findings import ItemStatus, Severity
from planner.domain.plan import PlanStatus, SolveStatus, StationKind

APP_TITLE = "Valgplan – forhåndsstemming"
PLAN_PAGE = "Plan"
CHOOSE_PLAN = "Plan"
NEW_PLAN = "Lag en ny plan"
NO_PLAN = "Det finnes ingen ferdig plan ennå. Velg et scenario og trykk «Lag plan»."
PLAN_TABS = ("Stasjoner", "Bydeler og kostnad", "Funn og sjekkliste", "Forutsetninger", "Last ned")
BROKEN_PLAN = "Planen «{name}» kan ikke leses: {reason}"
NO_MAP = "Planen har ikke noe kart (map.html) ved siden av seg. Lag planen på nytt for å få det."
CHOOSE = "Velg"
NEW_PLACE = "nytt sted"
MAP_TITLE = "Kart over stasjonene i planen"

SCENARIO = "Scenario"
NO_SCENARIO = "Fant ingen scenarier. Legg en YAML-fil i mappa «scenarios» der du startet valgplan."
TIME_LIMIT = "Tidsgrense (sekunder)"
START = "Lag plan"
CANCEL = "Avbryt"
RUNNING = "Lager plan for «{name}»: {seconds} s av høyst {limit} s for selve beregningen."
FINISHED = "Planen er ferdig."
CANCELLED = "Avbrutt. Ingen filer er skrevet."
BUSY = "En annen beregning er i gang på denne maskinen. Vent til den er ferdig, eller avbryt den der."
FAILED = {
    1: "Scenariet eller datasettet har feil.",
    2: "Ingen plan kan oppfylle alle kravene samtidig.",
    3: "Planen er laget, men har brudd på regler som må følges. Se «Funn og sjekkliste».",
    4: "Tidsgrensen ble nådd før noen plan ble funnet. Prøv en høyere grense.",
}
FAILED_OTHER = "Noe gikk galt i programmet (kode {code})."

DISTANCE = "Er avstand problemet?"
DISTANCE_FALLBACK = (
    "I dag er veien lengst i {far} og kortest i {near}. Der veien er kort, er det lite å hente på flere steder; "
    "åpningstid, språk, synlighet og tilstedeværelse er andre virkemidler."
)
MEAN = "Minutter i snitt"
WITHIN = "Innen 15 minutter"
COST = "Kostnad mot budsjettet"
HARD = "Brudd"
POINTS = "prosentpoeng"
CERTAINTY = {
    SolveStatus.OPTIMAL: "Bevist best mulig innenfor scenariets valg.",
    SolveStatus.FEASIBLE: "Ingen plan i scenariet kan komme under {bound}; denne er høyst {gap} over.",
}
STATUS = {
    PlanStatus.DRAFT: "utkast",
    PlanStatus.DECIDED: "vedtatt",
    PlanStatus.REGISTERED: "registrert",
    PlanStatus.ANNOUNCED: "kunngjort",
}
VERSION = "Plan nr. {number} ({status}{since}), datasett {dataset} versjon {version}."
CASE = "sak {number}"

KINDS = {
    StationKind.FIXED: "Fast sted",
    StationKind.POPUP: "Midlertidig sted",
    StationKind.MOBILE_STOP: "Stopp for valgbuss",
    StationKind.INSTITUTION: "Institusjon",
    StationKind.PRISON: "Fengsel",
    StationKind.HOME_TEAM: "Hjemmestemming",
}
ACCESSIBLE = {True: "ja", False: "nei", None: "ukjent"}
STATION_COLUMNS = ("Sted", "Slag", "Adresse", "Datoer", "Timer", "Bemanning", "Tilgjengelig", "Åpningstid")
STATION_COUNT = "{n} stasjoner. Trykk på en overskrift for å sortere."

DISTRICT_COLUMNS = ("Bydel", "Vekt", "Minutter i dag", "Minutter med planen", "Endring", "Innen 15 min i dag",
                    "Innen 15 min med planen")  # fmt: skip
ACCESS_TITLE = "Reisetid per bydel"
NO_ACCESS = "Planen har ingen tall for reisetid."
COST_TITLE = "Kostnad, kr ekskl. mva."
COST_COLUMNS = ("Hva", "Mengde", "Enhet", "Kr per enhet", "Kr")
TOTAL = "Sum"

SEVERITIES = {
    Severity.HARD: ("✖", "Brudd"),
    Severity.WARNING: ("▲", "Advarsel"),
    Severity.CANNOT_JUDGE: ("?", "Kan\u00a0ikke vurderes"),
    Severity.INFO: ("i", "Til orientering"),
}
COUNTED = {
    Severity.HARD: "brudd",
    Severity.WARNING: "advarsler",
    Severity.CANNOT_JUDGE: "kan ikke vurderes",
    Severity.INFO: "til orientering",
}
"""The same after a number other than 1."""
MOST_NAMES = 8
AND_MORE = "{names} og {n} til (alle i plan.json)"
FINDING_COLUMNS = ("Alvor", "Funn", "Regel", "Hjemmel eller kilde", "Gjelder")
FINDING_COUNT = "{n} funn: {parts}."
NO_FINDINGS = "Revisjonen har ingen funn."
OVERRIDDEN = "Satt til side: {reason}"
CHECKLIST_TITLE = "Sjekkliste: det bare mennesker kan gjøre"
CHECKLIST_COLUMNS = ("Status", "Frist", "Hva", "Hvem", "Regel")
ITEM_STATUS = {
    ItemStatus.OPEN: "☐\u00a0gjenstår",
    ItemStatus.DONE: "☑\u00a0gjort",
    ItemStatus.NOT_APPLICABLE: "–\u00a0gjelder ikke",
}
NOT_APPLICABLE = "Gjelder ikke: {reason}."
ASSUMPTIONS_INTRO = "Resultatet hviler på dette. «Ubekreftet»: ingen kilde er funnet; endre verdien i scenariet."
ASSUMPTION_COLUMNS = ("Forutsetning", "Verdi", "Enhet", "Kilde", "Bekreftet")
CONFIRMED = {True: "ja", False: "UBEKREFTET"}

DOWNLOAD_PLAN = "Planen (plan.json)"
DOWNLOAD_MAP = "Kartet (map.html): virker uten nett, kan sendes som vedlegg"
EXPORT_REFUSED = "Kan ikke lages av denne planen ennå:"
EXPORT_PROBLEMS = "Hva som hindrer det"
EXPORT_WITHOUT_DATASET = "Datasettet er ikke her, så postnummer, bydel og kommunenummer står tomme i eksportene."


def number(value: float | None, decimals: int = 0) -> str:
    """Norwegian number; a dash where there is none."""
    if value is None or value != value:
        return "–"
    value = round(value, decimals) or 0.0  # no minus before a zero
    return f"{value:,.{decimals}f}".replace(",", "\u202f").replace(".", ",").replace("-", "−")


def percent(share: float | None) -> str:
    """``55 %``."""
    return "–" if share is None else f"{number(100 * share)} %"


def value_text(text: str) -> str:
    """A value as a planner reads it: ``0.25`` with a decimal comma, anything else as it is."""
    return text.replace(".", ",").replace("-", "−") if re.fullmatch(r"-?\d+\.\d+", text) else text


def short_date(day: date | None) -> str:
    """``30.6.2027``."""
    return f"{day.day}.{day.month}.{day.year}" if day else ""


def moment(at: datetime) -> str:
    """``28.11.2026 kl. 09.05``."""
    return f"{at.day}.{at.month}.{at.year} kl. {at:%H.%M}"


def plain(text: str) -> str:
    """Text in which Streamlit finds no markup."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+!|~$:<>" else sign for sign in text)
