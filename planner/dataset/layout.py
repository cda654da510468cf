"""What a dataset folder holds: every file and every column, with unit and meaning.

The Norwegian sentences become the folder's own ``README.md``.
"""

from __future__ import annotations

from planner.dataset.columns import Column
from planner.dataset.tables import Table
from planner.domain.dataset import Mode

FORMAT_VERSION = 1
ESTIMATES = ("local", "storting")
MANIFEST, PROVENANCE, FIGURES = "dataset.json", "provenance.json", "figures.json"
AREAS, ORIENTATION = "areas.geojson", "orientation.geojson"
CAR_MINUTES, CAR_KM = "car_minutes.csv", "car_km.csv"
README, LICENCE = "README.md", "LICENSE"
_LAT = Column("lat", "latitude", "breddegrad, WGS84", "grader", decimals=6)
_LON = Column("lon", "longitude", "lengdegrad, WGS84", "grader", decimals=6)
_COVERED = Column(
    "covered", "flag", "true der kartet har hele gatenettet. Mellom to slike steder følger reisetiden gater; "
    "fra et slikt sted til et annet bare til grensen av gatenettet, ellers er den regnet etter rett linje",
)  # fmt: skip

CELLS = Table(
    "cells.csv",
    "Befolkede ruter på 250 × 250 meter. Rapporter regnes på alle rutene.",
    (
        Column("id", "id", "SSBs rutenummer (sørvestre hjørne i EPSG:25833)"),
        _LAT,
        _LON,
        Column("district", "id", "bydel, se districts.csv"),
        Column("subdistrict", "text", "delbydel, se subdistricts.csv; tom langt fra alle", blank=""),
        Column("point", "id", "behovspunktet ruten hører til, se points.csv"),
        Column("eligible_local", "amount", "stemmeberettigede, anslag fra forrige lokalvalg", "personer"),
        Column("eligible_storting", "amount", "stemmeberettigede, anslag fra siste stortingsvalg", "personer"),
        Column(
            "nonvoters_local", "amount", "eligible_local × (1 − bydelens turnout)", "personer", None, required=False
        ),
        Column("nonvoters_storting", "amount", "eligible_storting × (1 − bydelens turnout)", "personer", None, False),
        _COVERED,
    ),
    key="id",
)
POINTS = Table(
    "points.csv",
    "Behovspunkter: ruter som ligger nær hverandre i samme delbydel, samlet i ruten midt i gruppen. "
    "Modellen regner på punktene. Plass, bydel og antall følger av rutene.",
    (Column("id", "id", "punktets id"), Column("cell", "id", "ruten punktet ligger i, se cells.csv")),
    key="id",
)
SITES = Table(
    "sites.csv",
    "Steder der en stasjon kan være. Kolonnene fra owner og ut fylles ut for hånd; tom betyr ukjent.",
    (
        Column("id", "id", "f + nummer: forhåndsstemmested; e + nummer: valgdagslokale"),
        Column("number", "digits", "kildens eget nummer med nullene satt tilbake; ikke entydig på tvers av slagene"),
        Column("name", "text", "navn"),
        Column("address", "text", "gateadresse", blank=""),
        Column("postal_code", "digits", "postnummer", blank=""),
        Column("post_town", "text", "poststed", blank=""),
        _LAT,
        _LON,
        Column("kind", "choice", "hva stedet var i kilden", allowed=("advance", "election_day")),
        Column("type", "id", "slags sted, f.eks. school, library, mall; unknown = ukjent"),
        Column("type_guessed", "flag", "true der type er gjettet ut fra navnet"),
        Column("district", "id", "bydel, se districts.csv"),
        Column("subdistrict", "text", "delbydel, se subdistricts.csv; tom langt fra alle", blank=""),
        _COVERED,
        Column("hours", "hours", "åpningstid i kilden, OpenStreetMap-notasjon, stengte dager uten år", blank=""),
        Column("hours_text", "text", "åpningstiden slik den sto i kilden", blank=""),
        Column("owner", "text", "eier av lokalet", blank="", required=False),
        Column("contact", "text", "kontaktperson", blank="", required=False),
        Column("booking", "choice", "bestilling", blank="", required=False, allowed=("", "none", "asked", "confirmed")),
        Column("accessible", "flag", "universelt utformet", blank=None, required=False),
        Column("accessible_checked_on", "date", "dato for befaring", blank=None, required=False),
        Column("accessible_checked_by", "text", "hvem som var på befaring", blank="", required=False),
        Column(
            "mobile_coverage", "choice", "mobildekning", blank="unknown", required=False,
            allowed=("unknown", "good", "poor"),
        ),
        Column("power", "flag", "strømuttak for buss", blank=None, required=False),
        Column("parking_permit", "flag", "tillatelse til å stå med buss", blank=None, required=False),
        Column("keys", "text", "hvem som har nøkler", blank="", required=False),
    ),
    key="id",
)  # fmt: skip
UNAVAILABLE = Table(
    "unavailable.csv",
    "Når et sted ikke kan brukes som lokale. Planen holder seg unna. Kan være uten rader.",
    (
        Column("site", "id", "sted, se sites.csv"),
        Column("from", "date", "første dato"),
        Column("to", "date", "siste dato (regnes med)"),
        Column("weekdays", "weekdays", "ukedager, f.eks. Mo-Fr"),
        Column("start", "clock", "fra klokken"),
        Column("end", "clock", "til klokken"),
        Column("reason", "text", "hvorfor"),
        Column("verified", "flag", "true der noen har bekreftet det"),
    ),
    may_be_empty=True,
)
DISTRICTS = Table(
    "districts.csv",
    "Bydeler. 00 «Uten bydel» er velgere langt fra alle bydeler.",
    (
        Column("id", "id", "bydelens nummer"),
        Column("name", "text", "navn"),
        Column("turnout", "share", "valgdeltakelse ved stortingsvalget, brukt i mangel av tall per bydel fra lokalvalg",
               "andel", decimals=3),
        Column("turnout_is_municipal", "flag", "true der kommunens tall er brukt"),
        Column("electorate_local", "amount", "stemmeberettigede ved forrige lokalvalg, summen av rutene", "personer"),
        Column("electorate_storting", "amount", "stemmeberettigede ved siste stortingsvalg, fra valgresultatet",
               "personer"),
    ),
    key="id",
)  # fmt: skip
SUBDISTRICTS = Table(
    "subdistricts.csv",
    "Delbydeler. Kan være uten rader.",
    (Column("id", "id", "delbydelens nummer"), Column("name", "text", "navn")),
    key="id",
    may_be_empty=True,
)
TABLES = (CELLS, POINTS, SITES, UNAVAILABLE, DISTRICTS, SUBDISTRICTS)
EDITABLE = (SITES.file, UNAVAILABLE.file)


def matrix_file(mode: Mode, kind: str) -> str:
    """File name of a matrix; ``kind`` is ``cells_sites`` or ``points_cells``."""
    return f"minutes_{mode.value}_{kind}.npy.zst"


MATRICES = tuple(matrix_file(mode, kind) for kind in ("cells_sites", "points_cells") for mode in Mode)
FILES: dict[str, str] = {
    MANIFEST: "Navn, versjon, kommune, grense for minutter, kilde for valgdeltakelsen, stemmeberettigede uten sted "
    "(`unplaced_eligible`), forhåndsstemmer ved forrige valg (`advance_votes`, kan mangle), nøkler for stedene "
    "reisetidene er regnet for (`travel_keys`) og sha256 av hver fil.",
    **{table.file: table.meaning for table in TABLES},
    **dict.fromkeys(
        MATRICES[:3],
        "Hele minutter fra dør til dør, ruter (rader) × steder (kolonner); 255 = over grensen eller ingen vei.",
    ),
    **dict.fromkeys(MATRICES[3:], "Det samme fra behovspunkter (rader) til ruter (kolonner)."),
    CAR_MINUTES: "Kjøreminutter mellom stedene (fra rad til kolonne), hele minutter; tom = ingen vei.",
    CAR_KM: "Kilometer langs den raskeste kjøreveien mellom stedene, én desimal; tom = ingen vei.",
    AREAS: "Bydelenes bebodde ruter slått sammen, for kartet (egenskaper `id`, `name`).",
    ORIENTATION: "Navn med punkt (`kind` district eller subdistrict) og hovedveier som forenklede linjer "
    "(`kind` motorway eller trunk), for kartet.",
    PROVENANCE: "Kilder: navn, lisens, årgang, hva de er brukt til og sha256.",
    FIGURES: "Tallene som ble skrevet ut da datasettet ble laget.",
}
