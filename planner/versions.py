"""The versions of a plan: draft → decided → registered → announced, each step with its checks.

What a step may change is the version block alone; the content is sealed (:mod:`planner.seals`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from planner.domain.errors import InputError, Problem
from planner.domain.findings import ChecklistItem, Finding, ItemStatus, Severity
from planner.domain.plan import Plan, PlanStatus, Version
from planner.law.wording import long_date
from planner.seals import content_sha256, file_sha256, is_final, is_sealed_and_changed, times_sha256

ORDER = tuple(PlanStatus)
"""The statuses in the only order in which a plan takes them."""
WORDS = {
    PlanStatus.DRAFT: "utkast",
    PlanStatus.DECIDED: "vedtatt",
    PlanStatus.REGISTERED: "registrert",
    PlanStatus.ANNOUNCED: "kunngjort",
}
DATES = {
    PlanStatus.DECIDED: "decided_on",
    PlanStatus.REGISTERED: "registered_on",
    PlanStatus.ANNOUNCED: "announced_on",
}
"""The date that each status needs."""
COMMANDS = {
    PlanStatus.DECIDED: "--decide DATO --case-number NR",
    PlanStatus.REGISTERED: "--register DATO",
    PlanStatus.ANNOUNCED: "--announce DATO",
}
STEPPED = {"R1": "--register", "R2": "--announce", "R5": "--notify"}
"""Checklist items that a step of the version marks as done, and the step."""
CHECKSUM = re.compile(r"[0-9a-f]{64}")
PLACE_ID = re.compile(r"(?!0000|9999)[0-9]{4}")
"""Of a place in EVA; 9999 is reserved there."""


def decided(plan: Plan, *, on: date, case_number: str, election: date, findings: Iterable[Finding]) -> Plan:
    """The plan as decided by the board: its content is sealed.

    Args:
        on: date of the decision.
        case_number: of the case, as the board's archive writes it.
        election: election day.
        findings: of an audit just made; overridden rules are warnings with their reasons and stay in the plan.

    Raises:
        InputError: everything that hinders it, every hard finding among it.
    """
    number = case_number.strip()
    problems = [*_step_problems(plan, PlanStatus.DECIDED, on, election)]
    if not number or not number.isprintable():
        remedy = "skriv det på én linje (--case-number NR)"
        problems.append(_problem("saksnummeret mangler eller er ikke én linje", case_number, remedy))
    for finding in findings:
        if finding.severity is Severity.HARD:
            remedy = "rett scenariet og lag planen på nytt, eller fravik regelen med begrunnelse (overrides)"
            message = f"kan ikke vedtas, brudd på {finding.rule}: {finding.sentence}"
            problems.append(Problem(message, place="findings", remedy=remedy))
    _raise(problems)
    version = replace(plan.version, status=PlanStatus.DECIDED, decided_on=on, case_number=number)
    sealed = replace(plan, version=version)
    return replace(plan, version=replace(version, content_sha256=content_sha256(sealed)))


def registered(plan: Plan, *, on: date, election: date) -> Plan:
    """The decided plan as registered in EVA.

    Raises:
        InputError: everything that hinders it.
    """
    return _stepped(plan, PlanStatus.REGISTERED, on, election)


def announced(plan: Plan, *, on: date, election: date) -> Plan:
    """The registered plan as announced.

    Raises:
        InputError: everything that hinders it.
    """
    return _stepped(plan, PlanStatus.ANNOUNCED, on, election)


def notified(plan: Plan, *, on: date, election: date) -> Plan:
    """The plan with the date on which both notices of its changes were given (vf 6-1).

    Raises:
        InputError: everything that hinders it.
    """
    version = plan.version
    problems = list(_own_problems(plan, election))
    if version.parent_announced_on is None:
        problems.append(_problem("ingen tidligere utgave er kunngjort, så det er ingen endring å melde", ""))
    if not is_final(version):
        remedy = "vedta den først (--decide DATO --case-number NR)"
        problems.append(_problem("endringene i et utkast er ikke vedtatt", WORDS[version.status], remedy))
    if version.change_notified_on is not None:
        problems.append(_problem("meldingene er alt ført", version.change_notified_on.isoformat()))
    problems += _date_problems(on, "--notify", (version.parent_announced_on, version.decided_on), election)
    _raise(problems)
    return replace(plan, version=replace(version, change_notified_on=on))


def _stepped(plan: Plan, to: PlanStatus, on: date, election: date) -> Plan:
    _raise(_step_problems(plan, to, on, election))
    changes: dict[str, Any] = {"status": to, DATES[to]: on}
    return replace(plan, version=replace(plan.version, **changes))


def _step_problems(plan: Plan, to: PlanStatus, on: date, election: date) -> Iterator[Problem]:
    """What hinders a step: the plan's own block, a skipped step, the date."""
    version = plan.version
    yield from _own_problems(plan, election)
    before = ORDER[ORDER.index(to) - 1]
    if version.status is not before:
        following = ORDER[ORDER.index(version.status) + 1 :]
        remedy = f"neste steg er {COMMANDS[following[0]]}" if following else "en endring er en ny versjon (--parent)"
        yield _problem(f"planen kan ikke bli {WORDS[to]} nå", WORDS[version.status], remedy)
    first = {PlanStatus.REGISTERED: version.parent_registered_on, PlanStatus.ANNOUNCED: version.parent_announced_on}
    earlier = [getattr(version, name) for status, name in DATES.items() if ORDER.index(status) < ORDER.index(to)]
    yield from _date_problems(on, DATES[to], (*earlier, first.get(to)), election)


def _date_problems(on: date, what: str, earlier: Iterable[date | None], election: date) -> Iterator[Problem]:
    latest = max((day for day in earlier if day is not None), default=None)
    if latest is not None and on < latest:
        yield Problem(f"datoen er før {long_date(latest)}, da steget før ble tatt", "", what, on.isoformat())
    if on > election:
        yield Problem(f"datoen er etter valgdagen, {long_date(election)}", "", what, on.isoformat())


def _own_problems(plan: Plan, election: date) -> Iterator[Problem]:
    for sentence in inconsistencies(plan.version, election):
        yield _problem(f"{sentence[0].lower()}{sentence[1:]}", "", "rett «version» i plan.json")
    if is_sealed_and_changed(plan):
        remedy = "hent tilbake den vedtatte fila, eller lag en ny versjon (--parent)"
        yield _problem(f"innholdet er endret etter at planen ble {WORDS[PlanStatus.DECIDED]}", "", remedy)


def inconsistencies(version: Version, election: date) -> Iterator[str]:
    """Sentences on everything in a version block that cannot be so; each ends without a full stop."""
    yield from _of_dates(version, election)
    yield from _of_kin(version)
    yield from _of_place_ids(version)


def _of_dates(version: Version, election: date) -> Iterator[str]:
    reached = ORDER.index(version.status)
    for status, name in DATES.items():
        day = getattr(version, name)
        if ORDER.index(status) <= reached and day is None:
            yield f"Planen er {WORDS[version.status]}, men {name} mangler"
        if ORDER.index(status) > reached and day is not None:
            yield f"Planen er {WORDS[version.status]}, men {name} er {day}"
    if not is_final(version) and version.content_sha256 is not None:
        yield f"Planen er {WORDS[version.status]}, men har et segl (content_sha256) fra et vedtak"
    if is_final(version) and not (version.case_number or "").strip():
        yield f"Planen er {WORDS[version.status]}, men saksnummeret (case_number) mangler"
    days = [(name, getattr(version, name)) for name in DATES.values()]
    known = [(name, day) for name, day in days if day is not None]
    for (one, first), (other, second) in pairwise(known):
        if second < first:
            yield f"{other} ({second}) er før {one} ({first})"
    notices = [("change_notified_on", version.change_notified_on)] if version.change_notified_on else []
    for name, day in [*known, *notices]:
        if day > election:
            yield f"{name} ({day}) er etter valgdagen ({election})"


def _of_kin(version: Version) -> Iterator[str]:
    if version.number < 1:
        yield f"Versjonsnummeret er {version.number}, men det første er 1"
    if version.number == 1 and version.parent_sha256 is not None:
        yield "Versjon 1 kan ikke ha en forelder (parent_sha256)"
    if version.number > 1 and version.parent_sha256 is None:
        yield f"Versjon {version.number} mangler forelder (parent_sha256)"
    if version.parent_sha256 is not None and not CHECKSUM.fullmatch(version.parent_sha256):
        yield "parent_sha256 er ikke en sha256-sum (64 sifre 0–9, a–f)"
    if version.parent_sha256 is None and (version.parent_registered_on or version.parent_announced_on):
        yield "Planen har datoer fra en forelder (parent_registered_on, parent_announced_on), men ingen parent_sha256"
    for name in ("registered_on", "announced_on"):
        own, parents = getattr(version, name), getattr(version, f"parent_{name}")
        if own is not None and parents is not None and own < parents:
            yield f"{name} ({own}) er før parent_{name} ({parents})"
    if version.change_notified_on is not None and version.parent_announced_on is None:
        yield "Endringer er meldt (change_notified_on), men ingen tidligere utgave er kunngjort (parent_announced_on)"


def _of_place_ids(version: Version) -> Iterator[str]:
    times = Counter(version.place_ids.values())
    for station, number in version.place_ids.items():
        if not PLACE_ID.fullmatch(number):
            yield f"place_ids for {station} er «{number}», men skal være fire sifre 0001–9998"
    for number in sorted(number for number, count in times.items() if count > 1):
        shared = [station for station, given in version.place_ids.items() if given == number]
        yield f"place_ids {number} er gitt flere steder: {', '.join(shared)}"


def successor(parent: Plan, parent_bytes: bytes, *, election: date, file: str = "") -> Version:
    """The version block of a new draft that follows a plan.

    Args:
        parent: decided, registered or announced.
        parent_bytes: of the parent's file.
        election: election day.
        file: the parent's file, for errors.

    Raises:
        InputError: the parent is a draft, or not what was decided.
    """
    version = parent.version
    problems = [replace(problem, file=file) for problem in _own_problems(parent, election)]
    if not is_final(version):
        remedy = "et utkast kan planlegges på nytt i samme mappe; bruk --parent når det er vedtatt"
        problems.append(Problem("forelderen er et utkast", file, "version.status", version.status.value, remedy))
    _raise(problems)
    announced_here = version.status is PlanStatus.ANNOUNCED
    return Version(
        number=version.number + 1,
        parent_sha256=file_sha256(parent_bytes),
        parent_content_sha256=content_sha256(parent),
        parent_registered_on=version.parent_registered_on or version.registered_on,
        parent_announced_on=version.parent_announced_on or version.announced_on,
        parent_announced_sha256=times_sha256(parent) if announced_here else version.parent_announced_sha256,
        place_ids=dict(version.place_ids),
    )


def redrafted(version: Version) -> Version:
    """The version block of a draft that is planned anew: its number, its parent and the ids given before stay."""
    kept = [name for name in Version.__slots__ if name.startswith("parent_") or name == "place_ids"]
    kin = {name: getattr(version, name) for name in kept}
    return Version(number=version.number, **kin)


def inherited(items: Iterable[ChecklistItem]) -> tuple[ChecklistItem, ...]:
    """A parent's checklist as a new version takes it over: what its own steps do is to be done anew."""
    return tuple(
        replace(item, status=ItemStatus.OPEN, due=None, settled=(), done_on=None, reason="")
        if item.rule in STEPPED
        else item
        for item in items
    )


def follow_parent(child: Plan, parent: Plan) -> Plan:
    """The child with what its parent has reached since the child was made; the checksums stay.

    A parent's file that is behind, such as the copy kept beside the child, takes nothing back.
    """
    older, version = parent.version, child.version
    registered_on = older.parent_registered_on or older.registered_on or version.parent_registered_on
    announced_on = older.parent_announced_on or older.announced_on or version.parent_announced_on
    times = times_sha256(parent) if older.status is PlanStatus.ANNOUNCED else version.parent_announced_sha256
    known = replace(
        version,
        parent_registered_on=registered_on,
        parent_announced_on=announced_on,
        parent_announced_sha256=times,
        place_ids={**version.place_ids, **older.place_ids},
    )
    return replace(child, version=known)


def _problem(message: str, value: str, remedy: str = "") -> Problem:
    return Problem(message, "", "version", value, remedy)


def _raise(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise InputError(found)
