"""What goes over the wire: hashes that change exactly when the facts do, contents left out when they are known."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.ci_classes.computer import Computer
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.relationships import CONNECTS_TO, HAS_INSTALLED, PART_OF, RUNS_ON
from graph_schema.report import (
    FORMAT,
    Ref,
    Report,
    Root,
    Section,
    encode,
    message_bytes,
    message_of,
    ref_of,
    section_hash,
    target,
    without_known,
)

ROOT = Root(ref_of("server", "app1"), "server", ("agent_key:1",))
ENDPOINT = target(Endpoint(address="10.0.0.2", port=5432, protocol="tcp"))


def programs(names: list[str], sightings: int = 1, port: int = 5432) -> Section:
    """Programs that all talk to the same machine."""
    section = Section("programs", enumerates=("software_instance",))
    peer = target(Endpoint(address="10.0.0.2", port=port, protocol="tcp"))
    for name in names:
        program = section.add(SoftwareInstance(instance_key=name, process_name=name))
        section.relate(program, RUNS_ON, ROOT.ref)
        section.relate(program, CONNECTS_TO, peer, sightings=sightings, strength="hard")
    return section


def report(*sections: Section) -> Report:
    """A report of these sections."""
    return Report("r1", "agent:1", "2026-01-01T00:00:00Z", ROOT, sections)


def message(sent: Report, acknowledged: dict[str, str] | None = None) -> dict[str, Any]:
    """The report as it is read at the other end."""
    return json.loads(encode(sent, acknowledged))


@given(st.lists(st.text(min_size=1), unique=True, max_size=6), st.randoms())
def test_the_order_of_facts_changes_neither_hash_nor_message(names: list[str], chance: Random) -> None:
    shuffled = sorted(names, key=lambda _: chance.random())

    assert section_hash(programs(names), ROOT) == section_hash(programs(shuffled), ROOT)
    assert encode(report(programs(names))) == encode(report(programs(shuffled)))


def test_what_always_moves_is_sent_but_changes_no_hash() -> None:
    once, often = programs(["app"], sightings=1), programs(["app"], sightings=900)

    assert section_hash(once, ROOT) == section_hash(often, ROOT)
    assert message(report(often))["sections"][0]["relationships"][0]["attributes"]["sightings"] == 900


@pytest.mark.parametrize(
    "other",
    [
        programs(["app", "cron"]),
        programs(["app"], port=5433),
        programs([]),
        Section("programs", "partial", "half of it", ("software_instance",)),
        Section("programs"),
    ],
)
def test_any_other_difference_changes_the_hash(other: Section) -> None:
    assert section_hash(programs(["app"]), ROOT) != section_hash(other, ROOT)


def test_the_identifiers_of_the_root_count_in_the_section_that_holds_it() -> None:
    computer, others = Section("computer"), programs(["app"])
    computer.add(Server(name="app1"), ref="app1")
    enrolled_anew = Root(ROOT.ref, ROOT.ci_class, ("agent_key:2",))

    assert section_hash(computer, ROOT) != section_hash(computer, enrolled_anew)
    assert section_hash(others, ROOT) == section_hash(others, enrolled_anew)


def test_a_section_that_the_server_has_goes_as_its_hash() -> None:
    sent = report(programs(["app"]), Section("packages"))
    known = {"programs": section_hash(sent.sections[0], ROOT), "packages": "old"}

    programs_sent, packages_sent = message(sent, known)["sections"]

    assert set(programs_sent) == {"name", "hash", "outcome", "reason", "enumerates"}
    assert packages_sent["cis"] == []


def test_the_message_as_an_object_is_what_is_sent_whole() -> None:
    sent = report(programs(["app"]))

    assert message_of(sent) == message(sent)


def test_a_kept_message_is_shortened_by_what_the_server_has_in_the_meantime() -> None:
    kept = message_of(report(programs(["app"]), Section("packages")))
    known = {"programs": kept["sections"][0]["hash"], "packages": "old"}

    shortened = {**kept, "sections": [without_known(section, known) for section in kept["sections"]]}

    assert json.loads(message_bytes(shortened)) == message(report(programs(["app"]), Section("packages")), known)


def test_a_message_says_who_reports_what_and_when() -> None:
    sent = message(report(Section("packages", "failed", "dpkg is locked")))

    assert (sent["format"], sent["source"], sent["network_scope"]) == (FORMAT, "agent:1", "default")
    assert sent["root"] == {"ref": "server:app1", "ci_class": "server", "identifiers": ["agent_key:1"]}
    assert (sent["sections"][0]["outcome"], sent["sections"][0]["reason"]) == ("failed", "dpkg is locked")


def test_a_reported_ci_is_called_by_its_first_identifying_values() -> None:
    section = Section("network")

    interface = section.add(NetworkInterface(name="eth0", mac_address="00:11:22:33:44:55"))
    endpoint = section.add(Endpoint(address="::", port=22, protocol="tcp"))
    server = section.add(Server(ip_addresses=("10.0.0.1",)), ref="app1")

    assert (interface, endpoint, server) == ("network_interface:eth0", "endpoint:::|22|tcp", "server:app1")
    assert section.cis[server].attributes == {"ip_addresses": ["10.0.0.1"]}


def test_a_ci_without_an_identifying_value_needs_a_ref() -> None:
    with pytest.raises(ValueError, match="needs a ref of its own"):
        Section("network").add(NetworkInterface(mtu=1500))


def test_a_target_may_be_named_within_its_owner() -> None:
    section = Section("links")
    owner = target(Server(fqdn="switch1.example.net"))
    section.relate(Ref("network_interface:eth0"), PART_OF, target(NetworkInterface(name="1/1"), within=owner))
    section.relate(ROOT.ref, HAS_INSTALLED, target(SoftwareRelease(product="curl", version="8")), package_type="deb")

    named, installed = (entry["target"] for entry in message(report(section))["sections"][0]["relationships"])

    assert named["within"] == {"ci_class": "server", "attributes": {"fqdn": "switch1.example.net"}}
    assert "within" not in installed


def test_what_is_no_unicode_is_sent_as_question_marks_and_still_tells_apart() -> None:
    broken, other = programs(["caf\udce9"]), programs(["caf\udcea"])

    assert b"caf?" in encode(report(broken))
    assert section_hash(broken, ROOT) != section_hash(other, ROOT)


def test_an_abstract_class_cannot_be_reported_by_accident() -> None:
    section = Section("computer")

    ref = section.add(Computer(name="app1"), ref="app1")

    assert ref == "computer:app1"
