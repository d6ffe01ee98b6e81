"""Whoever is seen on the wire and is nobody in the inventory is told with the place where it is seen nearest."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.ingest.link_evidence import Heard
from cmdb_server.topology.estate import Estate
from cmdb_server.topology.stations import stations_of
from cmdb_server.topology.unknown import unknown_stations
from cmdb_server.unknown_stations import UnknownStation, decoded, encoded
from tests.topology.networks import Network, estate_of, everybody_to

OFFICE = [
    ("pc1:eth0", "sw1:1"),
    ("badge:eth0", "sw1:2"),
    ("sw1:24", "sw2:24"),
    ("scan:eth0", "sw2:1"),
    ("pc3:eth0", "sw2:2"),
]


def changed(estate: Estate, device: str, **tables: object) -> Estate:
    return replace(estate, tables={**estate.tables, device: replace(estate.tables[device], **tables)})  # pyright: ignore[reportArgumentType] - fields by name


def told(estate: Estate) -> list[UnknownStation]:
    found = unknown_stations(stations_of(estate))
    assert decoded(encoded(found)) == found
    return found


def test_a_machine_in_no_inventory_is_told_at_the_port_where_the_fewest_others_are() -> None:
    network = Network(list(OFFICE))

    [badge] = told(estate_of(network, everybody_to(network, "scan"), unknown=["badge"]))

    assert badge.mac.replace(":", "") == network.mac("badge:eth0")
    assert (badge.device, badge.port, badge.others, badge.evidence) == ("sw1", "2", 0, "forwarding")
    assert (badge.said, badge.addresses) == ("", ())


def test_its_name_and_addresses_are_told_where_others_know_them() -> None:
    network = Network(list(OFFICE))
    mac = network.mac("badge:eth0")
    estate = estate_of(network, everybody_to(network, "scan"), unknown=["badge"])
    pairs = [("10.0.0.10", mac), ("10.0.0.9", mac), ("999.1.1.1", mac)]

    [badge] = told(
        changed(
            estate,
            "sw1",
            resolved={"sw1:24": pairs},
            neighbours=[Heard("sw1:2", "lldp", name="badge\x07", chassis=mac)],
        )
    )

    assert (badge.evidence, badge.said, badge.addresses) == ("lldp", "badge", ("10.0.0.9", "10.0.0.10"))


def test_groups_what_routers_share_and_known_devices_are_no_strangers() -> None:
    network = Network(list(OFFICE))
    estate = estate_of(network, everybody_to(network, "scan"))
    run = "01005e000001" + "00005e000101" + "000000000000" + "aabbccddee00"
    known = Heard("sw1:1", "lldp", name="pc1", chassis="aa:bb:cc:dd:ee:00")

    assert told(changed(estate, "sw1", forwarding={"sw1:1": run}, neighbours=[known])) == []


@given(st.integers(1, 5), st.data())
def test_each_is_told_once_and_where_it_is_plugged_in(count: int, data: st.DataObject) -> None:
    cables = [(f"sw{n}:up", f"sw{data.draw(st.integers(0, n - 1))}:d{n}") for n in range(1, count)]
    cables += [(f"pc{n}:eth0", f"sw{n}:p") for n in range(count)]
    strangers = data.draw(st.sets(st.sampled_from([f"pc{n}" for n in range(1, count)] or ["pc9"])))
    network = Network(cables)

    found = told(estate_of(network, everybody_to(network, "pc0"), unknown=strangers & set(network.devices())))

    assert [entry.mac for entry in found] == sorted({entry.mac for entry in found})
    assert {entry.port_uid for entry in found} == {f"sw{name[2:]}:p" for name in strangers & set(network.devices())}
