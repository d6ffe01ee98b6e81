"""CIs of a class pack that was taken away wait as they are; everything else goes on."""

import pytest

from cmdb_server.class_packs.loading import registry_with
from cmdb_server.data_sources.sources import Sources
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import Registry
from graph_schema.class_packs import read_pack
from graph_schema.declare import AttributeValue
from graph_schema.report import Ref, Report, ReportedCI, ReportedRelationship, Root, Section, Target, encode
from tests.ingest.graph import open_relationships, statuses
from tests.ingest.silence import AgeingEstate

PACK = """
[classes.card_reader]
parent = "part"
doc = "A card reader in a machine."

[classes.terminal]
parent = "device"
doc = "A terminal."
"""
SERVER, READER, TERMINAL = Ref("server:web1"), Ref("card_reader:slot"), Ref("terminal:front")
FRONT = Target("terminal", {"serial_number": "PT-1"})


@pytest.fixture
def estate(store: GraphStore) -> AgeingEstate:
    """What a server does that does not know the classes of the pack."""
    return AgeingEstate(store)


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations with the pack."""
    return registry_with([read_pack("terminals.toml", PACK)])


def machine(minute: int, *, kernel: str = "6.1", has_reader: bool = True) -> Report:
    """A server with a card reader that needs a terminal."""
    said: dict[str, AttributeValue] = {"name": "web1", "serial_number": "S1", "kernel_version": kernel}
    section = Section("computer", cis={SERVER: ReportedCI(SERVER, "server", said)})
    if has_reader:
        section.cis[READER] = ReportedCI(READER, "card_reader", {"name": "slot", "position": "1"})
        section.relationships.append(ReportedRelationship("PART_OF", READER, SERVER, {}))
        section.relationships.append(ReportedRelationship("DEPENDS_ON", SERVER, FRONT, {}))
    at = f"2026-01-01T00:{minute:02}:00Z"
    return Report(f"m{minute}", "agent:web1", at, Root(SERVER, "server"), (section,))


def terminal(ci_class: str = "terminal", source: str = "api:front", minute: int = 0) -> Report:
    """The terminal."""
    said: dict[str, AttributeValue] = {**FRONT.attributes, "name": "front", "location": f"row {minute}"}
    section = Section("terminal", cis={TERMINAL: ReportedCI(TERMINAL, ci_class, said)})
    at = f"2026-01-01T00:{minute:02}:00Z"
    return Report(f"{source}{minute}", source, at, Root(TERMINAL, ci_class), (section,))


def before(estate: AgeingEstate, registry: Registry) -> None:
    """What was stored while there was the pack."""
    for sent in (terminal(), terminal("appliance", "api:list"), machine(1)):
        Ingest(estate.store, registry, estate.clock).accept(decode(encode(sent), registry), "test")
    estate.clock.forward(minutes=10)


def test_a_source_ages_and_returns_without_them(estate: AgeingEstate, registry: Registry) -> None:
    before(estate, registry)
    known = open_relationships(estate.store)

    estate.run_for(days=8)

    assert statuses(estate.store, "server") == {"web1": "stale"}
    assert statuses(estate.store, "card_reader") == {"slot": "active"}
    assert open_relationships(estate.store) == known

    estate.run_for(days=120)

    assert statuses(estate.store, "server") == {"web1": "retired"}
    assert ("slot", "PART_OF", "web1") in open_relationships(estate.store)

    estate.send(machine(3, kernel="6.2", has_reader=False))

    assert statuses(estate.store, "server") == {"web1": "active"}
    assert statuses(estate.store, "card_reader") == {"slot": "active"}


def test_a_source_is_withdrawn_without_them(estate: AgeingEstate, registry: Registry) -> None:
    before(estate, registry)

    Sources(estate.store, estate.registry, estate.clock).withdraw("agent:web1", "ada", "")

    assert statuses(estate.store, "server") == {"web1": "retired"}
    assert statuses(estate.store, "card_reader") == {"slot": "active"}


def test_what_is_sent_of_them_is_parked_and_the_rest_is_stored(estate: AgeingEstate, registry: Registry) -> None:
    before(estate, registry)

    result = estate.send(machine(3, kernel="6.2"))

    assert {entry.item for entry in result.sections["computer"].parked} >= {READER}
    assert statuses(estate.store, "server") == {"web1": "active"}
    assert statuses(estate.store, "card_reader") == {"slot": "active"}


def test_what_others_say_of_them_by_a_class_that_is_there_counts(estate: AgeingEstate, registry: Registry) -> None:
    before(estate, registry)
    known = statuses(estate.store, "terminal")

    estate.send(terminal("appliance", "api:list", minute=3))

    assert known == {"front": "active"}
    assert statuses(estate.store, "appliance") == {"front": "active"}
    assert statuses(estate.store, "terminal") == {}
