"""Every assumed number of a scenario, shown with every result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from planner.domain.findings import Assumption
from planner.scenario.schema import Scenario


def scenario_assumptions(scenario: Scenario) -> tuple[Assumption, ...]:
    """Every assumed number of a scenario, with unit, source and whether it is verified."""
    return tuple(_walk(scenario, "", ""))


def _walk(part: BaseModel, prefix: str, label: str) -> Iterator[Assumption]:
    """The assumptions of a part; ``label`` names the element of a list that it is, so that no two read alike."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        path = f"{prefix}{name}"
        extra = field.json_schema_extra
        if isinstance(extra, Mapping) and extra.get("assumption"):
            yield Assumption(
                id=path,
                text=f"{label}{field.description or name}",
                value=_plain_text(value),
                unit=str(extra["unit"]),
                source=str(extra["source"]),
                verified=bool(extra["verified"]),
            )
        elif isinstance(value, BaseModel):
            yield from _walk(value, f"{path}.", label)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    element = getattr(item, "name", f"nr. {index + 1}")
                    yield from _walk(item, f"{path}.{getattr(item, 'id', index)}.", f"{element}: ")


def _plain_text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {item}" for key, item in value.items())
    if value is None:
        return "ukjent"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
