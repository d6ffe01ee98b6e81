"""What a row of the list tells: of the machines that are asked about, and of entries that hold."""

from collections.abc import Sequence

import numpy as np

from cmdb_server.vulnerabilities.ecosystems import Coordinate
from cmdb_server.vulnerabilities.entry import Vulnerability
from cmdb_server.vulnerabilities.installed import Inventory
from cmdb_server.vulnerabilities.keeping import Coverage
from cmdb_server.vulnerabilities.known import Known
from cmdb_server.vulnerabilities.listing import Around, Wanted, rows
from cmdb_server.vulnerabilities.matching import Case, Summary, summary
from cmdb_server.vulnerabilities.resting import Service

CVE = "CVE-2026-1000"
SHOP, WIKI = Service("ci_shop", "shop", 4, 10), Service("ci_wiki", "wiki", 1, 2)


def known(holders: Sequence[str]) -> Known:
    """One CVE on a package that all of these have."""
    numbers = np.arange(len(holders), dtype=np.int32)
    package = Coordinate("npm", ("npm/x",), "1.0", "semver")
    inventory = Inventory([package], holders, numbers, np.zeros_like(numbers), {}, 1)
    told = Summary("Bad", "high", 7.5, "", "")
    return Known(inventory, Coverage(), {CVE: Case(CVE, (0,), ("",))}, {CVE: told}, frozenset((0,)))


def test_services_are_those_on_the_machines_that_are_asked_about() -> None:
    around = Around((), lambda _: {"ci_a": (SHOP,), "ci_b": (WIKI,)})

    (every,) = rows(known(("ci_a", "ci_b")), Wanted(), around)
    (only,) = rows(known(("ci_a", "ci_b")), Wanted(holders=frozenset(("ci_b",))), around)

    assert (every.holders, every.services, every.criticality) == (2, 2, 4)
    assert (only.holders, only.services, only.criticality) == (1, 1, 1)


def test_what_was_withdrawn_does_not_speak_for_what_holds() -> None:
    gone = Vulnerability(uid="G", cve=CVE, title="x", severity="critical", score=9.8, is_withdrawn=True)
    holds = Vulnerability(uid="H", cve=CVE, title="Longer title", severity="low", score=2.0)

    assert summary([gone, holds])[:3] == ("Longer title", "low", 2.0)
    assert summary([gone])[:3] == ("x", "critical", 9.8)
