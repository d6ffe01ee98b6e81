"""`cmdb bench rights`: what lists, facets and search cost somebody who may not see all, beside an administrator.

CPU milliseconds of this process for one question, both asked in turn of the same index.
"""

import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

from cmdb_server.permissions.grants import Grant, Grants
from cmdb_server.permissions.roles import BUILT_IN
from cmdb_server.permissions.sight import Sight, sight_of
from cmdb_server.search_index.answers import Filters
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.listing import facets, list_cis
from cmdb_server.search_index.reading import ReadCIs
from cmdb_server.search_index.searching import search
from cmdb_server.search_index.seeing import seen_by
from graph_schema import Registry, load_registry

SIZE = 50_000
SITES = 10
REPEATS = 15
_PARTS_EACH = 4
_NOW = 1_764_201_600_000_000
Question = Callable[[Contents, Filters], object]
_SITES = tuple(f"site{number}" for number in range(7))
# Each role with the filter by which an administrator lists the same CIs.
ROLES: Mapping[str, tuple[Grants, Filters]] = {
    "viewer (no security attributes)": (BUILT_IN["viewer"].grants, Filters()),
    "seven of ten sites, no identity": ((Grant(sites=_SITES, read=("network",)),), Filters(site=_SITES)),
    "computers, general attributes": ((Grant("computer", read=("general",)),), Filters(ci_class=("computer",))),
}
QUESTIONS: Mapping[str, Question] = {
    "first page by name": lambda seen, of: list_cis(seen, of, "name", (0, 100)),
    "first page by operating system": lambda seen, of: list_cis(seen, of, "-os_name", (0, 100)),
    "page 20 by name": lambda seen, of: list_cis(seen, of, "name", (2000, 100)),
    "facets": facets,
    # What the page of a list asks for when it is opened: its first rows, what to narrow by, and how many there are.
    "list, facets and count": lambda seen, of: (
        list_cis(seen, of, "name", (0, 100)),
        facets(seen, of),
        list_cis(seen, of, "name", (0, 0)),
    ),
    "search": lambda seen, _: search(seen, "host1234", 20),
}


def bench_rights(size: int = SIZE, show: Callable[[str], None] = print) -> None:
    """Measure and show: each question as administrator for all and for the same CIs, in each role, and the ratio."""
    registry = load_registry()
    whole = _estate(registry, size)
    show(f"{size} CIs on {SITES} sites, CPU ms of one question, median of {REPEATS}")
    for name, (grants, filters) in ROLES.items():
        show(f"  {name:<34}{'admin':>8}{'same CIs':>10}{'role':>8}{'ratio':>8}")
        for what, ask in QUESTIONS.items():
            costs = _costs(ask, whole, sight_of(registry, grants), filters)
            ratio = f"{costs[2] / costs[1]:.2f}"
            show(f"    {what:<32}{costs[0]:>8.2f}{costs[1]:>10.2f}{costs[2]:>8.2f}{ratio:>8}")


def _costs(ask: Question, whole: Contents, sight: Sight, same: Filters) -> list[float]:
    """What an administrator pays for all CIs and for those of the role, and what somebody in the role pays."""

    def once() -> tuple[float, float, float]:
        everything = _cpu(lambda: ask(whole, Filters()))
        # Sets of what may be read are kept from one question to the next; the rest of a request's view is made anew.
        return everything, _cpu(lambda: ask(whole, same)), _cpu(lambda: ask(seen_by(whole, sight), Filters()))

    return [median(column) for column in zip(*(once() for _ in range(REPEATS)), strict=True)]


def _cpu(ask: Callable[[], object]) -> float:
    began = time.process_time()
    ask()
    return (time.process_time() - began) * 1000


def _estate(registry: Registry, size: int) -> Contents:
    """Servers with their interfaces, a tenth of them on each site."""
    sites = [_ci(f"ci_site{number}", "site", f"site{number}", "") for number in range(SITES)]
    servers = [_server(number) for number in range(size // (1 + _PARTS_EACH))]
    parts = [
        _ci(f"ci_n{number}_{part}", "network_interface", f"eth{part}", f"ci_h{number}", mac_address=_mac(number, part))
        for number in range(len(servers))
        for part in range(_PARTS_EACH)
    ]
    contents = Contents(registry)
    places = {server["uid"]: f"ci_site{number % SITES}" for number, server in enumerate(servers)}
    contents.locations.fill(sites, places)
    contents.fill(ReadCIs([*sites, *servers, *parts], {}))
    return contents


def _server(number: int) -> dict[str, Any]:
    return _ci(
        f"ci_h{number}",
        "server",
        f"host{number}",
        f"ci_h{number}",
        serial_number=f"SN{number * 7919 % 1_000_003:07}",
        os_name=("Debian GNU/Linux", "Ubuntu", "AlmaLinux")[number % 3],
        fqdn=f"host{number}.example.net",
        ip_addresses=[f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"],
    )


def _ci(uid: str, ci_class: str, name: str, root: str, **attributes: Any) -> dict[str, Any]:  # noqa: ANN401 - what the store holds
    known: dict[str, Any] = {"status": "active", "sources": [f"agent:{root}"], "created_at": _NOW, "updated_at": _NOW}
    return {"uid": uid, "ci_class": ci_class, "name": name, "root_uid": root, **known, **attributes}


def _mac(number: int, part: int) -> str:
    digits = f"{number:08x}{part:02x}"
    return ":".join(("02", *(digits[at : at + 2] for at in range(0, 10, 2))))
