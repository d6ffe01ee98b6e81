"""The network map of a site over the API: layers, ports, filters, rights, CSV."""

from collections.abc import Iterator

import httpx
import pytest

from cmdb_server.api.resources import network_map
from cmdb_server.permissions.grants import Grant
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.ci_classes.site import Site
from graph_schema.ci_classes.subnet import Subnet
from graph_schema.ci_classes.vlan import Vlan
from graph_schema.relationships import ASSIGNED_TO, CONNECTED_TO, IN_SUBNET, IN_VLAN, ROUTED_BY
from graph_schema.report import Section, ref_of, target
from tests.api.serving import Serving
from tests.api.wiring import CLASSES, PATH, port_of, reported, send


@pytest.fixture(scope="module")
def wired(shared_server: Serving) -> Serving:
    """rt1 and sw1 in Oslo with two cables between them, a machine at sw1, rt9 in Bergen, sw7 nobody knows where."""
    with shared_server.client() as client:
        for site in ("Oslo", "Bergen"):
            section = Section("site")
            section.add(Site(name=site), site)
            send(client, "site", site, section)
        for name, site in (("rt9", "Bergen"), ("sw7", "")):
            send(client, CLASSES[name[:2]][0], name, reported(name, "ge1", site=site))
        router = reported("rt1", "ge1", "ge2", "wan")
        subnet = router.add(Subnet(name="10.0.7.0/24", cidr="10.0.7.0/24"))
        router.relate(subnet, ROUTED_BY, ref_of("network_interface", "rt1/ge1"))
        router.relate(ref_of("network_interface", "rt1/wan"), CONNECTED_TO, port_of("rt9", "ge1"))
        send(client, "router", "rt1", router)
        switch = reported("sw1", "1", "2", "11")
        for number in (1, 2):
            cable = port_of("rt1", f"ge{number}")
            switch.relate(ref_of("network_interface", f"sw1/{number}"), CONNECTED_TO, cable)
        vlan = switch.add(Vlan(name="office", vlan_id=7))
        switch.relate(ref_of("network_interface", "sw1/11"), IN_VLAN, vlan, is_tagged=False)
        send(client, "switch", "sw1", switch)
        machine = reported("=pc", "eth0")
        machine.relate(ref_of("network_interface", "=pc/eth0"), CONNECTED_TO, port_of("sw1", "11"))
        address = machine.add(IPAddress(name="10.0.7.5", address="10.0.7.5"))
        machine.relate(address, ASSIGNED_TO, ref_of("network_interface", "=pc/eth0"), prefix_length=24)
        machine.relate(address, IN_SUBNET, target(Subnet(name="10.0.7.0/24", cidr="10.0.7.0/24")))
        send(client, "workstation", "=pc", machine)
    return shared_server


@pytest.fixture
def client(wired: Serving) -> Iterator[httpx.Client]:
    """A client with every permission."""
    with wired.client() as found:
        yield found


def names(answer: httpx.Response) -> list[str]:
    """The devices of a map."""
    return [entry["name"] for entry in answer.json()["devices"]]


def test_a_site_is_shown_in_layers_with_its_links_and_where_they_lead(client: httpx.Client) -> None:
    found = client.get(PATH, params={"site": "Oslo"}).json()

    by_name = {entry["name"]: entry for entry in found["devices"]}
    uid = {name: entry["uid"] for name, entry in by_name.items()}
    links = {(link["source"], link["target"]): link for link in found["links"]}
    assert {name: entry["layer"] for name, entry in by_name.items()} == {"rt9": -1, "rt1": 0, "sw1": 1, "=pc": 2}
    assert (by_name["rt9"]["is_elsewhere"], by_name["rt9"]["site"]) == (True, "Bergen")
    assert by_name["rt1"]["gateway_of"] == ["10.0.7.0/24"]
    assert by_name["=pc"]["attached_to"] == uid["sw1"]
    assert links[uid["rt1"], uid["sw1"]]["members"] == 2
    cable = links[uid["sw1"], uid["=pc"]]["cables"][0]
    assert (cable["port"]["name"], cable["peer"]["name"], cable["vlans"]) == ("11", "eth0", [7])
    assert (cable["is_inferred"], cable["is_stale"], cable["sources"][0]["key"]) == (False, False, "api:=pc")
    assert [(entry["vlan_id"], entry["name"], entry["ports"]) for entry in found["vlans"]] == [(7, "office", 1)]
    assert [(entry["cidr"], entry["devices"]) for entry in found["subnets"]] == [("10.0.7.0/24", 1)]


def test_a_map_is_narrowed_by_vlan_subnet_and_scope(client: httpx.Client) -> None:
    def asked(**params: str | int) -> list[str]:
        return names(client.get(PATH, params={"site": "Oslo", **params}))

    assert asked(vlan=7) == ["sw1", "=pc"]
    assert asked(subnet="10.0.7.0/25") == ["rt1", "sw1", "=pc"]
    assert asked(scope="default", subnet="10.0.7.5") == ["rt1", "sw1", "=pc"]
    assert asked(scope="branch") == []


def test_devices_on_no_site_have_their_own_map_and_without_a_site_all_are_shown(client: httpx.Client) -> None:
    sites = client.get(f"{PATH}/sites").json()["items"]

    assert sites == [{"site": "Oslo", "devices": 3}, {"site": "Bergen", "devices": 1}, {"site": None, "devices": 1}]
    assert names(client.get(PATH, params={"site": ""})) == ["sw7"]
    assert set(names(client.get(PATH))) == {"rt1", "rt9", "sw1", "=pc", "sw7"}


def test_what_cannot_be_asked_is_refused_by_name(client: httpx.Client) -> None:
    asked = ({"site": "Atlantis"}, {"subnet": "office"}, {"vlan": "4095"})
    refused = [client.get(PATH, params=params) for params in asked]

    assert [answer.status_code for answer in refused] == [404, 422, 422]
    assert [answer.json()["errors"][0]["field"] for answer in refused] == ["site", "subnet", "vlan"]
    assert "network-map/sites" in refused[0].json()["detail"]
    assert refused[2].json()["detail"].startswith("vlan '4095': ")


def test_a_map_of_everything_is_refused_where_it_would_be_too_large(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_map, "MOST_WITHOUT_SITE", 4)

    refused = client.get(PATH)

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "site")
    assert "all 5 devices are too many" in refused.json()["detail"]
    assert client.get(PATH, params={"site": "Oslo"}).status_code == 200


def test_a_map_of_what_is_on_no_site_is_refused_where_it_would_be_too_large(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_map, "MOST_WITHOUT_SITE", 0)

    refused = client.get(PATH, params={"site": ""})

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "site")
    assert "is none, and 1 devices are too many" in refused.json()["detail"]


def test_the_ports_are_a_table_for_spreadsheets(client: httpx.Client) -> None:
    answer = client.get(f"{PATH}/export", params={"site": "Oslo", "vlan": 7})

    head, line = answer.text.splitlines()
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert head.startswith("device,port,peer_device,peer_port,vlans,members,confidence,inferred,stale,")
    # A name that a spreadsheet would run is defused.
    assert line.startswith("sw1,11,'=pc,eth0,7,1,1.0,False,False,,api:=pc,")


def test_who_sees_one_site_only_sees_no_other_at_the_end_of_a_cable(wired: Serving) -> None:
    grants = [Grant(name, sites=("Oslo",)) for name in ("device", "part")]
    with wired.client(wired.token_with(*grants)) as one, wired.client(wired.token_with(Grant("switch"))) as other:
        mine = one.get(PATH, params={"site": "Oslo"})
        sites = one.get(f"{PATH}/sites").json()["items"]
        elsewhere = one.get(PATH, params={"site": "Bergen"})
        asked = one.get(PATH, params={"site": "Oslo", "vlan": 7})
        switches = other.get(PATH).json()

    assert names(mine) == ["rt1", "sw1", "=pc"]
    assert [entry["site"] for entry in sites] == ["Oslo"]
    assert elsewhere.status_code == 404
    # A VLAN stands on no site, so nobody finds out by asking for it which ports carry it.
    assert (mine.json()["vlans"], names(asked)) == ([], [])
    assert {entry["ci_class"] for entry in switches["devices"]} == {"switch"}
    assert switches["links"] == []
