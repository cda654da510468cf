"""Raw files from the open services that publish them: one file per kind of service.

A recipe says of each raw file which kind fetches it and with what (``fetch``), or where a person finds it
(``by_hand``). What is fetched is the service's data of today; which day that was stands in the raw folder.
"""

from planner.sources.fetching.fetch import FetchReport, fetch_raw
from planner.sources.fetching.web import Web

__all__ = ["FetchReport", "Web", "fetch_raw"]
