"""Asks servers for their service graphs: what the operator has set, nobody else names an address."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cmdb_server.errors import CmdbError
from cmdb_server.settings import SettingError, Settings
from cmdb_server.traces.calls import Call
from cmdb_server.traces.fetching import ScrapeError, address_of, fetched
from cmdb_server.traces.service_graphs import counted, requests_in
from cmdb_server.traces.traces import TellsOf, Traces
from graph_schema.data_sources import TRACES

_LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))
_SCOPE = "default"


@dataclass
class Scraper:
    """Counts what servers' service graphs tell since they were asked last."""

    settings: Settings
    traces: Traces
    _asked_at: float = 0.0
    _before: dict[str, dict[Call, float]] = field(default_factory=dict[str, dict[Call, float]])

    def run(self) -> int | None:
        """Ask each server when it is time; how many calls were seen. Raises ScrapeError when the others are done."""
        now = time.monotonic()
        urls = [url.strip() for url in self.settings.service_graphs.split(",") if url.strip()]
        if not urls or now < self._asked_at + 60 * self.settings.service_graph_minutes:
            return None
        self._asked_at = now
        seen, failed = 0, list[CmdbError]()
        for url in urls:
            try:
                seen += self._ask(url)
            except CmdbError as error:
                failed.append(error)
        if failed:
            raise failed[0]
        return seen

    def _ask(self, url: str) -> int:
        counts = requests_in(_read(url, self.settings))
        before, self._before[url] = self._before.get(url, {}), counts
        # A counter that is lower than before has begun anew.
        grown = {call: value - before.get(call, 0.0) for call, value in counts.items() if value != before.get(call)}
        grown = {call: value if value > 0 else counts[call] for call, value in grown.items()}
        calls = counted(grown)
        self.traces.count(TellsOf(f"{TRACES.name}:{address_of(url)}", _SCOPE), calls)
        return len(calls)


def _read(url: str, settings: Settings) -> str:
    """What a server answers to who knows the token."""
    parts = urlsplit(url)
    is_secret = settings.service_graph_token_file != Path()
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingError("CMDB_SERVICE_GRAPHS", address_of(url), "give http:// or https:// addresses")
    if is_secret and parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise SettingError("CMDB_SERVICE_GRAPHS", address_of(url), "a token goes over https:// only")
    try:
        token = settings.service_graph_token_file.read_text().strip() if is_secret else ""
    except OSError as error:
        raise ScrapeError(url, f"is not asked, as its token cannot be read ({type(error).__name__})") from error
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    authorities = settings.service_graph_ca_file
    answer = fetched(url, headers, str(authorities) if authorities != Path() else "")
    return answer.decode("utf-8", "replace")
