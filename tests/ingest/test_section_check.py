"""What of a section is usable: the good items are kept, each bad one is refused with field, value and remedy."""

import json
from typing import Any

import msgspec
import pytest

from cmdb_server.ingest import claim_check
from cmdb_server.ingest.claim_check import ClaimCheck, Known
from cmdb_server.ingest.items import MAX_REF_LENGTH, MAX_SHOWN, CheckedSection, Target
from cmdb_server.ingest.section_check import SectionCheck
from cmdb_server.ingest.wire import WireSection
from graph_schema import load_registry
from graph_schema.package_types import PACKAGE_TYPES

REGISTRY = load_registry()
SERVER = {"ref": "server:a", "ci_class": "server", "attributes": {"fqdn": "A.example."}}
ETH0 = {"ref": "network_interface:eth0", "ci_class": "network_interface", "attributes": {"name": "eth0"}}
PART_OF = {"type": "PART_OF", "source": "network_interface:eth0", "target": "server:a"}
INSTALLED = {
    "type": "HAS_INSTALLED",
    "source": "server:a",
    "target": {"ci_class": "software_release", "attributes": {"product": "curl", "version": "8"}},
}


def sent(cis: Any, relationships: Any = (), outcome: Any = "complete") -> WireSection:  # noqa: ANN401 - anything may be sent
    """A section as it comes."""
    raw = (msgspec.Raw(json.dumps(part).encode()) for part in (cis, list(relationships)))
    return WireSection("hardware", "h", outcome, None, ["server", "network_interface", "spaceship"], *raw)


def checks() -> SectionCheck:
    """What checks the sections of a report."""
    return SectionCheck(REGISTRY, ClaimCheck(REGISTRY), "server:a", ("agent_key:1",))


def check(cis: Any, relationships: Any = (), outcome: Any = "complete") -> CheckedSection:  # noqa: ANN401 - anything may be sent
    """A section as it is after the check."""
    return checks().check(sent(cis, relationships, outcome))


def test_good_items_are_kept_with_normalised_values_and_their_claims() -> None:
    section = check([SERVER, ETH0], [PART_OF, INSTALLED])

    server, interface = section.items["server:a"], section.items["network_interface:eth0"]
    assert (server.attributes, server.identifiers) == ({"fqdn": "a.example"}, ("agent_key:1",))
    assert [claim.target for claim in server.claims] == [
        Target("software_release", (("product", "curl"), ("version", "8")))
    ]
    assert (interface.identifiers, [claim.type for claim in interface.claims]) == ((), ["PART_OF"])
    assert (section.refused, section.enumerates) == ([], ("server", "network_interface"))


def test_a_relationship_between_cis_of_other_sections_is_checked_too() -> None:
    forbidden = {"type": "PART_OF", "source": "server:a", "target": "network_interface:eth0"}

    *_, related = checks().check_all([sent([SERVER]), sent([ETH0]), sent([], [PART_OF, forbidden])])

    (refused,) = related.refused
    assert (refused.field, refused.message) == ("type", "cannot lead from server to network_interface")
    assert [claim.type for claim in related.items["network_interface:eth0"].claims] == ["PART_OF"]


@pytest.mark.parametrize("outcome", ["partial", "failed", "not_available"])
def test_only_a_complete_section_enumerates(outcome: str) -> None:
    assert check([SERVER], outcome=outcome).enumerates == ()


@pytest.mark.parametrize(
    ("item", "field", "enumerates"),
    [
        ({**ETH0, "ref": ""}, "ref", ("server",)),
        ({**ETH0, "ref": "x" * (MAX_REF_LENGTH + 1)}, "ref", ("server",)),
        ({**ETH0, "attributes": []}, "attributes", ("server",)),
        ({**ETH0, "ci_class": "part"}, "ci_class", ("server", "network_interface")),
        ({**ETH0, "ci_class": "spaceship"}, "ci_class", ("server", "network_interface")),
        ({**ETH0, "ci_class": 5}, "ci_class", ()),
        ({"ref": "network_interface:eth0"}, "item", ()),
        ("no object at all", "item", ()),
    ],
)
def test_a_ci_that_cannot_be_read_is_refused_and_its_class_is_not_all_there_is(
    item: object, field: str, enumerates: tuple[str, ...]
) -> None:
    section = check([SERVER, item])

    (refused,) = section.refused
    assert (refused.section, refused.field) == ("hardware", field)
    assert refused.message
    assert refused.remedy
    assert json.loads(refused.content) == item
    assert (list(section.items), section.enumerates) == (["server:a"], enumerates)


def test_a_refused_value_does_not_take_its_item_with_it() -> None:
    sent = {"fqdn": "a.example", "memory_bytes": "much", "colour": "red", "asset_tag": None}
    section = check([{**SERVER, "attributes": sent}])

    (refused,) = section.refused
    assert (refused.item, refused.field, refused.value) == ("server:a", "memory_bytes", "much")
    assert refused.remedy == "send a whole number"
    assert section.items["server:a"].attributes == {"fqdn": "a.example"}
    assert section.dropped_attributes == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"type": "EATS"}, "type"),
        ({"type": "RUNS_ON"}, "type"),
        ({"target": {"ci_class": "spaceship", "attributes": {"name": "a"}}}, "target.ci_class"),
        ({"target": {"ci_class": "service", "attributes": {"name": "a"}}}, "target.ci_class"),
        ({"target": {"ci_class": "server", "attributes": {"system_uuid": "none of it"}}}, "target.system_uuid"),
        ({"target": {"ci_class": "server", "attributes": {"serial_number": "0"}}}, "target"),
        ({"target": {"ci_class": "server", "attributes": {}}}, "target"),
        ({"target": 5}, "target"),
        ({"attributes": []}, "attributes"),
        ({"source": None}, "source"),
    ],
)
def test_a_relationship_that_leads_nowhere_is_refused(changed: dict[str, object], field: str) -> None:
    sent = {**PART_OF, **changed}

    section = check([SERVER, ETH0], [sent])

    (refused,) = section.refused
    assert refused.field == field
    assert {"attributes": {}, **json.loads(refused.content)} == {"attributes": {}, **sent}
    assert section.items["network_interface:eth0"].claims == ()


def test_a_refused_attribute_of_a_relationship_does_not_take_it_away() -> None:
    section = check([SERVER], [{**INSTALLED, "attributes": {"package_type": "exe", "package_name": "curl", "x": 1}}])

    (claim,) = section.items["server:a"].claims
    assert claim.attributes == {"package_name": "curl"}
    assert [(entry.field, entry.remedy) for entry in section.refused] == [
        ("package_type", f"send one of {', '.join(PACKAGE_TYPES)}")
    ]
    assert section.dropped_attributes == 1


def test_what_tells_connections_apart_is_taken_from_their_target() -> None:
    connection = {
        "type": "CONNECTS_TO",
        "source": "software_instance:a",
        "target": {"ci_class": "endpoint", "attributes": {"address": "10.0.0.2", "port": 80, "protocol": "tcp"}},
        "attributes": {"days": 3},
    }

    (claim,) = check([], [connection]).items["software_instance:a"].claims

    assert claim.attributes == {"address": "10.0.0.2", "port": 80, "protocol": "tcp", "days": 3}


def test_a_section_without_items_is_empty() -> None:
    section = check(None, [])

    assert (section.items, section.refused, section.enumerates) == ({}, [], ("server", "network_interface"))


@pytest.mark.parametrize("sent", [{"cis": "none"}, 5, "text"])
def test_a_section_whose_items_are_no_list_is_refused_as_one(sent: object) -> None:
    section = check(sent)

    assert (len(section.refused), section.items, section.enumerates) == (1, {}, ())


@pytest.mark.parametrize("sent", ["x" * 20_000, [["x"] * 200] * 200])
def test_what_is_too_large_to_be_kept_is_shown_by_its_beginning(sent: object) -> None:
    (refused,) = check([{**ETH0, "ci_class": "spaceship", "attributes": {"name": sent}}]).refused

    assert len(refused.value) <= MAX_SHOWN
    assert isinstance(json.loads(refused.content), str)
    assert json.loads(refused.content).startswith('{"ref"')


def test_what_is_known_is_not_asked_for_again_and_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_check, "_MOST_KNOWN", 2)
    asked: list[bytes] = []
    known = Known[bytes]()

    def make(sent: bytes) -> bytes:
        asked.append(sent)
        return sent

    answers = [known.get(sent, make) for sent in (b"a", b"a", b"b", b"c", b"a")]

    assert answers == [b"a", b"a", b"b", b"c", b"a"]
    assert asked == [b"a", b"b", b"c", b"a"]
