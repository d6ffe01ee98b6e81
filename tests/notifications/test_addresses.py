import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.notifications.addresses import (
    TargetRefusedError,
    address_for,
    allowed_of,
    is_public,
    target_of,
)

NOTHING = allowed_of("")


def answering(found: list[Any]) -> Callable[..., list[Any]]:
    """A name service that knows one answer."""

    def answer(*_: object, **__: object) -> list[Any]:
        return found

    return answer


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "169.254.169.254",
            "0.0.0.0",  # noqa: S104 - nothing listens here
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1", "::"),
        *("::10.0.0.1", "::ffff:0:10.0.0.1", "fec0::1"),
    ],
)
def test_an_address_that_is_not_public_takes_nothing(address: str) -> None:
    assert not is_public(ip_address(address))


def test_a_public_address_takes_requests() -> None:
    assert is_public(ip_address("93.184.215.14"))
    assert is_public(ip_address("2606:2800:21f:cb07:6820:80da:af6b:8b2c"))


@pytest.mark.parametrize(
    "url", ["ftp://example.net", "https://", "file:///etc/passwd", "https://a b/", "x", "https://[::1"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(TargetRefusedError) as caught:
        target_of(url)

    assert caught.value.errors[0].field == "url"


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(TargetRefusedError) as caught:
        target_of("https://me:hunter2@example.net/")

    assert "hunter2" not in str(caught.value)


def test_the_loopback_is_reached_only_where_the_operator_listed_it() -> None:
    target = target_of("http://127.0.0.1:9/hook")

    with pytest.raises(TargetRefusedError, match="no public address"):
        address_for(target, NOTHING)
    assert address_for(target, allowed_of("10.0.0.0/8, 127.0.0.0/8")) == "127.0.0.1"


def test_a_listed_name_counts_and_another_name_of_the_same_address_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.9", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", answering(found))
    allowed = allowed_of("Hooks.example.net")

    assert address_for(target_of("http://hooks.example.net/"), allowed) == "10.0.0.9"
    with pytest.raises(TargetRefusedError):
        address_for(target_of("https://other.example.net/"), allowed)


def test_a_public_address_without_encryption_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", answering(found))

    with pytest.raises(TargetRefusedError, match="not encrypted"):
        address_for(target_of("http://example.net/"), NOTHING)


@given(st.ip_addresses())
def test_nothing_private_is_public(address: object) -> None:
    found = ip_address(str(address))

    if found.is_private or found.is_loopback or found.is_link_local or found.is_multicast or found.is_unspecified:
        assert not is_public(found)
