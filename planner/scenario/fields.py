"""Types of scenario fields: clock times, blocks, shares, money; and how an assumption is marked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from planner.domain.clock import day_of, minute_of

DEFAULTS_SOURCE = "ingen offentlig kilde funnet; skjønnsmessig forvalg, UBEKREFTET"


def _clock(text: str) -> str:
    minute_of(text)
    return text


def _block(text: str) -> str:
    start, dash, end = text.partition("-")
    if not dash:
        raise ValueError(f"«{text}» er ikke et tidsrom; skriv det som TT:MM-TT:MM, for eksempel 10:00-13:00")
    if minute_of(start) >= minute_of(end):
        raise ValueError(f"tidsrommet slutter ({end}) før det har begynt ({start}); bytt om klokkeslettene")
    return text


def day_of_year(text: str) -> str:
    """``MM-DD``, a day of every year."""
    month, _, day = text.partition("-")
    try:
        date(2001, int(month), int(day))  # no leap year: 29 February is no date of every year
    except ValueError:
        raise ValueError(f"«{text}» er ikke en dag i året; skriv den som MM-DD, for eksempel 08-16") from None
    return text


def only_a_date(value: Any) -> Any:
    """A date, or text of the one form we take: pydantic would read a number as seconds since 1970."""
    if isinstance(value, str):
        return day_of(value)
    if isinstance(value, (bool, int, float)):
        raise ValueError("ikke en dato (ÅÅÅÅ-MM-DD)")
    return value


Clock = Annotated[str, AfterValidator(_clock)]
Block = Annotated[str, AfterValidator(_block)]
# Strict: neither «yes» (true in YAML) nor text in quotes passes for a number.
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Whole = Annotated[int, Field(strict=True)]
Share = Annotated[Number, Field(ge=0, le=1)]
Nok = Annotated[Number, Field(ge=0)]
DayType = Literal["weekday", "saturday"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]


def assumed(
    description: str,
    unit: str = "",
    *,
    source: str = DEFAULTS_SOURCE,
    verified: bool = False,
    words: Mapping[str, str] | None = None,
) -> Any:
    """Metadata of a field whose value is an assumption that every result must show.

    Args:
        words: named values as planners read them, Norwegian.
    """
    extra: JsonDict = {"assumption": True, "unit": unit, "source": source, "verified": verified}
    if words:
        extra["words"] = dict(words)
    return Field(description=description, json_schema_extra=extra)


class Unread(Exception):  # noqa: N818 - says that something cannot be told; nothing is wrong with the program
    """A value is missing or wrong, which is told of elsewhere (see ``draft``)."""


class Part(BaseModel):
    """Base of every part of a scenario: frozen, no unknown keys, no silent conversion of text to numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Only asked for what is not there: a field that a draft could not read."""
            if name in type(self).model_fields:
                raise Unread(name)
            return super().__getattr__(name)
