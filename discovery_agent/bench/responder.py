"""A process that answers as any number of devices: every address of the loopback network is one of them.

It is fast enough to be no part of what is measured: the same question is answered from memory.
"""

import socket
import struct
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random
from typing import NamedTuple

from discovery_agent.bench import switch
from discovery_agent.snmp.messages import answer_after_id, answered, decode, encoded_number, enveloped, in_order

_RECEIVED_AT = 8  # IP_PKTINFO of linux/in.h, which the socket module of Python 3.11 has no name for
_INFO = struct.Struct("=I4s4s")  # in_pktinfo of ip(7)
_ROOM = 1 << 24
_LARGEST = 65_535


class Network(NamedTuple):
    """How bad it is: the share of packets, asked or answered, that get lost, and of devices that never answer."""

    loss: float = 0.0
    dead: float = 0.0

    def is_dead(self, address: str) -> bool:
        """Whether the device at an address is one that never answers: always the same ones."""
        return Random(address).random() < self.dead  # noqa: S311 - a simulation, nothing secret


class Serving(NamedTuple):
    """Where the devices answer, and how to end them."""

    port: int
    line: Connection

    def asked(self) -> int:
        """How many questions came so far."""
        self.line.send(None)
        return self.line.recv()


@contextmanager
def serving(network: Network) -> Generator[Serving]:
    """The process with the devices."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(network, there), daemon=True)
    process.start()
    try:
        yield Serving(here.recv(), here)
    finally:
        process.terminate()
        process.join()


def _serve(network: Network, line: Connection) -> None:
    devices = Devices(network)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _ROOM)
        place.setsockopt(socket.IPPROTO_IP, _RECEIVED_AT, 1)
        place.bind(("0.0.0.0", 0))  # noqa: S104 - every address of 127.0.0.0/8 is a device; the others need the community
        place.settimeout(0.2)
        line.send(place.getsockname()[1])
        while True:
            try:
                packet, told, _, asker = place.recvmsg(_LARGEST, socket.CMSG_SPACE(_INFO.size))
            except TimeoutError:
                packet, told, asker = b"", [], None
            if packet:
                at = _INFO.unpack(told[0][2])[2]
                answer = devices.answer(socket.inet_ntoa(at), packet)
                if answer is not None:
                    origin = (socket.IPPROTO_IP, _RECEIVED_AT, _INFO.pack(0, at, bytes(4)))
                    place.sendmsg([answer], [origin], 0, asker)
            elif line.poll():
                line.recv()
                line.send(devices.asked)


class Devices:
    """Switches that all say the same."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._chance = Random(1)  # noqa: S311 - a simulation, nothing secret
        self._rows = in_order(switch.reading())
        self._answers: dict[bytes, bytes] = {}
        self._dead: dict[str, bool] = {}
        self.asked = 0

    def answer(self, address: str, packet: bytes) -> bytes | None:
        """The answer of the device at an address; None where it is dead, or a packet gets lost, or it is none of it."""
        self.asked += 1
        if self._is_dead(address) or self._is_lost() or self._is_lost():
            return None
        try:
            request = decode(packet)
        except (ValueError, IndexError):
            return None
        if request.community != switch.COMMUNITY.encode():
            return None
        question = packet.replace(encoded_number(request.request_id), b"", 1)
        told = self._answers.get(question)
        if told is None:
            told = self._answers[question] = answer_after_id(answered(request, self._rows))
        return enveloped(request.version, request.community, encoded_number(request.request_id) + told)

    def _is_dead(self, address: str) -> bool:
        known = self._dead.get(address)
        if known is None:
            known = self._dead[address] = self._network.is_dead(address)
        return known

    def _is_lost(self) -> bool:
        return self._chance.random() < self._network.loss
