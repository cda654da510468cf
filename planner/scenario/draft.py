"""A scenario as far as it can be read: what a check needs of it is there, or the check is left out.

A mistake in one field must not hide the mistakes in others. A draft lacks the fields that
are missing or wrong, and holds :data:`UNREAD` for such items of a list; to use either
raises :class:`Unread`. Checks are written as for a valid scenario, each as small as can
be; :func:`as_far_as_read` runs them and drops those that needed such a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Annotated, Any, NoReturn, TypeVar, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from planner.domain.errors import Problem
from planner.scenario.fields import Part, Unread

P = TypeVar("P", bound=Part)
T = TypeVar("T")


def _unread(*_: object) -> NoReturn:
    raise Unread


class _UnreadItem:
    """Stands for a wrong item of a list: nothing can be done with it but tell that it is there."""

    __bool__ = __hash__ = __str__ = __format__ = __getattr__ = _unread
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _unread

    def __repr__(self) -> str:
        return "UNREAD"


UNREAD: Any = _UnreadItem()


def as_far_as_read(checks: Iterable[Iterable[Problem]]) -> Iterator[Problem]:
    """What some checks find; one that needs a value in error stops there."""
    for check in checks:
        with suppress(Unread):
            yield from check


def readable(items: Iterable[T]) -> Iterator[T]:
    """The items of a list that could be read."""
    return (item for item in items if item is not UNREAD)


def draft_of(part: type[P], raw: Any) -> P:
    """A part of plain values, without the fields that are missing or wrong."""
    given = raw if isinstance(raw, Mapping) else dict.fromkeys(part.model_fields, UNREAD)
    values = {}
    for name, field in part.model_fields.items():
        if name in given:
            kind: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
            values[name] = _value(kind, given[name])
        else:
            values[name] = UNREAD if field.is_required() else field.get_default(call_default_factory=True)
    draft = part.model_construct(**values)
    for name, value in values.items():
        if value is UNREAD:
            del draft.__dict__[name]
    return draft


def _value(kind: Any, raw: Any) -> Any:
    """A value of a type, whole or in pieces."""
    try:
        return TypeAdapter(kind).validate_python(raw)
    except ValidationError:
        return _pieces(kind, raw)


def _pieces(kind: Any, raw: Any) -> Any:
    """The parts, items or entries of a value that is wrong somewhere within."""
    if isinstance(kind, type) and issubclass(kind, Part):
        return draft_of(kind, raw)
    for option in _options(kind):
        if get_origin(option) is tuple and isinstance(raw, (list, tuple)):
            return tuple(_value(get_args(option)[0], item) for item in raw)
        if get_origin(option) is dict and isinstance(raw, Mapping):
            return {key: _value(get_args(option)[1], item) for key, item in raw.items()}
    return UNREAD


def _options(kind: Any) -> tuple[Any, ...]:
    """The types a value may have, without what is annotated to them."""
    if get_origin(kind) is Annotated:
        return _options(get_args(kind)[0])
    return (kind, *get_args(kind))
