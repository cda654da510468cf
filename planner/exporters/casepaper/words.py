"""Words and numbers of the case paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from planner.domain.findings import Severity
from planner.domain.plan import Plan, Station, StationKind
from planner.exporters.hours import join_words
from planner.law.calendar import Calendar, election_calendar
from planner.law.wording import count

UNKNOWN = "ukjent"
KINDS = {
    StationKind.FIXED: ("fast sted", "faste steder"),
    StationKind.POPUP: ("midlertidig sted", "midlertidige steder"),
    StationKind.MOBILE_STOP: ("stopp for valgbuss eller valgbåt", "stopp for valgbuss eller valgbåt"),
    StationKind.INSTITUTION: ("helse- og omsorgsinstitusjon", "helse- og omsorgsinstitusjoner"),
    StationKind.PRISON: ("fengsel", "fengsler"),
    StationKind.HOME_TEAM: ("ambulerende lag", "ambulerende lag"),
}
SEVERITIES = {
    Severity.HARD: "brudd",
    Severity.WARNING: "advarsel",
    Severity.CANNOT_JUDGE: "kan ikke vurderes",
    Severity.INFO: "opplysning",
}
"""In the order in which the board should read them."""


def calendar_of(plan: Plan) -> Calendar | None:
    """The calendar of the plan's election, one day or two; None where the plan names no election."""
    text, two_days = plan.scenario.get("election"), plan.scenario.get("two_election_days") is True
    try:
        return election_calendar(date.fromisoformat(str(text)), two_days=two_days)
    except ValueError:
        return None


def kinds_text(stations: Iterable[Station]) -> str:
    """``28 faste steder og 3 midlertidige steder``."""
    counts = Counter(station.kind for station in stations)
    words = [count(counts[kind], *words) for kind, words in KINDS.items() if counts[kind]]
    return join_words(words) if words else "ingen steder"


def share_text(share: float) -> str:
    """``73 %``."""
    return f"{100 * share:.0f} %"


def grouped(number: float) -> str:
    """``11 715``."""
    return f"{number:,.0f}".replace(",", " ")


def value_text(value: str) -> str:
    """A plain number with decimal comma; any other text as it is."""
    return value.replace(".", ",") if re.fullmatch(r"-?\d+\.\d+", value) else value


def signed(number: float, digits: int = 1) -> str:
    """A change with its sign and decimal comma; ``0,0`` where it rounds to nothing."""
    text = f"{abs(number):.{digits}f}".replace(".", ",")
    return text if float(text.replace(",", ".")) == 0 else ("+" if number > 0 else "−") + text
