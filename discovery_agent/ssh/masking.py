"""Addresses of a recording replaced by others, the same by the same.

Known are those of the machine's interfaces, of its peers and of its table of hosts: a version may look like one.
"""

import re
from dataclasses import replace
from ipaddress import IPv6Address
from itertools import chain

from discovery_agent.snmp.masking import Mask, bytes_of, is_everywhere
from discovery_agent.ssh.absorb import readings_of
from discovery_agent.ssh.readings import Readings
from discovery_agent.ssh.recorded_system import RecordedSystem
from discovery_agent.ssh.recording import Recording

_IN_TABLE = re.compile(rb"(?<= )([0-9A-F]{8}|[0-9A-F]{32})(?=:[0-9A-F]{4} )")
_WORD_BYTES, _MAC_BYTES, _IPV6_BYTES = 4, 6, 16
_NAME = "masked"


def with_other_addresses(recording: Recording, key: bytes) -> Recording:
    """The recording with other addresses, in texts and in the tables of sockets; `key` makes them its own."""
    readings = readings_of(recording)
    mask = Mask(_known(readings), key)
    turned = readings.byte_order == "little"
    output = _IN_TABLE.sub(lambda found: _other_in_table(found[1], mask, turned=turned), recording.output)
    texts = mask.masked({"output": output, "complaints": recording.complaints})
    found = {name: text for name, text in texts.items() if isinstance(text, bytes)}
    return replace(recording, address=_NAME, **found)


def _known(readings: Readings) -> set[bytes]:
    hosts = readings.files.get("/etc/hosts", b"").decode("utf-8", "replace").split()
    sockets = RecordedSystem(readings).sockets()
    texts = chain(
        (entry.address for entry in readings.addresses),
        (link.mac_address for link in readings.interfaces),
        (text for entry in (*readings.resolved, *readings.forwarding) for text in entry[1:]),
        readings.gateways,
        (text for entry in readings.heard or () for text in (entry.chassis, entry.port_id, entry.address)),
        (text for entry in sockets for text in (entry["address"], entry["remote_address"])),
        hosts,
    )
    packed = {found for text in texts if text and (found := bytes_of(text))}
    return {found for found in packed if len(found) == _MAC_BYTES or not is_everywhere(found)}


def _other_in_table(digits: bytes, mask: Mask, *, turned: bool) -> bytes:
    """An address of /proc/net, its words turned where the machine's byte order is not the network's."""
    words = bytes.fromhex(digits.decode("ascii"))
    other = _turned(_other(_turned(words), mask)) if turned else _other(words, mask)
    return other.hex().upper().encode("ascii")


def _other(packed: bytes, mask: Mask) -> bytes:
    mapped = IPv6Address(packed).ipv4_mapped if len(packed) == _IPV6_BYTES else None
    return packed[:-_WORD_BYTES] + mask.other_than(mapped.packed) if mapped else mask.other_than(packed)


def _turned(words: bytes) -> bytes:
    """Each word of four bytes the other way round."""
    return b"".join(words[at : at + _WORD_BYTES][::-1] for at in range(0, len(words), _WORD_BYTES))
