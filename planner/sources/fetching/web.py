"""Replies of open services: asked for politely, kept by what was asked, failed ones never kept."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import requests

from planner.domain.errors import InputError, Problem

AGENT = "valgplan (planlegging av forhåndsstemming)".encode()
PAUSE_SECONDS = 2.1
"""Least time between two questions to one host: SSB allows 30 calls a minute."""
ATTEMPTS = 4
TIMEOUT_SECONDS = (20.0, 600.0)
"""To connect, and between two parts of the reply; a whole city's streets take minutes to collect."""
PASSING = frozenset({429, 500, 502, 503, 504})
"""Status codes after which the same question may be answered later."""
LONGEST_WAIT_SECONDS = 120.0
REMEDY = (
    "prøv igjen senere; sjekk nettet og mellomtjeneren (HTTPS_PROXY, sertifikater i REQUESTS_CA_BUNDLE), "
    "eller legg fila i rådatamappa for hånd"
)

WORDS = (
    (requests.exceptions.SSLError, "sertifikatet ble ikke godtatt"),
    (requests.exceptions.ProxyError, "mellomtjeneren svarte ikke"),
    (requests.exceptions.Timeout, "tjenesten brukte for lang tid"),
    (requests.exceptions.ConnectionError, "ingen forbindelse"),
)
"""What went wrong before there was a reply; the narrower error first."""

Check = Callable[[bytes], str]
"""What is wrong with a reply that came with a good status; "" for nothing."""


def sound(_: bytes) -> str:
    """Nothing is checked."""
    return ""


def _words(error: requests.RequestException) -> str:
    return next((words for kind, words in WORDS if isinstance(error, kind)), type(error).__name__)


@dataclass
class Web:
    """A client with a cache.

    Attributes:
        cache: folder of the replies kept, named by the hash of the question.
        refresh: ask again for what is kept.
        wait: sleeps so many seconds.
        clock: monotonic seconds.
    """

    cache: Path
    refresh: bool = False
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _last: dict[str, float] = field(default_factory=dict)
    _fresh: set[str] = field(default_factory=set)
    _failed: dict[str, InputError] = field(default_factory=dict)
    """What this client gave up, so that the files that need the same reply do not ask for it again."""

    def get(self, url: str, query: Mapping[str, str] | None = None, *, body: str = "", check: Check = sound) -> bytes:
        """The reply to a question, from the cache where it was answered before.

        Args:
            query: parameters behind the address.
            body: sent with POST where it is not empty.
            check: what is wrong with the reply itself.

        Raises:
            InputError: no good reply.
        """
        asked = requests.Request("POST" if body else "GET", url, params=query, data=body.encode()).prepare()
        name = hashlib.sha256(f"{asked.method} {asked.url}\n{body}".encode()).hexdigest()
        kept = self.cache / name
        if kept.is_file() and (name in self._fresh or not self.refresh):
            return kept.read_bytes()
        if name in self._failed:
            raise self._failed[name]
        try:
            content = self._ask(asked, check)
        except InputError as error:
            self._failed[name] = error
            raise
        self.cache.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(".part")
        half.write_bytes(content)
        half.replace(kept)
        self._fresh.add(name)
        return content

    def _ask(self, asked: requests.PreparedRequest, check: Check) -> bytes:
        why = ""
        for attempt in range(ATTEMPTS):
            self._take_turn(str(asked.url), attempt)
            why, content, again = self._once(asked, check)
            if not why:
                return content
            if not again:
                break
        raise InputError(Problem("kunne ikke hente", str(asked.url), value=why, remedy=REMEDY))

    def _take_turn(self, url: str, attempt: int) -> None:
        """Wait until the host may be asked again; longer after each failure."""
        host = urlsplit(url).netloc
        due = self._last.get(host, -PAUSE_SECONDS) + PAUSE_SECONDS * 2**attempt
        if attempt or host in self._last:
            self.wait(max(0.0, due - self.clock()))
        self._last[host] = self.clock()

    def _once(self, asked: requests.PreparedRequest, check: Check) -> tuple[str, bytes, bool]:
        """What was wrong ("" for nothing), the content, and whether asking again may help."""
        try:
            with requests.Session() as session:
                # Proxies and certificates as the user's environment says.
                settings = session.merge_environment_settings(str(asked.url), {}, None, None, None)
                asked.headers["User-Agent"] = AGENT
                reply = session.send(asked, timeout=TIMEOUT_SECONDS, **settings)
        except requests.RequestException as error:
            return _words(error), b"", not isinstance(error, requests.exceptions.SSLError)
        if reply.status_code != requests.codes.ok:
            self._heed(reply)
            return f"HTTP {reply.status_code}", b"", reply.status_code in PASSING
        return check(reply.content), reply.content, True

    def _heed(self, reply: requests.Response) -> None:
        """Wait as long as the service asks for, within reason."""
        asked = reply.headers.get("Retry-After", "")
        if reply.status_code in PASSING and asked.isdecimal():
            self.wait(min(float(asked), LONGEST_WAIT_SECONDS))
