"""What a text names as an entry point."""

import pytest

from cmdb_server.service_mapping.entries import EntryPoint, EntryPointError, entry_point, without_secrets


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("https://shop.example/cart?x=1", EntryPoint("shop.example", 443)),
        ("HTTP://shop.example:8080", EntryPoint("shop.example", 8080)),
        ("postgresql://user@db1/shop", EntryPoint("db1", 5432)),
        ("https://[2001:DB8:0::1]/", EntryPoint("2001:db8::1", 443)),
        ("shop.example:8443", EntryPoint("shop.example", 8443)),
        (" 10.0.0.7:53/udp ", EntryPoint("10.0.0.7", 53, "udp")),
        ("[2001:db8::1]:80", EntryPoint("2001:db8::1", 80)),
        ("2001:db8::1", EntryPoint("2001:db8::1")),
        ("Order service: main", EntryPoint("Order service: main")),
        ("web/front", EntryPoint("web/front")),
    ],
)
def test_a_text_names_a_host_with_its_port_or_a_ci(text: str, wanted: EntryPoint) -> None:
    assert entry_point(text, "entries[0]") == wanted


@pytest.mark.parametrize(
    "text", ["", "  ", "https://", "gopher://old", "http://a:99999", "host:0", "a\x00b:1", "x" * 501]
)
def test_what_names_nothing_is_refused_with_field_and_remedy(text: str) -> None:
    with pytest.raises(EntryPointError) as refused:
        entry_point(text, "entries[3]")

    (error,) = refused.value.errors
    assert (error.field, error.value) == ("entries[3]", text[:100])
    assert "https://shop.example" in error.remedy


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" postgres://app:s3cret@db1/shop?password=s3cret#s3cret", "postgres://db1/shop"),
        ("jdbc:postgresql://db1/shop?password=s3cret", "jdbc:postgresql://db1/shop"),
        ("amqp://app:s3cr@et@mq", "amqp://mq"),
        ("app:s3cret@db1:5432", "db1:5432"),
        ("https://shop.example:8443/~a@b?x=1", "https://shop.example:8443/~a@b"),
        ("getty@tty1", "getty@tty1"),
        ("Order service: main @ Bergen", "Order service: main @ Bergen"),
    ],
)
def test_what_connection_strings_tell_in_confidence_is_not_kept(text: str, kept: str) -> None:
    assert without_secrets(text) == kept


def test_a_password_that_nobody_escaped_is_not_told() -> None:
    with pytest.raises(EntryPointError) as refused:
        entry_point("postgres://app:s3/cret@db1", "entries[0]")

    assert "s3" not in f"{refused.value} {refused.value.errors}"
