"""What an address with a service graph answers: no redirect is followed, and no more is read than is taken."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

import httpx

from cmdb_server.errors import CmdbError
from cmdb_server.traces.service_graphs import METRIC, MOST_BYTES

_QUERY_PATH = "/api/v1/query"
_TIMEOUT_SECONDS = 10.0
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_PLAIN = {"Accept-Encoding": "identity"}  # what is packed could unpack to more than is taken before anybody counts


class ScrapeError(CmdbError):
    """A server with a service graph does not answer, or not with one."""

    def __init__(self, url: str, reason: str) -> None:
        """502; the address without what may be secret in it."""
        remedy = "give the address of its metrics, or .../api/v1/query of Prometheus"
        super().__init__(f"{address_of(url)} {reason}; {remedy}", 502, "service_graph_unreachable")


def address_of(url: str) -> str:
    """Host and port of an URL, without user, password and query."""
    return urlsplit(url).netloc.rpartition("@")[2][:100]


def fetched(url: str, headers: Mapping[str, str] = _NO_HEADERS, authorities: str = "") -> bytes:
    """What a server answers; `authorities` is the file of those who sign its certificate, else the usual ones.

    Prometheus is asked for the metric. Raises ScrapeError.
    """
    parts = urlsplit(url)
    query = {"query": METRIC} if parts.path.endswith(_QUERY_PATH) and not parts.query else None
    try:
        with (
            httpx.Client(timeout=_TIMEOUT_SECONDS, verify=authorities or True, follow_redirects=False) as client,
            client.stream("GET", url, params=query, headers={**_PLAIN, **headers}) as response,
        ):
            if not response.is_success:
                raise ScrapeError(url, f"answers with status {response.status_code}")
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise ScrapeError(url, f"answers more than {MOST_BYTES} bytes")
            return bytes(body)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise ScrapeError(url, f"does not answer ({type(error).__name__})") from error
