"""What the tables of a device show of others, kept as it is said: only all devices together tell how they are wired.

A section's `evidence` on the wire. Ports are refs of the report's network interfaces, hardware addresses 12 lower-case
hexadecimal digits; those of a forwarding table stand one after the other without anything between them.
"""

from typing import Annotated

import msgspec

from cmdb_server.ingest.items import MAX_REF_LENGTH, ItemError

MAC_DIGITS = 12
MAX_BYTES = 4 << 20
_MOST_ENTRIES = 100_000
_Port = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_REF_LENGTH)]
_Text = Annotated[str, msgspec.Meta(max_length=255)]
_Protocol = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]{1,20}$")]
_Mac = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{12}$")]
_Run = Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{12})*$")]
_Pair = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f:.]{2,45} [0-9a-f]{12}$")]
_Address = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f:.]{2,45}$")]


class Heard(msgspec.Struct, frozen=True, omit_defaults=True):
    """What another device said of itself at a port (LLDP, CDP); "" is what it did not say.

    `capabilities` are those of IEEE 802.1AB that are on, with blanks between: "bridge router".
    """

    port: _Port
    protocol: _Protocol
    name: _Text = ""
    interface: _Text = ""
    chassis: _Text = ""
    port_id: _Text = ""
    address: _Text = ""
    capabilities: _Text = ""


class LinkEvidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """The device's own addresses, and by port: who is behind it, whose addresses were resolved there, who spoke there.

    `aggregates` are the ports that are several cables, with their members; `gateways` where default routes lead;
    `virtual` the addresses that the device keeps at a port together with others (VRRP and the like).
    """

    macs: list[_Mac] = msgspec.field(default_factory=list[_Mac])
    forwarding: dict[_Port, _Run] = msgspec.field(default_factory=dict[_Port, _Run])
    resolved: dict[_Port, list[_Pair]] = msgspec.field(default_factory=dict[_Port, list[_Pair]])
    neighbours: list[Heard] = msgspec.field(default_factory=list[Heard])
    aggregates: dict[_Port, list[_Port]] = msgspec.field(default_factory=dict[_Port, list[_Port]])
    gateways: list[_Address] = msgspec.field(default_factory=list[_Address])
    virtual: dict[_Port, list[_Address]] = msgspec.field(default_factory=dict[_Port, list[_Address]])

    @property
    def entries(self) -> int:
        """How much it is."""
        macs = len(self.macs) + sum(map(len, self.forwarding.values())) // MAC_DIGITS
        by_port = (*self.resolved.values(), *self.aggregates.values(), *self.virtual.values())
        lists = (*by_port, self.neighbours, self.gateways)
        return macs + sum(map(len, lists))


_DECODER = msgspec.json.Decoder(LinkEvidence)


def decode_evidence(text: str) -> LinkEvidence:
    """Evidence as it was stored."""
    return _DECODER.decode(text)


def macs_in(run: str) -> list[str]:
    """The hardware addresses of a run of them."""
    return [run[at : at + MAC_DIGITS] for at in range(0, len(run), MAC_DIGITS)]


def usable_evidence(sent: bytes) -> str:
    """Evidence as it is stored, "" where none was sent. Raises ItemError: what is hostile is refused as a whole."""
    if sent in (b"", b"null"):
        return ""
    if len(sent) > MAX_BYTES:
        raise ItemError("evidence", f"{len(sent)} bytes", f"is more than {MAX_BYTES} bytes", "send fewer entries")
    try:
        found = _DECODER.decode(sent)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        where = "evidence" + str(error).partition(" - at `$")[2].rstrip("`")
        message = str(error).partition(" - at ")[0]
        raise ItemError(where, sent[:200], message, "send it as documented in /reference") from error
    if found.entries > _MOST_ENTRIES:
        message = f"has more than {_MOST_ENTRIES} entries"
        raise ItemError("evidence", f"{found.entries} entries", message, "send fewer entries")
    return msgspec.json.encode(found).decode()
