"""Several versions of one product on one machine, however many releases tell of it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.search_index.installed import Installed, Release
from cmdb_server.software.catalogue import Software
from cmdb_server.software.naming import Found, Namer
from cmdb_server.software.packs import load_packs
from cmdb_server.software.several import several_versions

RELEASES = [
    Release("r0", "Microsoft", "Microsoft Visio Professional 2019", "15.0", ""),
    Release("r1", "Microsoft", "Microsoft Visio Professional 2021", "16.0", ""),
    Release("r2", "Microsoft", "Microsoft Visio Professional 2021", "16.1", ""),
    Release("r3", "Acme", "Thing", "1", ""),
    Release("r4", "Acme", "Thing", "2", ""),
]
NAMER = Namer(load_packs())


@given(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 4))))
def test_a_machine_is_told_once_for_each_product_of_which_it_has_versions(pairs: set[tuple[int, int]]) -> None:
    machine, release = (np.array([pair[end] for pair in sorted(pairs)], np.int32) for end in (0, 1))
    installed = Installed(dict(enumerate(RELEASES)), {}, machine, release)
    names = {number: NAMER.name(Found(*one[1:])) for number, one in enumerate(map(_told, RELEASES))}
    by_hand: dict[tuple[int, str], set[str]] = {}
    for number, of in pairs:
        by_hand.setdefault((number, names[of].product), set()).add(names[of].version)

    found = several_versions(Software(installed, names))

    assert {(one.machine, one.product): len(one.versions) for one in found} == {
        key: len(versions) for key, versions in by_hand.items() if len(versions) > 1
    }


def _told(one: Release) -> tuple[str, ...]:
    return one.uid, one.publisher, one.product, one.version, one.edition
