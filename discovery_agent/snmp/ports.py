"""Which interface a port of another numbering is: bridge ports, and the ports of LLDP, which may be either."""

from collections.abc import Iterable

from discovery_agent.snmp.facts import Facts, Interface
from discovery_agent.snmp.values import Value, number


def interface_called(facts: Facts, *names: str | None) -> Interface | None:
    """The interface with one of these names, looked for among names first, then descriptions and aliases."""
    wanted = [name.casefold() for name in names if name]
    for attribute in ("name", "description", "alias"):
        known = facts.interfaces_by(attribute)
        for name in wanted:
            if name in known:
                return known[name]
    return None


def interface_of_bridge_port(facts: Facts, port: int | None) -> Interface | None:
    """The interface of a bridge port; where the bridge tells no numbers, its ports are numbered as its interfaces."""
    if port is None:
        return None
    return facts.interfaces.get(facts.bridge_ports.get(port, port) if facts.bridge_ports else port)


def interfaces_of_bridge_ports(facts: Facts, told: Iterable[Value]) -> dict[Value, Interface | None]:
    """The interfaces of bridge ports as a table tells them, each port of many rows once."""
    return {port: interface_of_bridge_port(facts, number(port)) for port in set(told)}
