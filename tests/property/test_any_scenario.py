"""Whatever is written into a scenario, the answer is a scenario or an InputError that names a place."""

from __future__ import annotations

import contextlib
import math
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import plain_scenario, tiny_dataset, tiny_scenario

from planner.domain.errors import InputError
from planner.problem import build_problem, mismatches
from planner.scenario import Scenario, draft_scenario, load_scenario, parse_scenario

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.dates(),
    st.just("{x}"),
    st.just("08-99"),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def paths(part: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a scenario written out in full."""
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    found = []
    for key, value in items:
        found += [(*before, key), *paths(value, (*before, key))]
    return found


PARTS: dict[str, Any] = {
    "institutions": [{"id": "s1", "name": "Solhjem", "kind": "institution", "lat": 59.9, "lon": 10.7,
                      "closed": [{"first": "2027-08-24", "last": "2027-08-25"}]}],
    "home_voting": {},
    "early": {"fixed": [{"site": "f0101", "weekday": ["10:00-12:00"], "sunday": ["10:00-12:00"]}]},
}  # fmt: skip
FULL = tiny_scenario(**PARTS).to_plain()
PATHS = paths(FULL)


def numbers(part: Any) -> list[float]:
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list | tuple) else None
    if inner is None:
        return [part] if isinstance(part, int | float) and not isinstance(part, bool) else []
    return [number for item in inner for number in numbers(item)]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PATHS), VALUES)
def test_any_value_in_any_place(path: tuple[Any, ...], value: Any) -> None:
    plain = tiny_scenario(**PARTS).to_plain()
    part: Any = plain
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    refused: list[InputError] = []
    try:
        scenario = parse_scenario(plain)
    except InputError as error:
        refused.append(error)
    list(mismatches(tiny_dataset(), draft_scenario(plain).scenario))
    if refused:
        assert all(trouble.message and trouble.file == "scenario" for trouble in refused[0].problems)
        return
    assert all(math.isfinite(number) for number in numbers(scenario.to_plain()))
    assert isinstance(Scenario.model_validate(scenario.to_plain()), Scenario)
    with contextlib.suppress(InputError):
        build_problem(tiny_dataset(), scenario)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=60), st.text(max_size=60).map(str.encode), VALUES.map(lambda v: yaml.safe_dump(v).encode())
    )
)
def test_any_file(tmp_path_factory: Any, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(content)
    with contextlib.suppress(InputError):
        load_scenario(file)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATHS), st.one_of(st.text(max_size=12), VALUES.map(yaml.safe_dump)))
def test_any_override(tmp_path_factory: Any, path: tuple[Any, ...], text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "good.yaml"
    if not file.exists():
        file.write_text(yaml.safe_dump(plain_scenario(**PARTS)), encoding="utf-8")
    with contextlib.suppress(InputError):
        load_scenario(file, {".".join(map(str, path)): text})
