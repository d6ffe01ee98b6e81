"""CISCO-CDP-MIB cdpCacheTable: neighbours of devices that speak CDP."""

import re

from discovery_agent.snmp.facts import Facts, Neighbour
from discovery_agent.snmp.table import REFERRING, Table
from discovery_agent.snmp.values import Value, address, mac, said, text
from discovery_agent.snmp.walk import Walk

_ENTRY = "1.3.6.1.4.1.9.9.23.1.2.1.1"
_ADDRESS, _VERSION, _DEVICE_ID, _DEVICE_PORT, _PLATFORM = (f"{_ENTRY}.{at}" for at in (4, 5, 6, 7, 8))
_CAPABILITIES, _SYSTEM_NAME = f"{_ENTRY}.9", f"{_ENTRY}.17"
_COLUMNS = (_ADDRESS, _VERSION, _DEVICE_ID, _DEVICE_PORT, _PLATFORM, _CAPABILITIES, _SYSTEM_NAME)
# The bits of the last octet, in the words of LLDP: three kinds of bridges, a filter of multicast that tells nothing.
_WORDS = ((0x01, "router"), (0x0E, "bridge"), (0x10, "station"), (0x40, "repeater"), (0x80, "telephone"))
_CAPABILITY_BYTES = 4
_WITH_SERIAL = re.compile(r"(?P<name>.+?)\((?P<serial>[A-Z0-9]{6,})\)\Z")


def read(walk: Walk, facts: Facts) -> None:
    """One neighbour for each row; the index begins with the ifIndex."""
    columns = {column: walk.column(column) for column in _COLUMNS}
    for index in columns[_DEVICE_ID]:
        number = int(index.partition(".")[0])
        row = {column: rows.get(index) for column, rows in columns.items()}
        facts.neighbours.append(_neighbour(number, row, facts))


def _neighbour(index: int, row: dict[str, Value | None], facts: Facts) -> Neighbour:
    device = row[_DEVICE_ID]
    hardware = mac(device)
    named = said(row[_SYSTEM_NAME]) or (hardware if hardware and not _is_readable(device) else said(device))
    with_serial = _WITH_SERIAL.match(named or "")
    return Neighbour(
        protocol="cdp",
        local_interface=facts.interface_name(index) or str(index),
        local_index=index if index in facts.interfaces else None,
        remote_name=with_serial["name"] if with_serial else named,
        remote_interface=said(row[_DEVICE_PORT]),
        remote_chassis_id=hardware,
        remote_description=text(row[_VERSION]),
        remote_address=address(row[_ADDRESS]),
        remote_platform=said(row[_PLATFORM]),
        remote_capabilities=_capabilities(row[_CAPABILITIES]),
    )


def _capabilities(value: Value | None) -> str | None:
    last = value[-1] if isinstance(value, bytes) and len(value) == _CAPABILITY_BYTES else 0
    return " ".join(word for mask, word in _WORDS if last & mask) or None


def _is_readable(value: Value | None) -> bool:
    return isinstance(value, bytes) and all(ord(" ") <= byte < 127 for byte in value)  # noqa: PLR2004 - printable ASCII


table = Table(name="cdp", columns=_COLUMNS, read=read, stage=REFERRING)
