"""The build's report: figures as plain values for ``figures.json``, and as Norwegian lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.domain.dataset import Dataset
from planner.sources.boundaries import OUTSIDE
from planner.sources.compute import Computed
from planner.sources.electorate import LocalSpread
from planner.sources.places import near_pairs
from planner.sources.quality import RULES, clustering_error, errors_by_mark, marks
from planner.sources.rawdata import RawData
from planner.sources.recipe import Recipe
from planner.sources.report_travel import travel_lines

_NEAR_M = 200.0
_MODES = {"walk": "til fots", "mix": "miks 60/10/30"}


def measure(computed: Computed, recipe: Recipe, data: RawData) -> dict[str, Any]:
    """All figures of a build, plain JSON values."""
    dataset, residents, member = computed.dataset, computed.residents, computed.member
    outside, none = member.distance > 0, member.district == OUTSIDE
    near = outside & (member.distance <= _NEAR_M)
    return {
        "residents": {
            "cells": len(residents),
            "total": int(residents.sum()),
            "vintage": recipe.files["population"].vintage,
        },
        "outside_districts": {
            "cells": int(outside.sum()),
            "residents": int(residents[outside].sum()),
            "residents_within_200_m": int(residents[near].sum()),
            "cells_moved_to_nearest": int((outside & ~none).sum()),
            "residents_moved_to_nearest": int(residents[outside & ~none].sum()),
            "cells_without_district": int(none.sum()),
            "residents_without_district": int(residents[none].sum()),
            "residents_moved_by_district": {
                area.id: int(residents[outside & (member.district == index)].sum())
                for index, area in enumerate(data.districts)
            },
        },
        "electorate": _electorate(dataset, computed.spread),
        "advance_votes": data.storting.advance,
        "repaired_polygons": {
            key: [f"{area.id} {area.name}" for area in areas if area.repaired]
            for key, areas in (("districts", data.districts), ("subdistricts", data.subdistricts))
        },
        "points": {"points": len(dataset.points), "cells": len(dataset.cells), "error": clustering_error(dataset)},
        "marks": marks(dataset, residents) | {"rules": RULES, "errors": errors_by_mark(dataset.figures["held_out"])},
        "sites": {
            "advance": sum(site.id.startswith("f") for site in dataset.sites),
            "election_day": sum(site.id.startswith("e") for site in dataset.sites),
            "types_guessed": sum(site.type_guessed for site in dataset.sites),
            "without_district": [s.id for s in dataset.sites if s.district_id == recipe.no_district_id],
            "hours_not_understood": list(data.places.unparsed),
            "corrected": list(data.places.corrected),
            "near_pairs": [list(pair) for pair in near_pairs(dataset.sites, data.places.grid(recipe.crs))],
        },
        **dataset.figures,
    }


def _electorate(dataset: Dataset, spread: LocalSpread) -> dict[str, Any]:
    return {
        "placed": {key: round(float(values.sum()), 1) for key, values in dataset.cells.eligible.items()},
        "unplaced": dict(dataset.unplaced_eligible),
        "cells_outside_kretser": {"cells": spread.outside[0], "residents": spread.outside[1]},
        "kretser_with_more_electors_than_residents": [
            {"krets": number, "name": name, "electors": electors, "residents": residents}
            for number, name, electors, residents in spread.crowded
        ],
    }


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build measured.

    Attributes:
        figures: as in ``figures.json``.
        out: the folder that was written.
    """

    figures: Mapping[str, Any]
    out: Path

    def lines(self) -> list[str]:
        """The report as Norwegian lines for printing."""
        figures = self.figures
        size = sum(path.stat().st_size for path in self.out.iterdir())
        lines = [f"Skrev {self.out} ({_norwegian(f'{size / 1e6:.1f}')} MB)."]
        lines += _demand_lines(figures)
        lines += map(_norwegian, _point_lines(figures["points"], figures["marks"]["districts"]) + travel_lines(figures))
        lines += _site_lines(figures["sites"])
        return lines


def _demand_lines(figures: Mapping[str, Any]) -> list[str]:
    moved, electorate = figures["outside_districts"], figures["electorate"]
    placed, unplaced = electorate["placed"], electorate["unplaced"]
    outside = electorate["cells_outside_kretser"]
    crowded = electorate["kretser_with_more_electors_than_residents"]
    lines = [
        f"Ruter: {figures['residents']['cells']} med {_n(figures['residents']['total'])} innbyggere "
        f"({figures['residents']['vintage']}).",
        f"Utenfor alle bydeler: {moved['cells']} ruter med {_n(moved['residents'])} innbyggere, "
        f"{_n(moved['residents_within_200_m'])} av dem innen 200 m. Flyttet til nærmeste bydel innen 1 km: "
        f"{moved['cells_moved_to_nearest']} ruter, {_n(moved['residents_moved_to_nearest'])} innbyggere. "
        f"«Uten bydel»: {moved['cells_without_district']} ruter, {_n(moved['residents_without_district'])} innbyggere.",
        "  flyttet per bydel: "
        + ", ".join(f"{key} {_n(people)}" for key, people in moved["residents_moved_by_district"].items() if people),
        f"Stemmeberettigede, lokalvalget 2019: {_n(placed['local'])} fordelt på ruter, "
        f"{_n(unplaced['local'])} uten sted. Stortingsvalget 2025: {_n(placed['storting'])} fordelt, "
        f"{_n(unplaced['storting'])} uten sted (vises for seg).",
        f"Forhåndsstemmer ved stortingsvalget 2025: {_n(figures['advance_votes'])}.",
        f"Ruter utenfor alle kretser: {outside['cells']} ({_n(outside['residents'])} innbyggere), lagt til nærmeste.",
        f"Kretser med flere stemmeberettigede (2019) enn innbyggere (2023): {len(crowded)}.",
    ]
    lines += [f"  {k['krets']} {k['name']}: {_n(k['electors'])} mot {_n(k['residents'])}" for k in crowded]
    for key, what in (("districts", "bydeler"), ("subdistricts", "delbydeler")):
        if figures["repaired_polygons"][key]:
            lines.append(f"Ugyldige flater rettet, {what}: {', '.join(figures['repaired_polygons'][key])}.")
    return lines


def _point_lines(points: Mapping[str, Any], covered: Mapping[str, float]) -> list[str]:
    lines = [f"Behovspunkter: {points['points']} av {points['cells']} ruter. Minutter til nærmeste forhåndsstemmested:"]
    for key, name in _MODES.items():
        city = points["error"][key]["city"]
        lines.append(f"  {name}: {city['cells']:.2f} på ruter, {city['points']:.2f} på punkter ({city['error']:+.1%})")
    lines.append("  per bydel (til fots: ruter, feil på punkter; miks: ruter, feil; innbyggere med gatenett):")
    walk, mix = (points["error"][key]["districts"] for key in _MODES)
    for district, share in covered.items():
        if walk[district]:
            feet, mean = (f"{row['cells']:5.1f} {row['error']:+6.1%}" for row in (walk[district], mix[district]))
            lines.append(f"  {district}: {feet}   {mean}   {share:4.0%}")
    return lines


def _site_lines(sites: Mapping[str, Any]) -> list[str]:
    lines = [
        f"Steder: {sites['advance']} forhåndsstemmesteder, {sites['election_day']} valgdagslokaler; "
        f"{sites['types_guessed']} har en type gjettet fra navnet, {len(sites['near_pairs'])} par ligger under "
        "160 m fra hverandre."
    ]
    if sites["without_district"]:
        lines.append(f"  uten bydel (over 1 km fra alle): {', '.join(sites['without_district'])}")
    lines += [f"  åpningstid ikke forstått: {name}" for name in sites["hours_not_understood"]]
    lines += [f"  rettet: {sentence}" for sentence in sites["corrected"]]
    return lines


def _norwegian(line: str) -> str:
    """Numbers with a decimal comma, and a space before the percent sign."""
    return re.sub(r"(?<=\d)%", " %", re.sub(r"(?<=\d)\.(?=\d)", ",", line))


def _n(value: float) -> str:
    """A whole number with a thin gap between thousands."""
    return f"{value:,.0f}".replace(",", " ")
