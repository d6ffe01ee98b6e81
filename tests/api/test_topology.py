"""Links from the tables of devices: decided on request, shown on the CIs at their ends with confidence and evidence."""

from dataclasses import replace

import httpx

from graph_schema.relationships import CONNECTED_TO
from graph_schema.report import Report, Root, Section, encode, ref_of
from tests.api.serving import Serving
from tests.api.test_network_map import port_of, reported, send
from tests.ingest.machines import START
from tests.ingest.test_snmp_reports import ACCESS, CORE


def test_a_link_is_shown_with_how_sure_it_is_and_why(admin: httpx.Client) -> None:
    uids = [admin.post("/reports", content=encode(report)).json()["root_uid"] for report in (ACCESS, CORE)]
    before = admin.get("/topology").json()["items"]

    done = admin.post("/topology/derivations", json={"network_scope": "default"}).json()
    found = [
        relationship
        for uid in uids
        for port in admin.get(f"/cis/{uid}/relationships", params={"type": "PART_OF"}).json()["items"]
        for relationship in admin.get(f"/cis/{port['other']['uid']}/relationships").json()["items"]
        if relationship["type"] == "CONNECTED_TO" and relationship["direction"] == "out"
    ]

    assert [(entry["derived_at"], entry["devices"], entry["links"]) for entry in before] == [(None, 2, 0)]
    assert (done["links"], done["changed"], admin.get("/topology").json()["items"]) == (1, 1, [done])
    (link,) = found
    assert (link["confidence"], link["attributes"]["evidence"]) == (0.99, ["lldp"])
    assert link["attributes"]["explanation"] == "access ge1 hears core (LLDP); core xe9 hears access (LLDP)"


def test_what_devices_have_resolved_or_only_forwarded_to_is_seen_on_the_wire(admin: httpx.Client) -> None:
    evidence = {
        "resolved": {"network_interface:1": ["10.0.7.9 3cd92b70832c", "10.0.7. 3cd92b70832c"]},
        "forwarding": {"network_interface:1": "3cd92b70832c3cd92b708333"},
    }
    sections = tuple(section for section in ACCESS.sections if section.evidence is None)
    admin.post("/reports", content=encode(replace(ACCESS, sections=(*sections, Section("links", evidence=evidence)))))

    admin.post("/topology/derivations", json={"network_scope": "default"})

    coverage, alone = (admin.get(f"/coverage{path}").json() for path in ("", "/hardware-addresses"))
    (subnet,) = coverage["items"]
    (station,) = alone["items"]
    by_mac = [admin.get("/why-not", params={"q": mac}).json()["places"] for mac in ("3CD92B70832C", station["mac"])]
    assert (subnet["subnet"], subnet["counts"]["seen"], subnet["counts"]["reachable"]) == ("10.0.7.0/24", 1, 0)
    assert (coverage["without_address"], alone["total"]) == ({"default": 1}, 1)
    assert (station["mac"], station["device"], station["port"]) == ("3c:d9:2b:70:83:33", "access", "ge1")
    assert [(place["address"], place["is_scannable"]) for (place,) in by_mac] == [
        ("10.0.7.9", True), ("3c:d9:2b:70:83:33", False),
    ]  # fmt: skip
    assert by_mac[1][0]["steps"][0]["answer"] == "Yes: access sees it at ge1, beside 1 more (forwarding)."
    assert not by_mac[1][0]["steps"][1]["is_good"]


def test_a_network_scope_without_tables_is_refused_and_only_who_may_scan_decides(
    server: Serving, admin: httpx.Client
) -> None:
    silent = replace(ACCESS, sections=tuple(section for section in ACCESS.sections if section.evidence is None))
    admin.post("/reports", content=encode(silent))

    refused = admin.post("/topology/derivations", json={"network_scope": "default"})
    misspelt = admin.post("/topology/derivations", json={"scope": "default"})
    with server.client(server.token_for("read")) as reader:
        forbidden = reader.post("/topology/derivations", json={"network_scope": "default"})

        assert reader.get("/topology").json()["items"] == []
    assert [answer.status_code for answer in (refused, misspelt, forbidden)] == [404, 422, 403]
    assert "scan its switches over SNMP" in refused.json()["detail"]


def test_a_cable_that_is_told_again_has_been_seen_again(admin: httpx.Client) -> None:
    send(admin, "router", "rt1", reported("rt1", "ge1", site=""))
    switch = reported("sw1", "1", site="")
    switch.relate(ref_of("network_interface", "sw1/1"), CONNECTED_TO, port_of("rt1", "ge1"))
    root = Root(ref_of("switch", "sw1"), "switch")
    body = encode(Report("sw1", "api:sw1", START.isoformat(), root, (switch,)))
    said: list[str] = []
    seen: list[str] = []

    for _ in range(2):
        said.append(admin.post("/reports", content=body).json()["status"])
        (link,) = admin.get("/network-map").json()["links"]
        seen.append(link["cables"][0]["last_seen_at"])

    assert said == ["stored", "unchanged"]
    assert seen[0] < seen[1]
