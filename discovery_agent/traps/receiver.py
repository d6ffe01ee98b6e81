"""What comes of a datagram: who vouches for it, whether it is new, and how much of its sender was read lately."""

from collections.abc import Callable
from hashlib import blake2b
from hmac import compare_digest
from ipaddress import IPv6Address, ip_address
from typing import Any

from discovery_agent.scan.job import Credential
from discovery_agent.traps import reasons
from discovery_agent.traps.batch import Proof, Subject
from discovery_agent.traps.bindings import notice_of
from discovery_agent.traps.engine import TrapEngine
from discovery_agent.traps.header import V1, V3, Header, MalformedError, header_of
from discovery_agent.traps.pacing import Pacing, Rate
from discovery_agent.traps.reasons import Reason
from discovery_agent.traps.replays import Heard, Replays
from discovery_agent.traps.tally import Tally

READ = Rate(burst=100, per_second=10)
CHECKED = Rate(burst=500, per_second=100)  # signatures cost, and anybody can send what looks signed
_VERDICTS = {"replayed": reasons.REPLAYED, "out_of_window": reasons.OUT_OF_WINDOW}
_DIGEST_BYTES = 8


class Receiver:
    """Decides for one socket. What is taken and what is not goes into `tally`, which somebody else empties.

    Nobody sets its `clock`: senders whose time goes on with ours would all be of another time.
    """

    def __init__(self, replays: Replays, clock: Callable[[], float]) -> None:
        self.tally = Tally()
        self.engine: TrapEngine | None = None
        self._replays, self._clock = replays, clock
        self._read, self._checked = Pacing(READ), Pacing(CHECKED)

    def receive(self, datagram: bytes, sender: tuple[Any, ...]) -> None:
        """Take a datagram, or count why not. Never raises for what is in it."""
        address, engine = address_of(sender[0]), self.engine
        try:
            header = header_of(datagram)
        except MalformedError:
            self.tally.refuse(address, reasons.MALFORMED)
            return
        if engine is None or not engine.credentials:
            self.tally.refuse(address, reasons.NO_CREDENTIALS)
        elif header.version == V3:
            self._receive_signed(engine, header, datagram, sender)
        elif _knows(engine, header, address):
            self._take(engine, datagram, sender, "v1" if header.version == V1 else "v2c")
        else:
            self.tally.refuse(address, reasons.WRONG_CREDENTIAL)

    def _receive_signed(self, engine: TrapEngine, header: Header, datagram: bytes, sender: tuple[Any, ...]) -> None:
        address = address_of(sender[0])
        if not self._checked.allows(address, self._clock()):
            self.tally.refuse(address, reasons.DAMPED)
        elif header.is_discovery:
            engine.read(datagram, sender)
        elif not header.is_signed:
            self.tally.refuse(address, reasons.UNSIGNED)
        else:
            credential = engine.vouch(header, datagram, address)
            refusal = reasons.WRONG_CREDENTIAL if credential is None else self._weakness(engine, header, credential)
            if refusal is None and header.engine_id != engine.engine_id:
                refusal = self._staleness(header, datagram)
            if refusal is not None:
                self.tally.refuse(address, refusal)
            elif header.engine_id == engine.engine_id:
                self._take_inform(engine, header, datagram, sender)
            else:
                self._take(engine, datagram, sender, _proof(header))

    def _take_inform(self, engine: TrapEngine, header: Header, datagram: bytes, sender: tuple[Any, ...]) -> None:
        """For informs ours is the engine whose time counts, and the library keeps it. A copy is answered once more."""
        if _is_synchronising(header):
            engine.read(datagram, sender)
            return
        name, told = f"{engine.engine_id.hex()}/{address_of(sender[0])}", self._heard(header)
        refusal = _VERDICTS.get(self._replays.judge(name, told, _digest(datagram)))
        if refusal is None:
            self._take(engine, datagram, sender, _proof(header))
        else:
            engine.read(datagram, sender)
            self.tally.refuse(address_of(sender[0]), refusal)

    def _weakness(self, engine: TrapEngine, header: Header, credential: Credential) -> Reason | None:
        """A user whose messages are encrypted is not believed in the clear; only who asks for our time may do so."""
        is_clear = bool(credential.text("privacy")) and not header.is_encrypted
        is_asking = header.engine_id == engine.engine_id and _is_synchronising(header)
        return reasons.UNSIGNED if is_clear and not is_asking else None

    def _staleness(self, header: Header, datagram: bytes) -> Reason | None:
        verdict = self._replays.judge(header.engine_id.hex(), self._heard(header), _digest(datagram))
        return _VERDICTS.get(verdict)

    def _take(self, engine: TrapEngine, datagram: bytes, sender: tuple[Any, ...], proof: Proof) -> None:
        """Read a message that somebody vouches for, as long as its sender sends no more than is looked at."""
        address = address_of(sender[0])
        if not self._read.allows(address, self._clock()):
            self.tally.unread(address)
            return
        read = engine.read(datagram, sender)
        if read.failure is not None or not read.bindings:
            self.tally.refuse(address, read.failure or reasons.MALFORMED)
            return
        notice = notice_of(read.bindings)
        if notice.kind is None:
            self.tally.refuse(address, reasons.UNKNOWN_KIND)
            return
        subject = Subject(address, notice.kind.oid, notice.interface_index, notice.interface_name)
        self.tally.take(subject, notice.details, proof)

    def _heard(self, header: Header) -> Heard:
        return Heard(header.boots, header.time, self._clock())


def address_of(host: str) -> str:
    """The address of a sender: without its zone, and of version 4 where that is mapped into version 6."""
    address = ip_address(host.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def _knows(engine: TrapEngine, header: Header, address: str) -> bool:
    """Whether a community is one that is meant for an address."""
    wanted = (one.text("community").encode() for one in engine.credentials if one.covers(address))
    return any(community and compare_digest(community, header.community) for community in wanted)


def _is_synchronising(header: Header) -> bool:
    """Whether a sender of informs asks for our time, as it does once (RFC 3414, 4)."""
    return header.boots == 0 and header.time == 0


def _proof(header: Header) -> Proof:
    return "v3 authPriv" if header.is_encrypted else "v3 authNoPriv"


def _digest(datagram: bytes) -> bytes:
    return blake2b(datagram, digest_size=_DIGEST_BYTES).digest()
