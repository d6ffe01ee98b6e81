import pytest

from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.searching import containing, search
from tests.search_index.estate import ci, contents_of, interface, server


def found(contents: Contents, q: str) -> list[tuple[str, str, bool]]:
    """Name, matched field and exactness of each hit."""
    return [(hit.name, hit.matched.field, hit.matched.is_exact) for hit in search(contents, q, 20)]


@pytest.mark.parametrize(
    ("q", "field"),
    [
        ("sn001", "serial_number"),
        ("S N 0 0 1", "serial_number"),
        ("10.0.0.1", "ip_addresses"),
        ("10.0.0.1/24", "ip_addresses"),
        ("NH-1", "asset_tag"),
        ("app1.example.net.", "fqdn"),
        ("ci_server1", "uid"),
        ("APP1", "name"),
    ],
)
def test_an_identifier_finds_its_ci_exactly_in_any_spelling(q: str, field: str) -> None:
    contents = contents_of(server(1, asset_tag="NH-1"), server(11, serial_number="SN0011"), interface(1))

    first = found(contents, q)[0]

    assert first == ("app1", field, True)


@pytest.mark.parametrize("q", ["02:00:00:00:00:01", "0200.0000.0001", "02-00-00-00-00-01", "020000000001"])
def test_a_hardware_address_finds_its_interface_and_names_the_machine(q: str) -> None:
    contents = contents_of(server(1), interface(1), server(2), interface(2))

    hit = search(contents, q, 20)[0]

    assert (hit.name, hit.matched.field, hit.matched.is_exact) == ("eth0", "mac_address", True)
    assert hit.root is not None
    assert hit.root.name == "app1"


def test_what_starts_with_the_text_comes_before_what_contains_it() -> None:
    contents = contents_of(
        ci("ci_1", "server", "db-backup"), ci("ci_2", "server", "backup-1"), ci("ci_3", "server", "backup")
    )

    hits = [name for name, _, _ in found(contents, "backup")]

    assert hits == ["backup", "backup-1", "db-backup"]


def test_every_word_must_be_there() -> None:
    contents = contents_of(server(1, asset_tag="red"), server(2, asset_tag="blue"))

    assert [name for name, _, _ in found(contents, "example blue")] == ["app2"]


@pytest.mark.parametrize("q", ["postgers", "postgrse", "posgres", "postgress"])
def test_a_small_slip_of_the_keys_is_forgiven(q: str) -> None:
    contents = contents_of(ci("ci_1", "software_instance", "postgres"), ci("ci_2", "software_instance", "nginx"))

    hits = found(contents, q)

    assert hits == [("postgres", "name", False)]


def test_machines_come_before_their_parts() -> None:
    part = ci("ci_0", "disk", "x1", serial_number="SAME", root_uid="ci_server9")
    contents = contents_of(part, server(9, serial_number="SAME"))

    assert [name for name, _, _ in found(contents, "same")] == ["app9", "x1"]


def test_retired_and_merged_cis_are_not_found() -> None:
    contents = contents_of(server(1, status="retired"), server(2, status="merged"))

    assert found(contents, "example") == []


@pytest.mark.parametrize(
    "q", ["", "   ", '"', "a OR b", "x*", "NEAR(", "%", "\x00", "xyz\x00vw", "ø", "'; DROP TABLE ci; --"]
)
def test_any_text_may_be_asked(q: str) -> None:
    contents = contents_of(server(1))

    assert found(contents, q) == []
    assert containing(contents, q) == 0


def test_parts_of_a_uid_find_nothing() -> None:
    contents = contents_of(ci("ci_5adb1f00", "server", "web"), ci("ci_1", "server", "db1"))

    assert [name for name, _, _ in found(contents, "db1")] == ["db1"]
