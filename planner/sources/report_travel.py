"""What the build prints about travel times: marks, their rules and errors, and the fitted lines (Norwegian)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MARKS = {"network": "gatenett", "partly": "delvis omtrentlig", "approximate": "omtrentlig"}
_MODES = {"walk": "til fots", "bike": "sykkel", "car": "bil"}
_LINES = _MODES | {"car_km": "bil, kjørelengde"}


def travel_lines(figures: Mapping[str, Any]) -> list[str]:
    """Lines from ``marks``, ``held_out`` and ``line_models`` of ``figures.json``."""
    return _mark_lines(figures["marks"]) + _error_lines(figures["held_out"]) + _line_model_lines(figures["line_models"])


def _mark_lines(marks: Mapping[str, Any]) -> list[str]:
    def listed(shares: Mapping[str, float]) -> str:
        return ", ".join(f"{_MARKS[key]} {share:.1%}" for key, share in shares.items())

    return [
        f"Reisetider: {marks['cells']:.1%} av innbyggerne og {marks['sites']} av stedene er der kartet har hele "
        "gatenettet.",
        *(f"  {_MARKS[mark]}: {rule}" for mark, rule in marks["rules"].items()),
        f"  innbygger × sted: {listed(marks['pairs'])}",
        f"  innbyggernes vei til nærmeste forhåndsstemmested: {listed(marks['nearest'])}",
    ]


def _error_lines(held_out: Mapping[str, Any]) -> list[str]:
    lines = [
        "Middelfeil i minutter, målt på utelatte par (halve gatenettet tatt bort, på fire måter); "
        "par under 3 km i parentes:"
    ]
    for mode, name in _MODES.items():
        row = held_out[mode]
        if not row["cuts"]:
            lines.append(f"  {name}: ikke målt, for få steder med gatenett")
            continue
        partly, plain, approximate = (_error(row[key]) for key in ("partly", "partly_line", "approximate"))
        lines.append(
            f"  {name}: delvis omtrentlig {partly}, mot {plain} med bare rett linje; omtrentlig {approximate}. "
            f"{row['portals']} punkter på grensen, {row['share']:.0%} av omveien regnes utenfor den."
        )
    return lines


def _error(error: Mapping[str, float | None]) -> str:
    everywhere, near = (_comma(error[key]) for key in ("all", "near"))
    return f"{everywhere} ({near})"


def _comma(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace(".", ",")


def _line_model_lines(models: Mapping[str, Any]) -> list[str]:
    lines = ["Rett linje der gatenettet mangler (tilpasset der det finnes):"]
    for name, model in models.items():
        pairs = f"{model['pairs']:,}".replace(",", " ")
        unit = "km" if name.endswith("km") else "min"
        lines.append(
            f"  {_LINES[name]}: {model['per_km']:g} {unit}/km + {model['detour']:g} {unit} på de første "
            f"{model['reach_m']:g} m; middelfeil {model['mean_error']:.2f} {unit} på {pairs} par"
        )
    return lines
