"""SNMPv2-MIB and IF-MIB: what every agent sends of itself and of its interfaces (RFC 3418, 2863)."""

from discovery_agent.traps.kind import EVERYTHING, LINKS, Shown, TrapKind

_STATES = {1: "up", 2: "down", 3: "testing", 4: "unknown", 5: "dormant", 6: "not present", 7: "lower layer down"}
_LINK = (
    Shown("1.3.6.1.2.1.2.2.1.7", "wanted", _STATES),
    Shown("1.3.6.1.2.1.2.2.1.8", "is", _STATES),
)

COLD_START = TrapKind("1.3.6.1.6.3.1.1.5.1", "coldStart", "It started, perhaps with another configuration.", EVERYTHING)
WARM_START = TrapKind("1.3.6.1.6.3.1.1.5.2", "warmStart", "Its agent started anew.", EVERYTHING)
LINK_DOWN = TrapKind("1.3.6.1.6.3.1.1.5.3", "linkDown", "An interface lost its link.", LINKS, _LINK)
LINK_UP = TrapKind("1.3.6.1.6.3.1.1.5.4", "linkUp", "An interface has its link.", LINKS, _LINK)
AUTHENTICATION_FAILURE = TrapKind(
    "1.3.6.1.6.3.1.1.5.5",
    "authenticationFailure",
    "Somebody asked it with a community or user that it does not know.",
    shown=(Shown("1.3.6.1.4.1.9.2.1.5", "asked by"),),
)
