"""Every assumed number of a scenario, shown with every result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from planner.domain.findings import Assumption
from planner.scenario.schema import Scenario


def scenario_assumptions(scenario: Scenario) -> tuple[Assumption, ...]:
    """Every assumed number of a scenario, with unit, source and whether it is verified."""
    classes = {item.id: item.name for item in scenario.availability}
    return tuple(_walk(scenario, "", "", classes))


def _walk(part: BaseModel, prefix: str, label: str, classes: Mapping[str, str]) -> Iterator[Assumption]:
    """The assumptions of a part.

    Args:
        label: names the element of a list that it is, so that no two read alike.
        classes: names of the availability classes by id.
    """
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        path = f"{prefix}{name}"
        extra = field.json_schema_extra
        if isinstance(extra, Mapping) and extra.get("assumption"):
            words = extra.get("words")
            named = {**classes, **words} if isinstance(words, Mapping) else classes
            yield Assumption(
                id=path,
                text=f"{label}{field.description or name}",
                value=_plain_text(value, named),
                unit=str(extra["unit"]),
                source=str(extra["source"]),
                verified=bool(extra["verified"]),
            )
        elif isinstance(value, BaseModel):
            yield from _walk(value, f"{path}.", label, classes)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    element = getattr(item, "name", f"nr. {index + 1}")
                    yield from _walk(item, f"{path}.{getattr(item, 'id', index)}.", f"{element}: ", classes)


def _plain_text(value: Any, words: Mapping[str, Any]) -> str:
    """A value as planners read it; ``words`` are Norwegian for named values."""
    if isinstance(value, tuple):
        return ", ".join(_plain_text(item, words) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{words.get(key, key)}: {item}" for key, item in value.items())
    if isinstance(value, str):
        return str(words.get(value, value))
    if value is None:
        return "ukjent"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
