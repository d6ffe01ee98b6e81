"""What the kernel answers over netlink, beside what psutil and /proc say of the same machine."""

import errno
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Never

import psutil
import pytest

from discovery_agent.host import library_links, netlink, sockets
from discovery_agent.host.link_records import Link
from discovery_agent.host.links import interface_addresses, kernel_addresses, kernel_links, links
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.netlink import NetlinkError
from discovery_agent.host.system import Socket


@pytest.fixture
def ports() -> Iterator[dict[str, int]]:
    """Sockets of this test: listening and connected, TCP and UDP, both families."""
    with ExitStack() as stack:
        listener = stack.enter_context(closing(socket.create_server(("127.0.0.1", 0))))
        client = stack.enter_context(closing(socket.create_connection(listener.getsockname())))
        accepted, _ = listener.accept()
        stack.enter_context(closing(accepted))
        receiver = stack.enter_context(closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)))
        receiver.bind(("127.0.0.1", 0))
        yield {
            "listener": listener.getsockname()[1],
            "client": client.getsockname()[1],
            "receiver": receiver.getsockname()[1],
        }


def of_port(found: list[Socket], port: int) -> list[Socket]:
    return [entry for entry in found if entry["port"] == port]


def test_interfaces_are_the_same_whoever_is_asked() -> None:
    found = [link._replace(leads_outside=False) for link in kernel_links()]  # of which the library knows nothing

    assert [link for link in found if link.hardware_address] == [
        link for link in library_links.links() if link.hardware_address
    ]
    assert {link.name for link in found} == set(psutil.net_if_stats())


def test_what_tunnels_and_infiniband_show_in_place_of_one_is_no_mac_address() -> None:
    hardware = ("", "0a:00:00:01", "80:00" + 18 * ":01", "52:54:00:aa:bb:cc", "00:11:22:ff:fe:33:44:55")

    shown = [Link(1, "any0", address, 1500, is_running=True).mac_address for address in hardware]

    assert shown == ["", "", "", *hardware[3:]]


def test_addresses_are_the_same_whoever_is_asked() -> None:
    found = sorted(entry._replace(flags=0) for entry in kernel_addresses())

    assert found == sorted(library_links.interface_addresses())


def test_a_kernel_that_does_not_answer_is_asked_through_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> Never:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    expected = kernel_links(), [entry._replace(flags=0) for entry in kernel_addresses()]
    monkeypatch.setattr(netlink, "_answers", refused)

    assert [link.name for link in links()] == [link.name for link in expected[0]]
    assert sorted(interface_addresses()) == sorted(expected[1])


def test_sockets_are_found_with_state_and_peer(ports: dict[str, int]) -> None:
    found = LocalSystem().sockets()

    (listener,) = [entry for entry in of_port(found, ports["listener"]) if entry["remote_address"] is None]
    (client,) = of_port(found, ports["client"])
    (receiver,) = of_port(found, ports["receiver"])
    assert (listener["address"], listener["protocol"]) == ("127.0.0.1", "tcp")
    assert (client["remote_address"], client["remote_port"]) == ("127.0.0.1", ports["listener"])
    assert (receiver["protocol"], receiver["remote_address"]) == ("udp", None)


def test_the_kernels_answer_and_proc_agree(ports: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    told = LocalSystem().sockets()
    monkeypatch.setattr(sockets, "dump", _refuse)

    listed = LocalSystem().sockets()

    for port in ports.values():
        mine = sorted(of_port(told, port), key=lambda entry: entry["inode"])
        assert mine == sorted(of_port(listed, port), key=lambda entry: entry["inode"])
        assert mine


def test_a_kernel_that_keeps_changing_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(netlink, "_answers", _interrupted)

    with pytest.raises(NetlinkError, match="changed"):
        kernel_links()


def test_a_request_that_the_kernel_does_not_know_is_an_error_with_its_reason() -> None:
    with pytest.raises(NetlinkError, match="does not answer"):
        netlink.dump(netlink.ROUTE, 0x7FFF, b"\0" * 16)


def _interrupted(*_: object) -> tuple[list[bytes], bool]:
    return [], True


def _refuse(*_: object) -> list[bytes]:
    raise NetlinkError("this kernel has no inet_diag")
