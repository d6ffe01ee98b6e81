"""What of single answers somebody may see: pure decisions."""

from dataclasses import asdict
from typing import Any

import pytest

from cmdb_server.api.redaction import redacted
from cmdb_server.known_unknowns.answers import ScannerCI
from cmdb_server.permissions.grants import Grant
from cmdb_server.permissions.sight import HIDDEN, Place, sight_of
from graph_schema import load_registry

VIEWER = sight_of(load_registry(), (Grant(read=("general", "network", "identity", "finance")),))
WITHOUT_NETWORK = sight_of(load_registry(), (Grant(read=("general",)),))
FACTS = {"port": 1, "configured_in": "/etc/app.conf", "strength_reason": "/etc/app.conf says so"}
MASKED = {"port": 1, "configured_in": HIDDEN, "strength_reason": HIDDEN}
CHANGE = {"relationship": "CONNECTS_TO", "old": None, "other": {"uid": "ci_g"}}
PLACES = {
    "ci_a": Place("software_instance", None),
    "ci_g": Place("redundancy_group", None),
    "ci_p": Place("remote_peer", None),
}


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ({"source": "ci_a", "target": "ci_g", "attributes": FACTS}, {"attributes": MASKED}),
        ({"uid": "ci_a", "changes": [{**CHANGE, "new": FACTS}]}, {"changes": [{**CHANGE, "new": MASKED}]}),
        ({"uid": "ci_g", "k_reason": "/etc/haproxy.cfg"}, {"k_reason": HIDDEN}),
    ],
    ids=("relationship", "event", "group"),
)  # fmt: skip
def test_files_of_configuration_are_for_those_who_may_read_security(
    answer: dict[str, Any], shown: dict[str, Any]
) -> None:
    assert redacted(answer, VIEWER, lambda _: PLACES) == {**answer, **shown}


def test_whom_a_scanner_touches_is_for_those_who_may_read_network() -> None:
    scanner = asdict(ScannerCI("ci_a", "nmap", "software_instance", "look", "nmap is a scanner and touches 7 machines"))

    assert redacted(scanner, WITHOUT_NETWORK, lambda _: PLACES) == {**scanner, "scanner_reason": HIDDEN}


def test_beside_an_address_that_may_not_be_read_no_ports_stand() -> None:
    peer = {"uid": "ci_p", "address": "10.0.0.9", "ports": ["22/tcp"], "client_count": 1}

    assert redacted(peer, WITHOUT_NETWORK, lambda _: PLACES) == {**peer, "address": None, "ports": []}


def test_of_a_service_that_may_not_be_seen_it_is_told_of_how_much_it_consists() -> None:
    nobody = sight_of(load_registry(), (Grant("device"),))
    service = {"uid": "ci_s", "name": "payroll", "members": 3, "shared": 0, "owners": [{"uid": "ci_x", "name": "Anna"}]}

    shown = redacted(service, nobody, lambda _: {"ci_s": Place("business_service", None)})

    assert (shown["members"], shown["shared"], shown["name"]) == (3, 0, "Redacted")
    assert redacted({**service, "members": ["payroll"]}, nobody, lambda _: {})["members"] == []


def test_whose_word_it_is_tells_neither_an_address_nor_a_ci_that_may_not_be_seen() -> None:
    scan = {"key": "ssh:default/10.0.0.7", "kind": "ssh", "name": "default/10.0.0.7"}
    ci = {"uid": "ci_a", "sources": [scan], "changes": [{"attribute": "sources", "old": [], "new": [scan["key"]]}]}
    edge = {"source": "ci_a", "target": "ci_x", "sources": ["agent:payroll"]}
    listed = {"source": {"key": "agent:payroll", "kind": "agent", "name": "payroll"}, "root_uid": "ci_x"}
    some = sight_of(load_registry(), (Grant("software_instance", read=("general",)),))

    shown = redacted(ci, some, lambda _: PLACES)

    assert shown["sources"] == [{"key": f"ssh:{HIDDEN}", "kind": "ssh", "name": HIDDEN}]
    assert shown["changes"] == [{"attribute": "sources", "old": [], "new": [f"ssh:{HIDDEN}"]}]
    assert redacted(edge, some, lambda _: PLACES)["sources"] == []
    assert redacted(listed, some, lambda _: PLACES)["source"] == {
        "key": f"agent:{HIDDEN}",
        "kind": "agent",
        "name": HIDDEN,
    }
    assert redacted([ci, edge], VIEWER, lambda _: {**PLACES, "ci_x": PLACES["ci_a"]}) == [ci, edge]
