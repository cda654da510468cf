"""What exporters know besides the plan: the municipality and the facts of each place.

A plan holds no postal codes, boroughs or official numbers. They come from the
dataset; without one they stay empty, and an exporter leaves its column empty too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from planner.domain.dataset import Dataset, SiteKind
from planner.domain.plan import STOP_SUFFIX, Plan, Station
from planner.problem import Problem


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Facts of one place; "" is unknown.

    Attributes:
        number: the number it had in the source, digits with leading zeros.
        advance: whether it had that number as a place for advance votes.
    """

    number: str = ""
    postal_code: str = ""
    post_town: str = ""
    district_id: str = ""
    district_name: str = ""
    advance: bool = False


UNKNOWN_PLACE = PlaceFacts()
ADDRESS_ENDING = re.compile(r"(.*?)(?:(?:^|[, ]+)([0-9]{4}) (\D+))?", re.DOTALL)
"""``Storgata 1, 0155 Oslo``: street, postal code, town; any text matches."""


@dataclass(frozen=True)
class ExportContext:
    """Facts for exporters.

    Attributes:
        municipality_id: four digits with leading zeros, "" if unknown.
        county_id, county_name: "" if unknown; a dataset does not hold the name.
        places: facts by site id.
        places_today: how many stations there are today, None if unknown.
        messages: where distance is the problem and where it is not.
        caveats: what is approximate in the figures.
        alternatives: other plans that were considered, with recomputed figures.
        problem: what the plan was made for, for exports that compute ways and loads; None without a dataset.
        earlier: the versions before the plan, newest first, as far back as their files were found.
        dataset: the municipality itself, for its geometry; None where it is not at hand.
        tell: what a person who exports has to know besides the file.
    """

    municipality_id: str = ""
    municipality_name: str = ""
    county_id: str = ""
    county_name: str = ""
    places: Mapping[str, PlaceFacts] = field(default_factory=dict)
    places_today: int | None = None
    messages: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    alternatives: tuple[Plan, ...] = ()
    problem: Problem | None = None
    earlier: tuple[Plan, ...] = ()
    dataset: Dataset | None = None
    tell: Callable[[str], None] = field(default=lambda _: None, compare=False)

    @classmethod
    def of(cls, dataset: Dataset | None, *, county_name: str = "") -> ExportContext:
        """Facts of a dataset, or an empty context."""
        if dataset is None:
            return cls(county_name=county_name)
        districts = {district.id: district.name for district in dataset.districts}
        places = {
            site.id: PlaceFacts(
                number=site.number,
                postal_code=site.postal_code,
                post_town=site.post_town,
                district_id=site.district_id,
                district_name=districts.get(site.district_id, ""),
                advance=site.kind is SiteKind.ADVANCE,
            )
            for site in dataset.sites
        }
        # The first two digits of a municipality number are its county's.
        county_id = dataset.municipality_id[:2]
        return cls(dataset.municipality_id, dataset.municipality_name, county_id, county_name, places, dataset=dataset)

    def street(self, station: Station) -> str:
        """The address without the postal code and town that have columns of their own."""
        place = self.place(station)
        ending = f"{place.postal_code} {place.post_town}".strip()
        address = station.address.strip()
        if ending and address.casefold().endswith(ending.casefold()):
            return address[: -len(ending)].rstrip(" ,")
        return address

    def postal_address(self, station: Station) -> tuple[str, str, str]:
        """Street, postal code and town: the dataset's, else what the address itself ends with; "" where unknown."""
        place = self.place(station)
        if place.postal_code or place.post_town:
            return self.street(station), place.postal_code, place.post_town
        street, code, town = ADDRESS_ENDING.fullmatch(station.address.strip()).groups("")  # type: ignore[union-attr]
        return street, code, town

    def place(self, station: Station) -> PlaceFacts:
        """Facts of a station's place."""
        known = self.places.get(station.id) or self.places.get(station.id.removesuffix(STOP_SUFFIX))
        return known or UNKNOWN_PLACE
