"""Two versions of a plan that a notice can be made of, or everything that hinders it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from planner.domain.errors import InputError, all_of
from planner.domain.errors import Problem as Trouble
from planner.domain.plan import Plan, PlanStatus, StationKind
from planner.evaluate.changes import StationChange, affected_votes, station_changes
from planner.evaluate.votes import StationVotes, expected_votes
from planner.planfile import read_plan
from planner.problem import Problem
from planner.seals import is_final, is_sealed_and_changed
from planner.services import problem_of
from planner.versions import WORDS

ANNOUNCE = "før kunngjøringen med «valgplan version PLAN.json --announce DATO»"


@dataclass(frozen=True, eq=False)
class Pair:
    """An earlier version and the one that takes its place.

    Attributes:
        was, now: what each is judged by.
    """

    old: Plan
    new: Plan
    was: Problem
    now: Problem

    @cached_property
    def changes(self) -> tuple[StationChange, ...]:
        """What voters will find otherwise; home teams go to those who asked for them and are not announced."""
        found = station_changes(self.old, self.new)
        return tuple(change for change in found if change.station.kind is not StationKind.HOME_TEAM)

    @cached_property
    def votes(self) -> Mapping[str, StationVotes] | None:
        """Expected votes of the earlier version by station; None where no total is known."""
        found = expected_votes(self.old, self.was)
        return None if found is None else found.by_station()

    def affected(self, change: StationChange) -> float | None:
        """Expected voters whom a change concerns; None where nobody knows."""
        if self.votes is None or change.before is None:
            return None
        return affected_votes(change, self.votes[change.before.id])

    @property
    def notes(self) -> tuple[str, ...]:
        """What whoever sends the notices must know."""
        found = []
        if self.old.version.status is not PlanStatus.ANNOUNCED and self.new.version.parent_announced_on is None:
            found.append(
                f"Den gamle versjonen er {WORDS[self.old.version.status]} og ikke ført som kunngjort; plikten til å "
                f"melde gjelder endringer etter kunngjøringen (vf 6-1). Er den kunngjort, {ANNOUNCE}."
            )
        if self.old.dataset.sha256 != self.new.dataset.sha256:
            found.append(
                "De to versjonene er laget på hver sin utgave av datasettet; reisetidene er fra det som er her."
            )
        return tuple(found)


def read_pair(old_path: Path, new_path: Path, *, data: Path | None = None) -> Pair:
    """Two plan files.

    Raises:
        InputError: one cannot be read, is a draft or not what was decided; they are of different
            elections, municipalities or in the wrong order. All that is wrong with both.
    """
    old, new = all_of(lambda: read_plan(old_path), lambda: read_plan(new_path))
    troubles = list(_troubles(old, new, old_path, new_path))
    try:
        was, now = all_of(lambda: problem_of(old, old_path, data=data), lambda: problem_of(new, new_path, data=data))
    except InputError as error:
        raise InputError([*troubles, *error.problems]) from None
    if troubles:
        raise InputError(troubles)
    return Pair(old, new, was, now)


def _troubles(old: Plan, new: Plan, old_path: Path, new_path: Path) -> Iterator[Trouble]:
    for plan, path in ((old, old_path), (new, new_path)):
        if not is_final(plan.version):
            remedy = "vedta det først («valgplan version PLAN.json --decide DATO --case-number NR»)"
            yield Trouble("et utkast kan ikke meldes som endring", str(path), "version.status", "draft", remedy)
        if is_sealed_and_changed(plan):
            yield Trouble("innholdet er ikke det som ble vedtatt", str(path), "version.content_sha256",
                          remedy="bruk fila som ble vedtatt, eller vedta den endrede som ny versjon")  # fmt: skip
    for what, place, one, other in (
        ("gjelder et annet valg", "scenario.election", *(str(p.scenario.get("election")) for p in (old, new))),
        ("er laget på et annet datasett", "dataset.name", old.dataset.name, new.dataset.name),
    ):
        if one != other:
            remedy = "sammenlign to versjoner av samme plan"
            yield Trouble(f"{what} enn {old_path} ({one})", str(new_path), place, other, remedy)
    if new.version.number <= old.version.number:
        yield Trouble(
            f"versjonen er ikke nyere enn {old_path} (versjon {old.version.number})", str(new_path), "version.number",
            str(new.version.number), "skriv den gamle planen først; en endring er en ny versjon (--parent)",
        )  # fmt: skip
