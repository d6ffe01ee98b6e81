"""What the kernel answers over netlink, beside what psutil and /proc say of the same machine."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing

import psutil
import pytest

from discovery_agent.host import netlink, sockets
from discovery_agent.host.links import interface_addresses, links
from discovery_agent.host.netlink import NetlinkError
from discovery_agent.host.sockets import Socket, read_sockets


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


def test_interfaces_are_those_that_psutil_finds() -> None:
    states, addresses = psutil.net_if_stats(), psutil.net_if_addrs()

    found = {link.name: link for link in links()}

    assert found.keys() == states.keys()
    for name, link in found.items():
        hardware = [entry.address for entry in addresses.get(name, []) if entry.family == socket.AF_PACKET]
        assert (link.mtu, link.is_running) == (states[name].mtu, states[name].isup)
        assert [link.hardware_address] == hardware or not hardware


def test_addresses_are_those_that_psutil_finds() -> None:
    names = {link.number: link.name for link in links()}
    expected: set[tuple[str, str, int]] = set()
    for name, entries in psutil.net_if_addrs().items():
        for entry in entries:
            if entry.family in (socket.AF_INET, socket.AF_INET6) and entry.netmask:
                length = int(ipaddress.ip_address(entry.netmask)).bit_count()
                expected.add((name, entry.address.partition("%")[0], length))

    assert {(names[entry.number], entry.address, entry.prefix_length) for entry in interface_addresses()} == expected


def test_sockets_are_found_with_state_and_peer(ports: dict[str, int]) -> None:
    found = read_sockets("")

    (listener,) = [entry for entry in of_port(found, ports["listener"]) if entry["remote_address"] is None]
    (client,) = of_port(found, ports["client"])
    (receiver,) = of_port(found, ports["receiver"])
    assert (listener["address"], listener["protocol"]) == ("127.0.0.1", "tcp")
    assert (client["remote_address"], client["remote_port"]) == ("127.0.0.1", ports["listener"])
    assert (receiver["protocol"], receiver["remote_address"]) == ("udp", None)


def test_the_kernels_answer_and_proc_agree(ports: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    told = read_sockets("")
    monkeypatch.setattr(sockets, "dump", _refuse)

    listed = read_sockets("")

    for port in ports.values():
        mine = sorted(of_port(told, port), key=lambda entry: entry["inode"])
        assert mine == sorted(of_port(listed, port), key=lambda entry: entry["inode"])
        assert mine


def test_a_kernel_that_keeps_changing_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(netlink, "_answers", _interrupted)

    with pytest.raises(NetlinkError, match="changed"):
        links()


def test_a_request_that_the_kernel_does_not_know_is_an_error_with_its_reason() -> None:
    with pytest.raises(NetlinkError, match="does not answer"):
        netlink.dump(netlink.ROUTE, 0x7FFF, b"\0" * 16)


def _interrupted(*_: object) -> list[tuple[int, bytes]]:
    return [(0x10, b"")]  # NLM_F_DUMP_INTR


def _refuse(*_: object) -> list[bytes]:
    raise NetlinkError("this kernel has no inet_diag")
