"""BRIDGE-MIB: the spanning tree is another one (RFC 4188)."""

from discovery_agent.traps.kind import LINKS, TrapKind

NEW_ROOT = TrapKind("1.3.6.1.2.1.17.0.1", "newRoot", "It became the root of the spanning tree.", LINKS)
TOPOLOGY = TrapKind("1.3.6.1.2.1.17.0.2", "topologyChange", "The spanning tree changed at one of its ports.", LINKS)
