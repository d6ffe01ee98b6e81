"""What a managed switch with 24 ports answers: the standard tables as such a switch fills them."""

from collections.abc import Iterator

from discovery_agent.snmp.values import Oid, Value

COMMUNITY = "bench"
_PORTS, _NEIGHBOURS, _VLANS, _SEEN = 24, 4, (1, 10, 20, 30), 96
_MIB2, _LLDP = "1.3.6.1.2.1", "1.0.8802.1.1.2.1"
_IF, _IFX, _ENTITY = f"{_MIB2}.2.2.1", f"{_MIB2}.31.1.1.1", f"{_MIB2}.47.1.1.1.1"
_BRIDGE, _VLAN = f"{_MIB2}.17", f"{_MIB2}.17.7.1.4.3.1"
_VLAN_INTERFACE = 1000
_ETHERNET, _VIRTUAL = 6, 53  # IANAifType
_GIGABIT = 1_000_000_000


def reading() -> dict[str, Value]:
    """All its objects."""
    return {
        oid: value
        for part in (_system(), _interfaces(), _addresses(), _parts(), _bridge(), _links())
        for oid, value in part
    }


def _mac(number: int) -> bytes:
    return bytes((0x00, 0x17, 0xA4, 0x20)) + number.to_bytes(2, "big")


def _system() -> Iterator[tuple[str, Value]]:
    yield f"{_MIB2}.1.1.0", b"HP J9776A 2530-24G Switch, revision YA.16.02.0012, ROM YA.15.19 (/ws/swbuildm)"
    yield f"{_MIB2}.1.2.0", Oid("1.3.6.1.4.1.11.2.3.7.11.160")
    yield f"{_MIB2}.1.3.0", 123_456_789
    yield f"{_MIB2}.1.5.0", b"bench-switch"
    yield f"{_MIB2}.1.6.0", b"Bench, rack 1"
    yield f"{_MIB2}.1.7.0", 2


def _interfaces() -> Iterator[tuple[str, Value]]:
    rows = [(number, b"%d" % number, _ETHERNET) for number in range(1, _PORTS + 1)]
    rows.append((_VLAN_INTERFACE, b"DEFAULT_VLAN", _VIRTUAL))
    for number, name, kind in rows:
        values: tuple[Value, ...] = (name, kind, 1500, _GIGABIT, _mac(number), 1, 1 + number % 2)
        yield from ((f"{_IF}.{column}.{number}", value) for column, value in enumerate(values, 2))
        yield f"{_IFX}.1.{number}", name
        yield f"{_IFX}.15.{number}", 1000
        yield f"{_IFX}.18.{number}", b"room %d" % number


def _addresses() -> Iterator[tuple[str, Value]]:
    yield f"{_MIB2}.4.1.0", 2
    yield f"{_MIB2}.4.20.1.2.10.0.0.2", _VLAN_INTERFACE
    yield f"{_MIB2}.4.20.1.3.10.0.0.2", b"255.255.255.0"
    for number in range(1, 9):
        yield f"{_MIB2}.4.22.1.2.{_VLAN_INTERFACE}.10.0.0.{number}", _mac(200 + number)


def _parts() -> Iterator[tuple[str, Value]]:
    for number, inside, kind, name, model, serial in (
        (1, 0, 3, b"Chassis", b"J9776A", b"CN38FP50JQ"),
        (2, 1, 6, b"Power supply", b"J9776-PSU", b""),
        (3, 1, 7, b"Fan tray", b"", b""),
    ):
        yield f"{_ENTITY}.2.{number}", name
        yield f"{_ENTITY}.4.{number}", inside
        yield f"{_ENTITY}.5.{number}", kind
        yield f"{_ENTITY}.7.{number}", name
        yield f"{_ENTITY}.11.{number}", serial
        yield f"{_ENTITY}.13.{number}", model


def _bridge() -> Iterator[tuple[str, Value]]:
    yield f"{_BRIDGE}.1.1.0", _mac(0)
    yield f"{_BRIDGE}.1.2.0", _PORTS
    for number in range(1, _PORTS + 1):
        yield f"{_BRIDGE}.1.4.1.2.{number}", number
        yield f"{_BRIDGE}.7.1.4.5.1.1.{number}", _VLANS[number % len(_VLANS)]
    for number in range(_SEEN):
        seen = ".".join(map(str, _mac(1000 + number)))
        yield f"{_BRIDGE}.7.1.2.2.1.2.{_VLANS[number % len(_VLANS)]}.{seen}", 1 + number % _PORTS
        yield f"{_BRIDGE}.7.1.2.2.1.3.{_VLANS[number % len(_VLANS)]}.{seen}", 3
    for vlan in _VLANS:
        yield f"{_VLAN}.1.{vlan}", b"VLAN%d" % vlan
        yield f"{_VLAN}.2.{vlan}", b"\xff\xff\xff"
        yield f"{_VLAN}.4.{vlan}", b"\x0f\x0f\x0f"
        yield f"{_VLAN}.5.{vlan}", 1


def _links() -> Iterator[tuple[str, Value]]:
    yield f"{_LLDP}.3.1.0", 4
    yield f"{_LLDP}.3.2.0", _mac(0)
    yield f"{_LLDP}.3.3.0", b"bench-switch"
    for number in range(1, _PORTS + 1):
        yield f"{_LLDP}.3.7.1.2.{number}", 7
        yield f"{_LLDP}.3.7.1.3.{number}", b"%d" % number
        yield f"{_LLDP}.3.7.1.4.{number}", b"%d" % number
    for number in range(1, _NEIGHBOURS + 1):
        values: tuple[Value, ...] = (
            4,
            _mac(5000 + number),
            5,
            b"Gi0/%d" % number,
            b"uplink",
            b"core%d" % number,
            b"Switch",
        )
        yield from ((f"{_LLDP}.4.1.1.{column}.0.{number}.1", value) for column, value in enumerate(values, 4))
