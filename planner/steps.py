"""What is done to a plan file after it is made: steps of its version, new versions, marks on its checklist.

A step changes the version block and what follows from it (checklist, findings), a mark the checklist;
the content stays. Each is made from the bytes that were read, and is not written if somebody has
changed the file in the meantime.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from planner.audit import complete, content_findings, plan_checklist
from planner.domain.checklist import Mark, marked, subject_of, with_own
from planner.domain.errors import InputError, Problem
from planner.domain.findings import Finding
from planner.domain.plan import Plan, Version
from planner.evaluate.stored import other_dataset
from planner.exporters.context import ExportContext
from planner.exporters.place_ids import with_place_ids
from planner.law.wording import long_date
from planner.origin import PARENT_FILE
from planner.planfile import plan_bytes, plan_file_bytes, plan_of, read_plan
from planner.seals import Kinship, is_final, is_sealed_and_changed, kinship
from planner.services import problem_of, write_files
from planner.versions import (
    COMMANDS,
    ORDER,
    STEPPED,
    WORDS,
    announced,
    decided,
    follow_parent,
    inconsistencies,
    inherited,
    notified,
    registered,
    successor,
)


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps asked for; they are taken in the order of the fields."""

    decide: date | None = None
    case_number: str = ""
    register: date | None = None
    notify: date | None = None
    announce: date | None = None

    @property
    def any(self) -> bool:
        """Whether a step is asked for."""
        return any(day is not None for day in (self.decide, self.register, self.notify, self.announce))


@dataclass(frozen=True, slots=True)
class StepResult:
    """A plan file after steps or marks; ``notes`` are sentences about it."""

    plan: Plan
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = field(default=())


def take_steps(path: Path, steps: Steps, *, data: Path | None = None, parent: Path | None = None) -> StepResult:
    """Take steps with a plan file, in place.

    Args:
        path: the plan; its content is left alone.
        data: the dataset folder, for the audit.
        parent: its parent's file, to carry over what that has reached since (registered, announced).

    Raises:
        InputError: everything that hinders the first step that cannot be taken; nothing is written then.
    """
    content = plan_file_bytes(path)
    plan = plan_of(content, str(path))
    if parent is not None:
        older, _ = _checked_parent(plan, path, parent)
        plan = follow_parent(plan, older)
    problem = problem_of(plan, path, data=data)
    election = problem.scenario.election
    try:
        if steps.decide is not None:
            plan = complete(plan, problem)
            plan = decided(
                plan, on=steps.decide, case_number=steps.case_number, election=election, findings=plan.findings
            )
        for step, day in ((registered, steps.register), (notified, steps.notify), (announced, steps.announce)):
            if day is not None:
                plan = step(plan, on=day, election=election)
        if is_final(plan.version):
            plan = with_place_ids(plan, replace(ExportContext.of(problem.dataset), problem=problem))
    except InputError as error:
        raise InputError([replace(trouble, file=str(path)) for trouble in error.problems]) from None
    plan = replace(plan, findings=content_findings(plan, problem), checklist=plan_checklist(plan, problem))
    write_files(path.parent, {path.name: plan_bytes(plan)}, replacing={path.name: content})
    return StepResult(plan, plan.findings, tuple(told.sentence for told in other_dataset(plan, problem.dataset)))


def new_version(path: Path, out: Path, *, data: Path | None = None) -> StepResult:
    """Write a draft that follows a decided plan, with the same content, to be changed by hand.

    Raises:
        InputError: the plan is a draft or not what was decided; there is a file already.
    """
    content = plan_file_bytes(path)
    plan = plan_of(content, str(path))
    problem = problem_of(plan, path, data=data)
    copy = out.with_name(PARENT_FILE)
    kept = copy.exists() and plan_file_bytes(copy) == content
    taken = [file for file in (out, copy) if file.exists() and not (kept and file == copy)]
    problems = [Problem("fila finnes alt", str(file), remedy="velg en annen mappe") for file in dict.fromkeys(taken)]
    try:
        version = successor(plan, content, election=problem.scenario.election, file=str(path))
    except InputError as error:
        raise InputError([*error.problems, *problems]) from None
    if problems:
        raise InputError(problems)
    child = complete(replace(plan, version=version, checklist=inherited(plan.checklist)), problem)
    files = {out.name: plan_bytes(child)} | ({} if kept else {PARENT_FILE: content})
    write_files(out.parent, files)
    return StepResult(child, child.findings)


def version_lines(path: Path, *, parent: Path | None = None) -> Iterator[str]:
    """What a plan file says of its version, whether it is untouched, and whether its parent is the one it names.

    Args:
        parent: the parent's file; None looks for the copy beside the plan.

    Raises:
        InputError: the plan cannot be read, was changed after the decision, or the parent is not the one it names.
    """
    plan = read_plan(path)
    version = plan.version
    lines = [f"Versjon {version.number}: {WORDS[version.status]}", *_date_lines(version)]
    election = str(plan.scenario.get("election", ""))
    if is_sealed_and_changed(plan):
        remedy = "hent tilbake den vedtatte fila, eller lag en ny versjon (--parent)"
        raise InputError(Problem("innholdet er endret etter at planen ble vedtatt", str(path), remedy=remedy))
    if is_final(version):
        sealed = "innholdet er det som ble vedtatt" if version.content_sha256 else "uten segl: kan ikke kontrolleres"
        lines.append(f"  segl: {sealed}")
    copy = path.with_name(PARENT_FILE)
    if parent is None and version.parent_sha256 and copy.is_file() and copy != path:
        parent = copy
    if parent is not None:
        lines += _parent_lines(plan, path, parent)
    elif version.parent_sha256:
        lines.append(f"  forelder: sha256 {version.parent_sha256} (kontroller med --parent FIL)")
    try:
        lines += [f"  FEIL: {sentence}." for sentence in inconsistencies(version, date.fromisoformat(election))]
    except ValueError:
        lines.append(f"  valgdagen i planen («{election}») er ingen dato")
    following = ORDER[ORDER.index(version.status) + 1 :]
    lines.append(f"  neste steg: {COMMANDS[following[0]]}" if following else "  en endring er en ny versjon (--parent)")
    yield from lines


def _date_lines(version: Version) -> Iterator[str]:
    named = (
        ("vedtatt", version.decided_on),
        ("registrert", version.registered_on),
        ("kunngjort", version.announced_on),
        ("endringer meldt", version.change_notified_on),
        ("først registrert, i en tidligere versjon", version.parent_registered_on),
        ("først kunngjort, i en tidligere versjon", version.parent_announced_on),
    )
    for word, day in named:
        if day is not None:
            case = f", sak {version.case_number}" if word == "vedtatt" and version.case_number else ""
            yield f"  {word}: {long_date(day)}{case}"


def _parent_lines(plan: Plan, path: Path, parent: Path) -> Iterator[str]:
    older, kin = _checked_parent(plan, path, parent)
    how = (
        "byte for byte den planen peker på"
        if kin is Kinship.EXACT
        else "innholdet er det planen peker på; status eller sjekkliste er ført videre siden"
    )
    yield f"  forelder: {parent}, versjon {older.version.number}, {WORDS[older.version.status]}: {how}"
    if follow_parent(plan, older) != plan:
        yield "  forelderen er kommet lenger siden: oppgi --parent også ved neste steg, så følger datoene med"


def _checked_parent(plan: Plan, path: Path, parent: Path) -> tuple[Plan, Kinship]:
    """The parent a plan names, and how surely.

    Raises:
        InputError: it is another plan, or changed.
    """
    content = plan_file_bytes(parent)
    older = plan_of(content, str(parent))
    kin = kinship(plan, older, content)
    if plan.version.parent_sha256 is None:
        raise InputError(
            Problem("planen har ingen forelder", str(path), "version.parent_sha256", remedy="utelat --parent")
        )
    problems = []
    if kin is Kinship.OTHER:
        remedy = "finn riktig fil; en kopi lå ved siden av planen (parent.json) da den ble laget"
        message = "er ikke planens forelder, eller er endret siden"
        problems.append(Problem(message, str(parent), "", f"versjon {older.version.number}", remedy))
    if older.version.number + 1 != plan.version.number:
        value = f"{older.version.number} og {plan.version.number}"
        problems.append(Problem("versjonsnumrene følger ikke på hverandre", str(path), "version.number", value))
    if is_sealed_and_changed(older):
        problems.append(Problem("forelderens innhold er endret etter at den ble vedtatt", str(parent)))
    if problems:
        raise InputError(problems)
    return older, kin


def mark_items(path: Path, marks: Sequence[Mark], *, own: str = "", who: str = "") -> Plan:
    """Mark items of a plan file's checklist, in place, whatever the plan's status: the checklist is work, not content.

    Args:
        marks: subjects are ids of stations, as in the plan.
        own: text of an item of the planner's own to add, with ``who``.

    Raises:
        InputError: every item and station that is not there, every item that a step of the version marks.
    """
    content = plan_file_bytes(path)
    plan = plan_of(content, str(path))
    stepped = [mark for mark in marks if mark.status is not None and mark.rule in STEPPED]
    problems = [
        Problem(
            "følger av planens versjon",
            str(path),
            "checklist",
            mark.rule,
            f"valgplan version {STEPPED[mark.rule]} DATO",
        )
        for mark in stepped
    ]
    subjects = {station.id: subject_of(station) for station in plan.stations}
    known = [replace(m, subjects=tuple(subjects.get(s, s) for s in m.subjects)) for m in marks if m not in stepped]
    try:
        items = marked(plan.checklist, known, str(path))
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    if own:
        items = with_own(items, own, who=who)
    if items != plan.checklist:
        plan = replace(plan, checklist=items)
        write_files(path.parent, {path.name: plan_bytes(plan)}, replacing={path.name: content})
    return plan
