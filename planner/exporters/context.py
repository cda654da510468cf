"""What exporters know besides the plan: the municipality and the facts of each place.

A plan holds no postal codes, boroughs or official numbers. They come from the
dataset; without one they stay empty, and an exporter leaves its column empty too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from planner.domain.dataset import Dataset
from planner.domain.plan import STOP_SUFFIX, Plan, Station
from planner.problem import Problem


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Facts of one place; "" is unknown.

    Attributes:
        number: the number it had in the source, digits with leading zeros.
    """

    number: str = ""
    postal_code: str = ""
    post_town: str = ""
    district_id: str = ""
    district_name: str = ""


UNKNOWN_PLACE = PlaceFacts()


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

    def place(self, station: Station) -> PlaceFacts:
        """Facts of a station's place."""
        known = self.places.get(station.id) or self.places.get(station.id.removesuffix(STOP_SUFFIX))
        return known or UNKNOWN_PLACE
