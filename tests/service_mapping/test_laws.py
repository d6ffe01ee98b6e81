"""Dependencies, groups and services follow from what is said: not from its order, nor from when it was looked at."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.validation import decode
from cmdb_server.service_mapping.maps import ServiceMaps
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.relationships import DEPENDS_ON, HAS_MEMBER
from graph_schema.report import Report, Section, encode, ref_of, target
from tests.engine import wipe
from tests.ingest.estates import ADDRESSES, reports, some_of
from tests.ingest.graph import open_relationships
from tests.ingest.machines import START
from tests.law import law
from tests.service_mapping.test_maps import REGISTRY, Plant

FOLLOWS = frozenset(("DEPENDS_ON", "HAS_MEMBER", "CONSISTS_OF", "CONNECTS_TO"))
LAW = law(2)


@st.composite
def balancing(draw: st.DrawFn) -> Report:
    """A report of a machine whose program may need a group of what answers at addresses."""
    sent = draw(reports())
    members = draw(some_of(*ADDRESSES.values()))
    section = Section("applications", enumerates=("redundancy_group",))
    if members:
        key = f"pool:{sent.source}"
        group = section.add(RedundancyGroup(name=key, k=1, group_type="pool", group_key=key))
        section.relate(ref_of("software_instance", "unit:app"), DEPENDS_ON, group, strength="hard")
        for address in members:
            section.relate(group, HAS_MEMBER, target(Endpoint(address=address, port=8080, protocol="tcp")))
    return replace(sent, sections=(*sent.sections, section))


def after(store: GraphStore, history: Sequence[Report], *, looks_often: bool) -> set[tuple[str, str, str]]:
    """What follows from reports, services being decided after each of them or of all together."""
    wipe(store)
    plant = Plant(store)
    plant.service("Shop", entries=("10.0.0.1:8080",))
    plant.service("Data", entries=("db1:5432", "10.0.0.2:8080"))
    plant.service("Apps", query='class is software_instance and name = "app"')
    for sent in history:
        plant.ingest.accept(decode(encode(sent), REGISTRY, START), "test")
        if looks_often:
            plant.maps.run()
    ServiceMaps(plant.parts, plant.clock).run()
    if looks_often:
        assert plant.maps.run() in (0, None), "from scratch it is the same"
    return {found for found in open_relationships(store) if found[1] in FOLLOWS}


@LAW
@given(history=st.lists(balancing(), min_size=2, max_size=5), chance=st.randoms(use_true_random=False))
def test_what_follows_does_not_depend_on_the_order_of_reports_nor_on_who_looked(
    store: GraphStore, history: list[Report], chance: Random
) -> None:
    shuffled = sorted(history, key=lambda _: chance.random())

    assert after(store, history, looks_often=True) == after(store, shuffled, looks_often=False)
