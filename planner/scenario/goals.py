"""What a plan is to be good at: goals in order, and targets it must reach."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, GetJsonSchemaHandler, SerializerFunctionWrapHandler, model_serializer, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from planner.scenario.fields import Number, Part, Share, Whole

Districts = Literal["all", "low_turnout"] | tuple[str, ...]


class GoalSetting(Part):
    """A goal: its name alone, or with what it asks for (``{name: share_within, minutes: 15}``)."""

    name: Annotated[str, Field(description="målets navn")]
    minutes: Annotated[Whole | None, Field(gt=0, description="grensen X i «innen X minutter»")] = None
    share: Annotated[Share | None, Field(description="andelen som skal være innen X minutter")] = None
    districts: Annotated[
        Districts | None, Field(description="hvilke bydeler: alle, de med lavt frammøte, eller en liste av id-er")
    ] = None
    availability: Annotated[
        str | None,
        Field(description="en klasse fra availability (ellers den som har kortest vei)"),
    ] = None
    presence: Annotated[Whole | None, Field(ge=1, description="nummeret på et nivå fra presence, 1 er lavest")] = None
    tolerance: Annotated[
        Number, Field(ge=0, le=1, description="så mye verre kan målet bli for de neste målenes skyld (andel)")
    ] = 0.01

    @model_validator(mode="before")
    @classmethod
    def _named(cls, raw: Any) -> Any:
        return {"name": raw} if isinstance(raw, str) else raw

    @model_serializer(mode="wrap")
    def _short(self, plain: SerializerFunctionWrapHandler) -> Any:
        given = {key: value for key, value in plain(self).items() if value is not None}
        return self.name if set(given) == {"name", "tolerance"} and self.tolerance == TOLERANCE else given

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A name alone will do."""
        schema = handler(core)
        handler.resolve_ref_schema(schema)["type"] = ["object", "string"]
        return schema


TOLERANCE: float = GoalSetting.model_fields["tolerance"].default


class Target(Part):
    """A share of the voters of every one of some districts that must be within some minutes."""

    districts: Annotated[
        Districts, Field(description="hver av disse bydelene: alle, de med lavt frammøte, eller en liste av id-er")
    ] = "low_turnout"
    share: Annotated[Share, Field(description="minste andel av bydelens vekt som skal være innen grensen")]
    minutes: Annotated[Whole, Field(gt=0, description="grensen i minutter")]
