"""What is read of the domain name system: zones with their names, name servers, names in configuration."""

from collections.abc import Mapping
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.host.application import Started, Zone
from discovery_agent.host.applications import bind, unbound
from discovery_agent.host.collector import NotAvailable
from discovery_agent.host.collectors import applications, connections, name_servers
from discovery_agent.host.machine import Machine
from discovery_agent.host.resolver_configuration import name_servers as servers_of
from discovery_agent.host.zone_file import MOST_RECORDS, zone_records
from graph_schema.report import Ref, Section
from tests.discovery_agent.host.fake_root import FakeProcess, make

ZONE = """
$TTL 1h ; of all
@ IN SOA ns1 admin ( 2026 ; serial
        1h 10m 4w 1h )
        NS ns1
ns1     A 10.0.0.53
db1 300 IN A 10.0.0.3
        IN A 10.0.0.4
www     CNAME db1
alias.far CNAME else.where.net.
*       A 10.0.0.9
        TXT "a ; b ( c"
$ORIGIN sub
web     AAAA fd00::1
$INCLUDE more.db
"""


class Texts:
    """Files of a configuration."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def text(self, path: str) -> str | None:
        """A file's text."""
        return self.texts.get(path)

    def matching(self, pattern: str) -> list[str]:
        """The pattern, which is a path."""
        return [pattern] if pattern in self.texts else []


def told(section: Section) -> set[tuple[str, str, str]]:
    """The relationships of a section, of identified targets the first value."""
    return {
        (entry.source, entry.type, entry.target if isinstance(entry.target, str) else str(entry.target.attributes))
        for entry in section.relationships
    }


def test_the_names_of_a_zone_are_told_whole_with_addresses_and_aliases() -> None:
    files = Texts({"/z/db.shop": ZONE, "/z/more.db": "api A 10.0.0.8\n"})

    found = zone_records("/z/db.shop", "Shop.example.", files)

    assert found == (
        ("alias.far.shop.example", "CNAME", "else.where.net"),
        ("api.sub.shop.example", "A", "10.0.0.8"),
        ("db1.shop.example", "A", "10.0.0.3"),
        ("db1.shop.example", "A", "10.0.0.4"),
        ("ns1.shop.example", "A", "10.0.0.53"),
        ("web.sub.shop.example", "AAAA", "fd00::1"),
        ("www.shop.example", "CNAME", "db1.shop.example"),
    )


def test_a_hostile_zone_ends_soon() -> None:
    itself = "$INCLUDE z\n" * 1_000 + "a A 10.0.0.1\n"
    many = "".join(f"h{turn} A 10.0.0.1\n" for turn in range(50_000))
    odd = '"\\"' * 200_000 + "(" * 200_000 + "\n" + "x" * 100_000 + " A 10.0.0.1\n"
    begun = process_time()

    found = [zone_records("z", "a.example", Texts({"z": text})) for text in (itself, many, odd, "\0\0", "$ORIGIN")]

    assert [len(records) for records in found] == [1, MOST_RECORDS, 0, 0, 0]
    assert process_time() - begun < 10


@given(st.text(alphabet='ab.@$*"();\\ \n\t10AINCLUDE', max_size=200))
def test_whatever_a_zone_file_holds_is_read_to_its_end(text: str) -> None:
    found = zone_records("z", "x.example", Texts({"z": text}))

    assert list(found) == sorted(set(found))
    assert all(name.endswith("x.example") or "." in text for name, _, _ in found)


def test_bind_tells_its_zones_and_of_its_own_ones_the_records() -> None:
    configuration = """
        options { directory "/srv/dns"; };
        zone "." { type hint; file "/usr/share/dns/root.hints"; };
        zone "localhost" { type master; file "/etc/bind/db.local"; };
        zone "shop.example" { type primary; file "db.shop"; };
        zone "other.example" { type secondary; primaries { 10.0.0.54; }; file "db.other"; };
        zone "0.0.10.in-addr.arpa" { type primary; file "db.10"; };
    """
    files = Texts({"/etc/bind/named.conf": configuration, "/srv/dns/db.shop": "db1 A 10.0.0.3\n"})

    found = bind.configure(Started(("named",)), files).zones

    assert found == (
        Zone("shop.example", (("db1.shop.example", "A", "10.0.0.3"),)),
        Zone("other.example"),
        Zone("0.0.10.in-addr.arpa"),
    )


def test_unbound_tells_the_names_that_it_answers_for_itself() -> None:
    text = """
server:
  local-zone: "corp.example." static
  local-data: "db1.corp.example. IN A 10.0.0.3"
  local-data: 'nas.home A 10.0.0.9'
  local-data: ""
"""

    found = unbound.configure(Started(("unbound",)), Texts({"/etc/unbound/unbound.conf": text})).zones

    assert found == (
        Zone("corp.example", (("db1.corp.example", "A", "10.0.0.3"),)),
        Zone("home", (("nas.home", "A", "10.0.0.9"),)),
    )


def test_a_program_needs_the_names_in_its_configuration_that_no_file_gives_an_address(tmp_path: Path) -> None:
    service = FakeProcess(11, "python3", ("python3", "/srv/a.py", "/etc/a.yaml"), executable="/usr/bin/python3.11")
    service.write(tmp_path)
    urls = "db: postgres://db1.corp.example/a\ncache: redis://known.corp.example\nnear: postgres://db2/b\n"
    files = {"etc/a.yaml": urls, "etc/hosts": "10.0.0.9 known.corp.example\n", "proc/self/mountinfo": ""}
    machine = Machine(make(tmp_path, files, {"proc/self/ns/net": "net:[1]"}))
    section = Section("applications")

    applications.interpret(applications.read(machine).facts, section, Ref("server:x"))

    (named,) = [entry for entry in section.relationships if "db1.corp.example" in str(entry.target)]
    assert (named.type, named.attributes["strength"], named.attributes["derivation"]) == (
        "DEPENDS_ON",
        "hard",
        "configuration",
    )
    assert "dns_name" in str(named.target)
    assert not any("known.corp" in str(entry.target) or "db2" in str(entry.target) for entry in section.relationships)


@pytest.mark.parametrize(
    ("resolver", "named"),
    [
        ("search corp.example\n", {"db2.corp.example"}),
        ("domain corp.example.\nsearch\n", set[str]()),
        ("search a.example b.example\n", set[str]()),  # only the resolver knows in which of them it is
        ("nameserver 10.0.0.53\n", set[str]()),
    ],
)
def test_a_short_name_is_one_of_the_domain_that_the_machine_searches(
    tmp_path: Path, resolver: str, named: set[str]
) -> None:
    service = FakeProcess(11, "python3", ("python3", "/srv/a.py", "/etc/a.yaml"), executable="/usr/bin/python3.11")
    service.write(tmp_path)
    urls = "near: postgres://db2/b\nown: postgres://localhost/b\nknown: postgres://db3/b\n"
    files = {"etc/a.yaml": urls, "etc/hosts": "10.0.0.9 db3\n", "etc/resolv.conf": resolver, "proc/self/mountinfo": ""}
    machine = Machine(make(tmp_path, files, {"proc/self/ns/net": "net:[1]"}))
    section = Section("applications")

    applications.interpret(applications.read(machine).facts, section, Ref("server:x"))

    needed = {str(entry.target) for entry in section.relationships if entry.type == "DEPENDS_ON"}
    assert {ref.partition(":")[2] for ref in needed if ref.startswith("dns_name:")} == named


def test_of_two_name_servers_one_is_enough_and_each_is_optional(tmp_path: Path) -> None:
    FakeProcess(11, "app", ("/srv/app",), executable="/srv/app", cgroup="0::/system.slice/app.service\n").write(
        tmp_path
    )
    text = "search corp.example\nnameserver 10.0.0.53\nnameserver 10.0.0.54 # far\nnameserver nonsense\n"
    files = {"etc/resolv.conf": text, "proc/self/mountinfo": ""}
    machine = Machine(make(tmp_path, files, {"proc/self/ns/net": "net:[1]"}))
    section = Section("name_servers")
    reading = name_servers.read(machine)

    assert not isinstance(reading, NotAvailable)
    name_servers.interpret(reading.facts, section, Ref("server:x"))

    group = next(ref for ref, ci in section.cis.items() if ci.ci_class == "redundancy_group")
    assert section.cis[group].attributes["k"] == 1
    (needing,) = [entry for entry in section.relationships if entry.source == "server:x"]
    assert (needing.target, needing.attributes["strength"]) == (group, "soft")
    assert len([entry for entry in section.relationships if entry.type == "HAS_MEMBER"]) == 2
    kinds = connections.ConnectionKinds(machine.activity, {})
    kind = kinds.of("systemd app.service", "10.0.0.54", 53)
    assert (kind.strength, kind.strength_reason) == (
        "soft",
        "one of 2 name servers: the next one is asked in its place",
    )
    assert kinds.of("systemd app.service", "10.0.0.99", 53).strength == ""


def test_behind_a_resolver_of_the_machine_those_are_asked_that_it_names(tmp_path: Path) -> None:
    files = {"etc/resolv.conf": "nameserver 127.0.0.53\n", "run/systemd/resolve/resolv.conf": "nameserver 10.0.0.53\n"}

    assert servers_of(make(tmp_path / "a", files)) == ["10.0.0.53"]
    assert servers_of(make(tmp_path / "b", {"etc/resolv.conf": "nameserver ::1\n"})) == []
    assert servers_of(make(tmp_path / "c", {"etc/resolv.conf": "nameserver 10.0.0.53\n" * 9_000})) == []
