"""Attribute values: normalised once and for all, placeholders say nothing."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph_schema import AttributeSpec, load_registry
from graph_schema.telling import maker_key
from graph_schema.values import (
    Normalise,
    address,
    cidr,
    clean_text,
    host_name,
    is_placeholder,
    mac_address,
    machine_id,
    placeholders,
    serial_number,
    uuid_text,
)

REGISTRY = load_registry()
ATTRIBUTES = sorted(
    {
        attribute.value_type.describes if attribute.value_type else attribute.kind: attribute
        for spec in (*REGISTRY.classes.values(), *REGISTRY.relationship_types.values())
        for attribute in spec.attributes.values()
    }.items()
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
NEARLY_VALUES = st.text("0123456789abcdefABCDEF:-. /%{}nNoOeE", max_size=50)


@pytest.mark.parametrize("attribute", [attribute for _, attribute in ATTRIBUTES], ids=[name for name, _ in ATTRIBUTES])
@given(value=JSON_VALUES | NEARLY_VALUES)
@example(value="n o n e")
@example(value="ab. .")
def test_a_value_is_stored_as_it_would_be_stored_again_or_refused(attribute: AttributeSpec, value: object) -> None:
    try:
        stored = attribute.normalise(value)
    except ValueError:
        return

    assert attribute.normalise(stored) == stored
    assert json.loads(json.dumps(stored)) == stored


@pytest.mark.parametrize(
    "text",
    [
        "To be filled by O.E.M.",
        "To Be Filled By O.E.M",
        "Default string",
        "  default   STRING ",
        "System Serial Number",
        "Not Specified",
        "None",
        "N/A",
        "0",
        "00000000",
        "0000-0000",
        "xxxxxxxx",
        "........",
        "123456789",
    ],
)
def test_what_makers_leave_in_identifies_nobody(text: str) -> None:
    assert is_placeholder(text)
    assert serial_number(text) is None


def test_every_placeholder_that_is_listed_is_left_out() -> None:
    listed = placeholders()

    assert "default string" in listed
    assert [text for text in listed if uuid_or_serial(text) is not None] == []


def uuid_or_serial(text: str) -> str | None:
    """What counts of a text, read as a UUID where it has the form of one."""
    return uuid_text(text) if text.count("-") == 4 else serial_number(text)


@pytest.mark.parametrize("text", ["7CLBXJ2", "CZ3020G03X", "VMware-56 4d 9c", "000000000007", "A0A0A0"])
def test_a_serial_number_that_only_looks_poor_counts(text: str) -> None:
    assert serial_number(text) == "".join(text.split()).upper()


@pytest.mark.parametrize(
    "text",
    [
        "03000200-0400-0500-0006-000700080009",
        "00020003-0004-0005-0006-000700080009",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "Not Present",
    ],
)
def test_a_placeholder_uuid_identifies_nobody(text: str) -> None:
    assert uuid_text(text) is None


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("4C4C4544-0037-3310-8043-B7C04F4A5832", "4c4c4544-0037-3310-8043-b7c04f4a5832"),
        ("{4c4c4544-0037-3310-8043-b7c04f4a5832}", "4c4c4544-0037-3310-8043-b7c04f4a5832"),
        ("4c4c4544003733108043b7c04f4a5832", "4c4c4544-0037-3310-8043-b7c04f4a5832"),
    ],
)
def test_a_uuid_has_one_spelling(text: str, stored: str) -> None:
    assert uuid_text(text) == stored
    assert machine_id(text) == stored.replace("-", "")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("AA-BB-CC-00-11-22", "aa:bb:cc:00:11:22"),
        ("aabb.cc00.1122", "aa:bb:cc:00:11:22"),
        ("00:00:00:00:00:00", None),
        ("ff:ff:ff:ff:ff:ff", None),
        ("00:11:22:33:44:55:66:77", "00:11:22:33:44:55:66:77"),
    ],
)
def test_a_mac_address_has_one_spelling(text: str, stored: str | None) -> None:
    assert mac_address(text) == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("10.0.0.1/24", "10.0.0.1"),
        ("fe80::1%eth0", "fe80::1"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_an_address_has_one_spelling(text: str, stored: str) -> None:
    assert address(text) == stored


@pytest.mark.parametrize(
    ("normalise", "text"),
    [
        (uuid_text, "a server of 2019"),
        (uuid_text, "deadbeefdeadbeefdeadbeefdeadbeef and more"),
        (mac_address, "the card: deadbeef1234"),
        (address, "10.0.0.256"),
        (address, "app1.example.net"),
        (cidr, "10.0.0.0/33"),
    ],
)
def test_text_that_is_something_else_is_refused(normalise: Normalise, text: str) -> None:
    with pytest.raises(ValueError, match=r"\Ais no "):
        normalise(text)


def test_a_subnet_has_no_host_bits() -> None:
    assert cidr("10.0.0.17/24") == "10.0.0.0/24"


@pytest.mark.parametrize("text", ["localhost", "LOCALHOST.localdomain.", "(none)", "", " . "])
def test_a_host_name_that_every_machine_has_names_nobody(text: str) -> None:
    assert host_name(text) is None


def test_a_host_name_is_written_small_and_without_its_final_dot() -> None:
    assert host_name("App1.Example.NET.") == "app1.example.net"


def test_text_loses_control_characters() -> None:
    assert clean_text("\tPower\x00Edge\r\n") == "Power Edge"
    assert clean_text("\x00\x01") is None


@pytest.mark.parametrize("text", ["Dell Inc.", "DELL", "Dell Computer Corporation", "dell emc"])
def test_a_maker_is_the_same_under_each_of_its_names(text: str) -> None:
    assert maker_key(text) == "dell"


@given(st.text(max_size=40))
def test_the_key_of_a_maker_is_its_own_key(text: str) -> None:
    assert maker_key(maker_key(text)) == maker_key(text)
