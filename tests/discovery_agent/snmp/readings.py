"""Small readings: `walk_of` takes what a device answers, by object."""

from collections.abc import Mapping

from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.interpret import interpret
from discovery_agent.snmp.values import Oid, Value
from discovery_agent.snmp.walk import Walk

Said = Value | str
SYSTEM, INTERFACES, X_INTERFACES = "1.3.6.1.2.1.1", "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"
ENTITY = "1.3.6.1.2.1.47.1.1.1.1"


def walk_of(said: Mapping[str, Said], **contexts: Mapping[str, Said]) -> Walk:
    """A walk; plain text stands for its bytes."""
    return Walk(_values(said), {name.strip("_"): Walk(_values(inner)) for name, inner in contexts.items()})


def facts_of(said: Mapping[str, Said], **contexts: Mapping[str, Said]) -> Facts:
    """What a device that answers this is."""
    return interpret(walk_of(said, **contexts))


def device(description: str, object_id: str = "1.3.6.1.4.1.8072.3.2.10") -> dict[str, Said]:
    """The two objects that every device answers."""
    return {f"{SYSTEM}.1.0": description, f"{SYSTEM}.2.0": Oid(object_id)}


def port(index: int, name: str, description: str | None = None) -> dict[str, Said]:
    """An interface with its names."""
    return {f"{INTERFACES}.2.{index}": description or name, f"{X_INTERFACES}.1.{index}": name}


def _values(said: Mapping[str, Said]) -> dict[str, Value]:
    return {oid: v.encode() if isinstance(v, str) and not isinstance(v, Oid) else v for oid, v in said.items()}
