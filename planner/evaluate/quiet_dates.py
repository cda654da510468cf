"""Places that a plan adds on dates when few vote in advance.

Goals count dates on which a place is open; they do not know that 44.6 % of the advance votes of 2023 came in the last
week and about 2 % on a day of the first. Persons for the queues cost least when few come, so a plan can have its
places open early. That is lawful, and no mistake, but a board should see it.

    quiet:  Σ_d profile(d) / Σ_all profile  <  dates of the place / dates of the period
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Phase, Plan, Station
from planner.evaluate.profile import demand_profile
from planner.law.wording import count, named
from planner.problem import Problem

QUIET = "quiet_dates"
ABOUT = "scenariet: objective"


def quiet_findings(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One warning for all places that are open on quiet dates only, the quietest named."""
    today = {problem.dataset.sites[schedule.site].id for schedule in problem.existing}
    added = [station for station in plan.stations if station.open_to_all and station.id not in today]
    found = [(share, dates, s) for s in added for share, dates in [_share(s, problem)] if dates]
    even = 1 / len(problem.dates)
    quiet = sorted(
        ((share / (dates * even), share, dates, s) for share, dates, s in found if share < dates * even),
        key=lambda item: (item[0], item[3].id),
    )
    if quiet:
        _, share, dates, station = quiet[0]
        yield Finding(
            QUIET,
            Severity.WARNING,
            f"{count(len(quiet), 'sted', 'steder')} av {len(found)} som planen legger til, er åpne på dager da færre "
            f"enn ellers stemmer på forhånd. Roligst er {named(station)}: {count(dates, 'dato', 'datoer')} av "
            f"{len(problem.dates)}, da {_percent(share)} % av forhåndsstemmene kommer (valget "
            f"{demand_profile().election}). Målet teller datoer, ikke hvor mange som stemmer på dem, og kø tar færrest "
            "folk da. Vil valgstyret ha stedene åpne nærmere valget, gi dem mønstre for de siste ukene "
            "(stations.patterns), eller lås tider (pins).",
            tuple(item[3].id for item in quiet),
            measured=round(share, 4),
            limit=round(dates * even, 4),
            unit="andel av forhåndsstemmene",
            citation=ABOUT,
        )


def _share(station: Station, problem: Problem) -> tuple[float, int]:
    """Share of the period's advance votes on a station's dates, and how many dates there are."""
    shares = demand_profile().spread(problem.dates, problem.calendar)
    days = {o.date for o in station.opening if o.phase is Phase.ORDINARY} & shares.keys()
    return sum(shares[day] for day in days), len(days)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".replace(".", ",")
