"""The bodies of reports: how they may be packed, and what no body does to the server."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import httpx
import pytest
import zstandard

from cmdb_server.api.body_limit import USUAL_BYTES
from cmdb_server.api.resources.reports import MAX_BODY_BYTES, MAX_UNPACKED_BYTES
from cmdb_server.app import API
from graph_schema.report import message_bytes
from tests.api.reporting import Agent, enrolled
from tests.api.serving import Serving
from tests.ingest.machines import Machine

MIB = 1 << 20
LARGEST = MAX_BODY_BYTES["/reports"]
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "last byte missing": lambda packed: packed[:-1],
    "half": lambda packed: packed[: len(packed) // 2],
    "head only": lambda packed: packed[:5],
    "empty": lambda _: b"",
    "flipped": lambda packed: packed[:40] + bytes(byte ^ 0xFF for byte in packed[40:80]) + packed[80:],
    "plain": lambda _: b"this is not packed at all",
}


def zstd(body: bytes) -> bytes:
    """Packed as agents pack."""
    return zstandard.ZstdCompressor(level=3).compress(body)


def zstd_bomb() -> bytes:
    """A few kilobytes that become half a gigabyte; the size is not announced."""
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    return b"".join([*(packer.compress(bytes(MIB)) for _ in range(512)), packer.flush()])


def gzip_bomb() -> bytes:
    """Some hundred kilobytes that become more than is taken."""
    packer = zlib.compressobj(level=1, wbits=31)
    return b"".join([*(packer.compress(bytes(MIB)) for _ in range(192)), packer.flush()])


@pytest.fixture(scope="module")
def agent(shared_server: Serving) -> Agent:
    """An enrolled agent."""
    return enrolled(shared_server)


@pytest.fixture(scope="module")
def body(agent: Agent) -> bytes:
    """A good report."""
    return message_bytes(agent.message(Machine("app1")))


@pytest.mark.parametrize(
    ("encoding", "pack"), [("", bytes), ("identity", bytes), ("zstd", zstd), ("gzip", gzip.compress), ("ZSTD", zstd)]
)
def test_a_packed_report_is_taken(agent: Agent, body: bytes, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    answer = agent.post(pack(body), encoding)

    assert answer.status_code == 200


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd, gzip", "x" * 1000])
def test_another_packing_is_refused_with_those_that_are_known(agent: Agent, body: bytes, encoding: str) -> None:
    answer = agent.post(body, encoding)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_encoding")
    assert "send zstd, gzip or identity" in answer.json()["detail"]


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_cut_off_body_is_refused(agent: Agent, body: bytes, encoding: str, damage: str) -> None:
    packed = zstd(body) if encoding == "zstd" else gzip.compress(body)

    answer = agent.post(DAMAGES[damage](packed), encoding)

    assert (answer.status_code, answer.json()["code"]) == (400, "damaged_body")
    assert "send the report again" in answer.json()["detail"]


@pytest.mark.parametrize(("encoding", "bomb"), [("zstd", zstd_bomb), ("gzip", gzip_bomb)])
def test_a_bomb_is_refused_before_it_fills_the_memory(agent: Agent, encoding: str, bomb: Callable[[], bytes]) -> None:
    packed = bomb()
    tracemalloc.start()
    try:
        answer = agent.post(packed, encoding)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(packed) < MIB
    assert (answer.status_code, answer.json()["code"]) == (413, "report_too_large")
    assert most < MAX_UNPACKED_BYTES + 24 * MIB


def pieces(size: int) -> Iterator[bytes]:
    """A body whose length nobody announces."""
    piece = b" " * (256 << 10)
    yield from (piece for _ in range(size // len(piece)))


def post(server: Serving, path: str, content: bytes | Iterator[bytes]) -> httpx.Response:
    """The answer to a body at an address."""
    with server.client() as client:
        return client.post(path, content=content, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/reports", LARGEST),
        ("/tokens", USUAL_BYTES),
        ("/collectors/jobs/sr_1-0/outcomes", 8 * MIB),
    ],
)
@pytest.mark.parametrize("is_announced", [True, False])
def test_a_body_over_the_limit_is_refused(shared_server: Serving, path: str, limit: int, *, is_announced: bool) -> None:
    size = limit + MIB

    answer = post(shared_server, path, b" " * size if is_announced else pieces(size))

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert str(limit) in answer.json()["detail"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_body_that_is_announced_too_large_is_refused_before_it_is_sent(shared_server: Serving) -> None:
    with closing(HTTPConnection(urlsplit(shared_server.url).netloc)) as connection:
        connection.putrequest("POST", f"{API}/reports")
        connection.putheader("Content-Length", str(LARGEST + 1))
        connection.endheaders()
        answer = connection.getresponse()

    assert answer.status == 413


def test_a_large_report_is_taken(agent: Agent, body: bytes) -> None:
    answer = agent.post(body + b" " * (4 * MIB))

    assert answer.status_code == 200
