"""The certificate beside a plan: written with it, and judged wherever the plan is audited. No solver is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from planner.domain.findings import Finding, Severity
from planner.domain.plan import ObjectiveResult, Plan
from planner.law.wording import count
from planner.objectives.words import bounded_plans, figure_text, objective_title
from planner.optimise.certificate import Certificate, certified_bound, scenario_sha256
from planner.problem import Problem

CERTIFICATE_FILE = "certificate.json"
MAX_BYTES = 200_000_000
ROUNDING = 1e-6
RULE, CITATION = "certificate", "sertifikatet"
REMEDY = "Slett fila, eller lag planen på nytt."


def certificate_bytes(certificate: Certificate) -> bytes:
    """The file; the same certificate gives the same bytes."""
    return (certificate.model_dump_json() + "\n").encode()


def certificate_findings(plan: Plan, problem: Problem, file: Path) -> Iterator[Finding]:
    """What a certificate proves of a plan's bounds, or why it proves nothing; silent where there is none."""
    try:
        if not file.is_file():
            return
        if file.stat().st_size > MAX_BYTES:
            yield _warning(f"{file.name} er for stor til å være et sertifikat. {REMEDY}")
            return
        certificate = Certificate.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        wrong = count(error.error_count(), "feil", "feil") if isinstance(error, ValidationError) else "kan ikke leses"
        yield _warning(f"{file.name} er ikke et gyldig sertifikat ({wrong}). {REMEDY}")
        return
    if (certificate.scenario_sha256, certificate.dataset_sha256) != (scenario_sha256(plan), problem.dataset.sha256):
        yield _warning(f"{file.name} gjelder et annet scenario eller datasett enn planen. {REMEDY}")
        return
    yield from _judged(plan, problem, certificate)


def _judged(plan: Plan, problem: Problem, certificate: Certificate) -> Iterator[Finding]:
    results = plan.objectives or ((plan.objective,) if plan.objective else ())
    if len(results) != len(certificate.goals):
        yield _warning(f"Sertifikatet har {len(certificate.goals)} mål, planen {len(results)}. {REMEDY}")
        return
    for number, (claim, result) in enumerate(zip(certificate.goals, results, strict=True)):
        try:
            bound = certified_bound(problem, claim, number)
        except ValueError:
            yield _warning(f"Sertifikatet for mål {number + 1} passer ikke til scenariet. {REMEDY}")
            continue
        worst = [
            limit * (1 + ROUNDING) + ROUNDING < before.value
            for limit, before in zip(claim.limits, results, strict=False)
        ]
        if any(worst):
            yield _warning(f"Sertifikatet for mål {number + 1} forutsetter bedre verdier av målene før enn planens.")
        yield _finding(number, claim.bound, bound, result)


def _finding(number: int, claimed: float, bound: float, result: ObjectiveResult) -> Finding:
    stated = max(claimed, result.certified_bound or 0.0)
    name, proves = objective_title(result.name), figure_text(bound, result.unit)
    if stated > bound + ROUNDING * max(1.0, abs(bound)):
        sentence = (
            f"Mål {number + 1} ({name}): sertifikatet holder ikke. Det sier at ingen plan er bedre enn "
            f"{figure_text(stated, result.unit)}, men beviser bare {proves}. {REMEDY}"
        )
        return Finding(RULE, Severity.WARNING, sentence, (result.name,), bound, stated, result.unit, CITATION)
    own = figure_text(result.lower_bound, result.unit)
    sentence = (
        f"Mål {number + 1} ({name}): sertifikatet beviser, regnet ut på nytt uten løser, at ingen "
        f"{bounded_plans(result)} er bedre enn {proves}; løserens egen grense er {own}."
    )
    return Finding(RULE, Severity.INFO, sentence, (result.name,), bound, result.lower_bound, result.unit, CITATION)


def _warning(sentence: str) -> Finding:
    return Finding(RULE, Severity.WARNING, sentence, (), citation=CITATION)
