"""A network map as text and for Graphviz."""

import json
import re
from typing import Any

import msgspec

from cmdb_server.cli.map_dot import dot
from cmdb_server.cli.map_text import lines
from tests.cli.programs import Installation
from tests.network_map.network import Network, office


def answered(network: Network) -> dict[str, Any]:
    """The map of a network as the API answers it."""
    return msgspec.json.decode(msgspec.json.encode(network.map()))


def test_a_map_is_text_layer_by_layer_with_the_ports_of_every_cable() -> None:
    network = office()
    network.cable("s1/13", "p4/eth0", confidence=0.75)

    text = list(lines(answered(network), is_unfolded=False))

    assert text[:5] == [
        "Oslo: 7 devices, 6 links", "Layer 0 (1)", "  r1 (Router)", "Layer 1 (1)", "  s1 (Switch)",
    ]  # fmt: skip
    assert "    eth0 -- 11 of s1 (VLAN 10)" in text
    assert "    eth0 -- 13 of s1 (inferred, 75% sure)" in text


def test_many_machines_at_a_switch_are_one_line_unless_all_are_asked_for() -> None:
    network = office()
    for number in range(100, 120):
        network.cable(f"s1/{number}", f"p{number}/eth0")
    found = answered(network)

    folded, unfolded = ("\n".join(lines(found, is_unfolded=wanted)) for wanted in (False, True))
    graph = "\n".join(dot(found, is_unfolded=False))

    assert "  22 x Workstation at s1 (--all lists them)" in folded
    assert "p119" not in folded + graph
    assert "p119" in unfolded
    assert graph.count('"s1/Workstation"') == 2


def test_a_graph_for_graphviz_takes_any_name_and_shows_what_is_sure() -> None:
    network = office()
    network.device('p1"\\\n\x1b[31m')
    network.cable("s1/13", "p4/eth0", confidence=0.75)
    network.cable("s1/14", "p4/eth1", confidence=0.75)

    graph = list(dot(answered(network), is_unfolded=False))

    assert (graph[0], graph[-1]) == ("graph network {", "}")
    assert any(r"p1\"\\\n?[31m\nWorkstation" in line for line in graph)
    assert '  "s1" -- "p4" [taillabel="13", headlabel="eth0", label="x2", style="dashed"];' in graph
    assert all(line.count('"') % 2 == 0 for line in (re.sub(r"\\.", "", line) for line in graph))


def test_without_a_device_the_text_says_what_to_do() -> None:
    assert "scan the network" in "\n".join(lines(answered(Network()), is_unfolded=False))


def test_the_map_is_asked_from_the_command_line(cmdb: Installation) -> None:
    sites = cmdb.run("network-map", "--sites")
    text = cmdb.run("network-map", "--site", "")
    refused = cmdb.run("network-map", "--site", "Atlantis")

    assert "(no site)" in sites.output
    assert "Without a known link" in text.output
    assert refused.code == 1
    assert "cmdb network-map --sites" in refused.complaints
    assert json.loads(cmdb.run("network-map", "--format", "json").output)["links"] == []
    assert cmdb.run("network-map", "--format", "csv").output.startswith("device,port,")
