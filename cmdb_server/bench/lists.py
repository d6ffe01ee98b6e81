"""`cmdb bench lists`: what a filtered, sorted page of a large list costs, beside a plain scan in the same run.

CPU milliseconds of this process for one page of 100 CIs out of an index of an estate; the scan filters, sorts and cuts
the same CIs as plain dictionaries. The index is built before.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cmdb_server.cpu_time import cpu_ms
from cmdb_server.filter_language.query import parse
from cmdb_server.search_index.answers import Filters
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.listing import list_cis
from cmdb_server.search_index.reading import ReadCIs
from graph_schema import load_registry

CIS = 50_000
PROGRAMS_EACH = 4
PAGE = 100
_HOUR = 3600 * 1_000_000
_NOW = 1_767_268_800_000_000
_WINDOW = 1_000
_SYSTEMS = ("Debian GNU/Linux", "Ubuntu", "Rocky Linux", "Windows Server")
_PROGRAMS = ("postgres", "nginx", "java", "python3", "sshd", "redis-server")
_Scan = Callable[[dict[str, Any]], bool]


@dataclass(frozen=True)
class Listing:
    """A list to ask for: in words, as a query, its order, and the same for a plain scan."""

    name: str
    query: str
    sort: str
    scan: _Scan


def bench_lists(size: int = CIS, seed: int = 1, asked: int = 20, show: Callable[[str], None] = print) -> None:
    """Measure and show each kind of filter, its CPU and how much more the plain scan takes."""
    cis, runs_on = estate(size, seed)
    began = time.process_time()
    contents = index_of(cis, runs_on)
    built = time.process_time() - began
    show(f"{len(cis)} CIs, {len(runs_on)} relationships; index built in {built:.1f} CPU s; a page of {PAGE}")
    show(f"  {'filter':<38}{'found':>8}{'mean':>9}{'largest':>9}{'scan':>9}{'ratio':>8}   (CPU ms)")
    for listing in _listings(cis, runs_on):
        filters = Filters(query=parse(listing.query, contents.registry))
        window = (min(PAGE, size), PAGE)
        found = list_cis(contents, filters, listing.sort, window).total
        took = cpu_ms(lambda: list_cis(contents, filters, listing.sort, window), asked)  # noqa: B023 - called at once
        scanned = cpu_ms(lambda: _scanned(cis, listing), max(asked // 4, 1))  # noqa: B023 - called at once
        mean, scan = sum(took) / len(took), sum(scanned) / len(scanned)
        figures = f"{found:>8}{mean:>9.2f}{max(took):>9.2f}{scan:>9.2f}{scan / max(mean, 1e-6):>8.1f}"
        show(f"  {listing.name:<38}{figures}")


def estate(size: int, seed: int) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Servers with the programs that run on them, as the store holds them, and what runs on what."""
    chance = random.Random(seed)  # noqa: S311 - an estate, no secret
    cis: list[dict[str, Any]] = []
    runs_on: dict[str, str] = {}
    while len(cis) < size:
        server = _server(len(cis), chance)
        cis.append(server)
        for _ in range(min(PROGRAMS_EACH, size - len(cis))):
            program = _program(len(cis), server, chance)
            runs_on[program["uid"]] = server["uid"]
            cis.append(program)
    return cis, runs_on


def index_of(cis: Sequence[dict[str, Any]], runs_on: dict[str, str]) -> Contents:
    """The index of these CIs, with what runs on what."""
    contents = Contents(load_registry())
    contents.now = _NOW
    for start in range(0, len(cis), _WINDOW):
        contents.fill(ReadCIs(list(cis[start : start + _WINDOW]), {}))
    contents.contacts = {ci["sources"][0]: _NOW - _HOUR * (number % 400) for number, ci in enumerate(cis)}
    contents.links.follow("RUNS_ON")
    contents.links.fill("RUNS_ON", contents.members(runs_on.items()))
    return contents


def _ci(number: int, ci_class: str, name: str, chance: random.Random) -> dict[str, Any]:
    seen = _NOW - chance.randrange(60 * 24) * _HOUR
    return {
        "uid": f"ci_{number:08x}",
        "ci_class": ci_class,
        "name": name,
        "status": "active",
        "created_at": seen - _HOUR,
        "last_seen_at": seen,
    }


def _server(number: int, chance: random.Random) -> dict[str, Any]:
    ci = _ci(number, "server", f"srv-{chance.randrange(10**6):06}", chance)
    return {
        **ci,
        "root_uid": ci["uid"],
        "sources": [f"agent:{number}"],
        "os_name": chance.choice(_SYSTEMS),
        "serial_number": f"SN{chance.randrange(10**9):09}",
        "memory_bytes": chance.choice((8, 16, 32, 64, 128)) * 2**30,
    }


def _program(number: int, server: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    process = chance.choice(_PROGRAMS)
    ci = _ci(number, "software_instance", f"{process}-{chance.randrange(100)}", chance)
    return {**ci, "root_uid": server["uid"], "sources": server["sources"], "process_name": process}


def _listings(cis: Sequence[dict[str, Any]], runs_on: dict[str, str]) -> Iterator[Listing]:
    big = {ci["uid"] for ci in cis if ci.get("memory_bytes", 0) >= 64 * 2**30}
    yield Listing("everything", "class is ci", "name", lambda _: True)
    yield Listing("one value of an attribute", "process_name = postgres", "name", _has("process_name", "postgres"))
    yield Listing("a part of an attribute", "serial_number contains 77", "serial_number", _holds("serial_number", "77"))
    yield Listing("a number of an attribute", "memory_bytes >= 64 GiB", "name", lambda ci: ci["uid"] in big)
    text = "runs_on (server and memory_bytes >= 64 GiB)"
    yield Listing("a relationship", text, "name", lambda ci: runs_on.get(ci["uid"]) in big)
    yield Listing("a text", '"redis"', "name", _holds("name", "redis"))
    week = _NOW - 7 * 24 * _HOUR
    yield Listing("freshness", "last_seen_at older than 7 days", "-last_seen_at", lambda ci: ci["last_seen_at"] < week)
    both = "software_instance and not runs_on (os_name = Ubuntu) and process_name in (java, nginx)"
    yield Listing("a class, a relationship and values", both, "-process_name", _has("process_name", "java", "nginx"))


def _has(name: str, *wanted: str) -> _Scan:
    return lambda ci: ci.get(name) in wanted


def _holds(name: str, part: str) -> _Scan:
    return lambda ci: part in ci.get(name, "").casefold()


def _scanned(cis: Sequence[dict[str, Any]], listing: Listing) -> list[dict[str, Any]]:
    column = listing.sort.removeprefix("-")
    found = [ci for ci in cis if listing.scan(ci)]
    found.sort(key=lambda ci: ci.get(column) or "", reverse=listing.sort.startswith("-"))
    return found[PAGE : 2 * PAGE]
