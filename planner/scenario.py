"""Scenarios: what a planner asks for, as a frozen schema with units and sources.

One table of fields (type, unit, default, description, whether it is an
assumption) feeds validation, the published JSON Schema and the list of
assumptions that goes with every result. Unknown keys are errors. YAML is read
with the safe loader only.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.config import JsonDict

from planner.domain.clock import minute_of
from planner.domain.errors import InputError, Problem
from planner.domain.findings import Assumption
from planner.domain.validation import problem_of

DEFAULTS_SOURCE = "ingen offentlig kilde funnet; skjønnsmessig forvalg, UBEKREFTET"


def _clock(text: str) -> str:
    minute_of(text)
    return text


def _block(text: str) -> str:
    start, dash, end = text.partition("-")
    if not dash or minute_of(start) >= minute_of(end):
        raise ValueError(f"«{text}» er ikke et tidsrom; skriv det som TT:MM-TT:MM, for eksempel 10:00-13:00")
    return text


def _month_day(text: str) -> str:
    month, _, day = text.partition("-")
    try:
        date(2001, int(month), int(day))  # no leap year: 29 February is no date of every year
    except ValueError:
        raise ValueError(f"«{text}» er ikke en dag i året; skriv den som MM-DD, for eksempel 08-16") from None
    return text


def _no_number(value: Any) -> Any:
    """A number is no date: pydantic would count it as seconds since 1970."""
    if isinstance(value, (bool, int, float)):
        raise ValueError("ikke en dato (ÅÅÅÅ-MM-DD)")
    return value


Clock = Annotated[str, AfterValidator(_clock)]
Block = Annotated[str, AfterValidator(_block)]
# Strict: neither «yes» (true in YAML) nor text in quotes passes for a number.
Number = Annotated[float, Field(strict=True)]
Whole = Annotated[int, Field(strict=True)]
Share = Annotated[Number, Field(ge=0, le=1)]
Nok = Annotated[Number, Field(ge=0, allow_inf_nan=False)]
DayType = Literal["weekday", "saturday"]


def _assumed(description: str, unit: str = "", *, source: str = DEFAULTS_SOURCE, verified: bool = False) -> Any:
    """Metadata of a field whose value is an assumption that every result must show."""
    extra: JsonDict = {"assumption": True, "unit": unit, "source": source, "verified": verified}
    return Field(description=description, json_schema_extra=extra)


class _Part(BaseModel):
    """Base of every part of a scenario: frozen, no unknown keys, no silent conversion of text to numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False)


class Demand(_Part):
    """Whom the plan is for."""

    eligible: Annotated[
        Literal["local", "storting"],
        _assumed("hvilket anslag for stemmeberettigede som brukes", source="datasettets provenance", verified=True),
    ] = "local"
    weight: Annotated[
        Literal["expected_non_voters", "eligible"],
        _assumed(
            "hvem som teller: forventede ikke-velgere (stemmeberettigede × (1 − frammøte)) eller alle",
            source="planens mål",
            verified=True,
        ),
    ] = "expected_non_voters"
    districts: Annotated[
        Literal["all", "low_turnout"] | tuple[str, ...],
        Field(description="hvilke bydeler som teller: alle, bare de med lavt frammøte, eller en liste av id-er"),
    ] = "all"
    low_turnout_share: Annotated[
        Share,
        _assumed(
            "bydeler med lavt frammøte: de færreste, lavest først, som til sammen har minst så stor andel", "andel"
        ),
    ] = 0.25


class Travel(_Part):
    """How voters get there."""

    walk: Annotated[Share, _assumed("andel av reisene til fots", "andel")] = 0.6
    bike: Annotated[Share, _assumed("andel av reisene på sykkel", "andel")] = 0.1
    car: Annotated[Share, _assumed("andel av reisene med bil", "andel")] = 0.3
    unreached_minutes: Annotated[
        Whole,
        Field(gt=0, le=90),
        _assumed("minutter som regnes for den som ikke har et brukbart sted innen rekkevidde", "minutter"),
    ] = 90

    @model_validator(mode="after")
    def _sums_to_one(self) -> Travel:
        if abs(self.walk + self.bike + self.car - 1) > 1e-9:
            raise ValueError("walk, bike og car må til sammen bli 1")
        return self


class AvailabilityClass(_Part):
    """When one share of the voters can come at all."""

    id: str
    name: str
    days: DayType
    start: Clock = "00:00"
    end: Clock = "24:00"
    share: Annotated[Share, _assumed("andel av velgerne som bare kan komme da", "andel")]

    @model_validator(mode="after")
    def _has_time(self) -> AvailabilityClass:
        if minute_of(self.start) >= minute_of(self.end):
            raise ValueError(f"klassen {self.id} slutter ({self.end}) før den begynner ({self.start})")
        return self


class PresenceLevel(_Part):
    """Share of voters who need a station to be open on a number of different dates before it suits."""

    share: Annotated[Share, _assumed("andel av velgerne på dette tilstedeværelsesnivået", "andel")]
    dates: Annotated[
        dict[str, Annotated[Whole, Field(ge=1)]],
        _assumed("antall ulike datoer et sted må være åpent, per tilgjengelighetsklasse", "datoer"),
    ]


class Pattern(_Part):
    """A weekly opening pattern that a fixed or pop-up station may run."""

    id: str
    name: str
    weekday: tuple[Block, ...] = ()
    saturday: tuple[Block, ...] = ()
    last_weeks: Annotated[
        Whole | None,
        Field(ge=1, description="bare de siste så mange ukene (ISO-uker) av perioden; tom = hele perioden"),
    ] = None

    @model_validator(mode="after")
    def _opens(self) -> Pattern:
        if not self.weekday and not self.saturday:
            raise ValueError("et åpningsmønster må ha minst én blokk på hverdager eller lørdager")
        return self


class School(_Part):
    """When school buildings cannot be used as premises."""

    types: tuple[str, ...] = ("school",)
    month_day: Annotated[
        str,
        Field(pattern=r"^\d{2}-\d{2}$"),
        AfterValidator(_month_day),
        _assumed("skolestart (måned-dag): fra da er skoler opptatt på hverdager", "MM-DD"),
    ] = "08-16"
    start: Clock = "07:00"
    end: Clock = "16:00"


class Stations(_Part):
    """Fixed and pop-up stations."""

    existing: Annotated[
        Literal["locked", "free"],
        Field(
            description="dagens steder: låst åpne med dagens tider og egne bemanninger, utenfor budsjett og pool, "
            "eller frie"
        ),
    ] = "locked"
    popup_sites: Literal["all"] | tuple[str, ...] = "all"
    forced: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...]
    crew: Annotated[Whole, Field(ge=1), _assumed("personer til stede på et åpent sted", "personer")] = 3
    school: School = School()


class Vehicle(_Part):
    """A voting bus or boat with blocks of its own."""

    id: str
    name: str
    kind: Literal["bus", "boat"] = "bus"
    depot: str
    stops: Literal["all"] | tuple[str, ...] = "all"
    weekday: tuple[Block, ...] = ("10:00-12:30", "13:45-16:15", "17:30-19:30")
    saturday: tuple[Block, ...] = ("10:00-13:00", "14:15-17:15")
    min_days: Annotated[Whole, Field(ge=0, description="minste antall dager i bruk")] = 0
    crew: Annotated[
        Whole, Field(ge=1), _assumed("personer om bord som tar imot stemmer (sjåføren ikke medregnet)", "personer")
    ] = 3
    setup_minutes: Annotated[Whole, Field(ge=0), _assumed("rigging før åpning", "minutter")] = 20
    overrun_minutes: Annotated[
        Whole, Field(ge=0), _assumed("buffer etter stengetid for dem som har møtt fram", "minutter")
    ] = 15
    takedown_minutes: Annotated[Whole, Field(ge=0), _assumed("nedrigging", "minutter")] = 15
    max_out_hours: Annotated[Number, Field(gt=0, le=24), _assumed("lengste tid ute, depot til depot", "timer")] = 11
    max_person_hours: Annotated[
        Number, Field(gt=0, le=24), _assumed("lengste vakt for én person; bytte ved slutten av en blokk", "timer")
    ] = 9
    nok_per_day: Annotated[Nok, _assumed("leie av kjøretøyet", "kr/dag")] = 4000
    nok_per_km: Annotated[Nok, _assumed("kjøring", "kr/km")] = 10

    @model_validator(mode="after")
    def _one_block_at_a_time(self) -> Vehicle:
        for blocks in (self.weekday, self.saturday):
            for one, other in pairwise(sorted(blocks)):
                if one.partition("-")[2] > other.partition("-")[0]:
                    raise ValueError(f"blokkene {one} og {other} overlapper; et kjøretøy er ett sted om gangen")
        return self


class Prices(_Part):
    """Price list, NOK excl. VAT."""

    person_hour_day: Annotated[Nok, _assumed("persontime på dagtid", "kr/time")] = 350
    person_hour_evening: Annotated[Nok, _assumed("persontime på kveldstid", "kr/time")] = 450
    person_hour_saturday: Annotated[Nok, _assumed("persontime på lørdag og søndag", "kr/time")] = 600
    evening_from: Annotated[Clock, _assumed("kvelden begynner", "klokkeslett")] = "16:00"
    premises_hour: Annotated[Nok, _assumed("lokale per åpen time", "kr/time")] = 200
    popup_opening: Annotated[Nok, _assumed("å sette i stand et midlertidig sted", "kr/sted")] = 5000


class CrewPool(_Part):
    """Persons that may be at work at the same time."""

    persons: Annotated[
        Whole, Field(ge=0), _assumed("personer som kan være på jobb samtidig ut over dagens steders egne", "personer")
    ] = 30
    include_existing: Annotated[
        bool, Field(strict=True, description="legg dagens steders bemanning til poolen (når dagens steder er frie)")
    ] = False


class P7Reading(_Part):
    """How rule P7 («minst ett tilgjengelig sted i hele perioden») is read, and why."""

    reading: Annotated[
        Literal["every_weekday", "some_day_each_week"],
        _assumed("lesning av regel P7 (veilederen forutsetter, loven definerer ikke «tilgjengelig»)", source="V 3.2.1"),
    ] = "every_weekday"
    reason: str = "strengeste rimelige lesning"


class RuleOverride(_Part):
    """A hard rule set aside, with the reason."""

    rule: str
    subjects: tuple[str, ...] = ()
    reason: Annotated[str, Field(min_length=3)]


def _default_classes() -> tuple[AvailabilityClass, ...]:
    return (
        AvailabilityClass(id="weekday_day", name="hverdag dagtid", days="weekday", end="16:00", share=0.55),
        AvailabilityClass(id="weekday_evening", name="hverdag kveld", days="weekday", start="16:00", share=0.30),
        AvailabilityClass(id="saturday", name="lørdag", days="saturday", share=0.15),
    )


def _default_levels() -> tuple[PresenceLevel, ...]:
    return tuple(
        PresenceLevel(share=share, dates={"weekday_day": m, "weekday_evening": m, "saturday": m_saturday})
        for share, m, m_saturday in ((0.10, 1, 1), (0.30, 4, 2), (0.60, 10, 4))
    )


class Scenario(_Part):
    """A whole scenario; every field not given has a visible default."""

    name: Annotated[str, Field(min_length=1, description="navn på scenariet")]
    description: str = ""
    dataset: Annotated[str, Field(min_length=1, description="datasettmappe, sett fra scenariet eller arbeidsmappa")]
    election: Annotated[date, BeforeValidator(_no_number), Field(description="valgdag")]
    budget_nok: Annotated[
        Nok | Literal["before"],
        Field(description="budsjett, kr ekskl. mva., eller before = det dagens tilbud koster etter samme prisliste"),
    ]
    objective: Annotated[str, Field(description="mål som minimeres")] = "mean_minutes"
    demand: Demand = Demand()
    travel: Travel = Travel()
    availability: tuple[AvailabilityClass, ...] = Field(default_factory=_default_classes)
    presence: tuple[PresenceLevel, ...] = Field(default_factory=_default_levels)
    presence_min_minutes: Annotated[
        Whole,
        Field(ge=1),
        _assumed("så lenge i ett strekk må et sted være åpent i klassens tid for at datoen skal telle", "minutter"),
    ] = 60
    stations: Stations
    vehicles: tuple[Vehicle, ...] = ()
    min_visits: Annotated[
        Whole,
        Field(ge=1, description="minste antall besøk på et valgt stopp (ett besøk = ett stopp, én dato, én blokk)"),
    ] = 3
    prices: Prices = Prices()
    aversion: Annotated[
        Number, Field(gt=0), _assumed("ulikhetsaversjon ε i Kolm–Pollak-likeverdige minutter", "", source="modellvalg")
    ] = 1.0
    within_minutes: Annotated[
        tuple[Annotated[Whole, Field(gt=0)], ...],
        Field(description="grenser for «andel innen X minutter» i rapportene"),
    ] = (10, 15, 30)
    max_minutes_persons: Annotated[
        Number, Field(ge=0, description="ruter med færre stemmeberettigede enn dette regnes ikke med i lengste vei")
    ] = 1.0
    crew_pool: CrewPool = CrewPool()
    p7: P7Reading = P7Reading()
    overrides: tuple[RuleOverride, ...] = ()
    exports: tuple[str, ...] = ("geojson", "open-2017-csv")

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
        errors = [*self._repeated_ids(), *self._bad_shares(), *self._bad_levels()]
        if errors:
            raise ValueError("; ".join(errors))
        return self

    def _repeated_ids(self) -> Iterator[str]:
        for what, ids in (
            ("vehicles", [v.id for v in self.vehicles]),
            ("stations.patterns", [p.id for p in self.stations.patterns]),
            ("availability", [c.id for c in self.availability]),
        ):
            repeated = sorted({i for i in ids if ids.count(i) > 1})
            if repeated:
                yield f"{what}: id-en {', '.join(repeated)} er brukt flere ganger"

    def _bad_shares(self) -> Iterator[str]:
        for what, shares in (
            ("availability", [c.share for c in self.availability]),
            ("presence", [level.share for level in self.presence]),
        ):
            if abs(sum(shares) - 1) > 1e-9:
                yield f"{what}: andelene blir {sum(shares):.3f}, de må til sammen bli 1"

    def _bad_levels(self) -> Iterator[str]:
        for c in self.availability:
            needed = [level.dates.get(c.id) for level in self.presence]
            if None in needed:
                yield f"presence: alle nivåer må ha et antall datoer for klassen {c.id}"
            elif needed != sorted(needed, key=lambda m: m or 0):
                yield f"presence: datoene for {c.id} må stige fra nivå til nivå"
        known = {c.id for c in self.availability}
        unknown = sorted({k for level in self.presence for k in level.dates} - known)
        if unknown:
            yield f"presence: ukjent klasse {', '.join(unknown)}"

    def to_plain(self) -> dict[str, Any]:
        """The whole resolved scenario as plain JSON values."""
        plain: dict[str, Any] = self.model_dump(mode="json")
        return plain


def load_scenario(path: str | Path, overrides: Mapping[str, str] | None = None) -> Scenario:
    """Read ``scenarios/*.yaml``, replacing ``FIELD=VALUE`` pairs first.

    Args:
        path: the YAML file.
        overrides: dotted field → YAML text (``{"vehicles.0.min_days": "7"}``).

    Raises:
        InputError: every error of the file at once.
    """
    file = Path(path)
    raw = _read_yaml(file)
    problems: list[Problem] = []
    if not isinstance(raw, Mapping):
        return parse_scenario(raw, str(path))
    for field, text in (overrides or {}).items():
        try:
            _replace(raw, field, _parse_yaml(text))
        except (yaml.YAMLError, IndexError, TypeError, ValueError, RecursionError):
            remedy = "bruk navn fra «valgplan schema scenario», og et tall for plassen i en liste"
            problems.append(Problem("kan ikke sette feltet", "--set", field, text, remedy))
    if problems:
        raise InputError(problems)
    return parse_scenario(raw, str(path))


def parse_scenario(raw: Any, file: str = "scenario") -> Scenario:
    """Validate plain values as a scenario.

    Raises:
        InputError: every error at once, each with its place and value.
    """
    if not isinstance(raw, Mapping):
        raise InputError(
            Problem("scenariet skal være felter med navn (navn: verdi)", file, remedy="se scenarios/oslo.yaml")
        )
    try:
        return Scenario.model_validate(raw)
    except ValidationError as error:
        remedy = "se «valgplan schema scenario» for alle felter"
        raise InputError([problem_of(dict(item), file, remedy) for item in error.errors()]) from None


def _read_yaml(file: Path) -> Any:
    try:
        text = file.read_bytes().decode("utf-8-sig")
        return _parse_yaml(text)
    except FileNotFoundError:
        raise InputError(Problem("fila finnes ikke", str(file), remedy="sjekk stien")) from None
    except (OSError, UnicodeDecodeError) as error:
        remedy = "lagre fila som UTF-8-tekst"
        raise InputError(Problem(f"fila kan ikke leses som tekst ({error})", str(file), remedy=remedy)) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"linje {mark.line + 1}" if mark else ""
        reason = str(getattr(error, "problem", None) or "ugyldige tegn")
        remedy = "bare vanlig YAML uten merker som !!python er tillatt"
        raise InputError(Problem(f"ikke gyldig YAML: {reason}", str(file), place, remedy=remedy)) from None
    except (ValueError, RecursionError):
        remedy = "sjekk datoer og tall, og at fila ikke er nøstet for dypt"
        raise InputError(Problem("ikke gyldig YAML: en verdi kan ikke leses", str(file), remedy=remedy)) from None


class _Loader(yaml.SafeLoader):
    """Safe YAML without its traps: a key given twice is an error, and 16:00 is a clock time, not 960."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """As the parent, but a key may stand once only."""
        seen = set()
        for key_node, _ in node.value:
            if isinstance(key_node, yaml.ScalarNode):
                if (key_node.tag, key_node.value) in seen:
                    text = f"feltet «{key_node.value}» står to ganger"
                    raise yaml.constructor.ConstructorError(None, None, text, key_node.start_mark)
                seen.add((key_node.tag, key_node.value))
        return super().construct_mapping(node, deep)

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> Any:
        """As the parent, but nothing is a number to the base of sixty."""
        tag = super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]
        numbers = {f"tag:yaml.org,2002:{name}" for name in ("int", "float")}
        return self.DEFAULT_SCALAR_TAG if tag in numbers and ":" in value else tag


def _parse_yaml(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader


def _replace(raw: Any, field: str, value: Any) -> None:
    """Set one dotted field in plain values; a number walks into a list."""
    *parents, last = field.split(".")
    for part in parents:
        raw = raw[_place(part)] if isinstance(raw, list) else _fields(raw).setdefault(part, {})
    if isinstance(raw, list):
        raw[_place(last)] = value
    else:
        _fields(raw)[last] = value


def _place(part: str) -> int:
    if not part.isdecimal():
        raise ValueError(part)
    return int(part)


def _fields(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise TypeError(raw)
    return raw


def scenario_schema() -> str:
    """The JSON Schema of a scenario."""
    return json.dumps(Scenario.model_json_schema(), ensure_ascii=False, indent=2, sort_keys=True)


def scenario_assumptions(scenario: Scenario) -> tuple[Assumption, ...]:
    """Every assumed number of a scenario, with unit, source and whether it is verified."""
    return tuple(_walk(scenario, ""))


def _walk(part: BaseModel, prefix: str) -> Iterator[Assumption]:
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        path = f"{prefix}{name}"
        extra = field.json_schema_extra
        if isinstance(extra, Mapping) and extra.get("assumption"):
            yield Assumption(
                id=path,
                text=field.description or name,
                value=_plain_text(value),
                unit=str(extra["unit"]),
                source=str(extra["source"]),
                verified=bool(extra["verified"]),
            )
        elif isinstance(value, BaseModel):
            yield from _walk(value, f"{path}.")
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _walk(item, f"{path}.{getattr(item, 'id', index)}.")


def _plain_text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {item}" for key, item in value.items())
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
