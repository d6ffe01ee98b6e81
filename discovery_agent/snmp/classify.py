"""What kind of thing a device is: a vendor rule says so, else its description, else the MIBs that it serves."""

import re

from discovery_agent.snmp.enterprises import enterprise, number_of
from discovery_agent.snmp.facts import Facts

_NAMED = (
    (r"\bapplication switch|load.?balanc|application delivery|\badc\b", "load_balancer"),
    (r"\b(?:ups|uninterruptible)\b", "ups"),
    (r"\bpdu\b|power distribution unit", "pdu"),
    (r"\bfirewall\b|\bvpn gateway\b|security gateway", "firewall"),
    (r"wireless (?:lan )?controller|wlan controller|\bmobility controller", "wireless_controller"),
    (r"\baccess point\b|\bwireless ap\b", "wireless_access_point"),
    (r"\brouter\b|\brouting\b", "router"),
    (r"switch\b|\bswitching\b", "switch"),
    (r"\bprint(?:er|[ -]?server)\b|laserjet|\bmfp\b", "printer"),
    (r"\b(?:ip|network|dome|web) ?cam(?:era)?\b|\bcamera\b", "camera"),
    (r"\b(?:ip|voip|sip)[ -]?phone\b", "ip_phone"),
    (r"microwave|radio (?:link|unit)|wireless (?:bridge|link|ethernet)|\bwi-?fi\b|\bwlan\b", "wireless_access_point"),
    (r"\b(?:olt|onu|ont|dslam|epon|gpon|modem|cmts|edfa|roadm)\b", "network_device"),
    (r"multiplexer|media converter|\boptical\b", "network_device"),
    (r"session border|voip|\bpbx\b|media gateway|console (?:server|manager)|terminal server", "appliance"),
    (r"\bkvm\b|time server|\bntp\b", "appliance"),
    (r"rectifier|power system|\binverter\b|management (?:board|controller|module)", "appliance"),
    (r"\bnas\b|storage (?:array|system)|raid (?:system|array|subsystem)|tape library", "storage_array"),
    (r"temperature|humidity|environment(?:al)? monitor|\bsensor\b|\bprobe\b", "environment_sensor"),
    (r"^windows|\bhardware:.*windows|\bvmware esx", "server"),
    (r"\b(?:sunos|freebsd|openbsd|netbsd|dragonfly|linux|aix|darwin|hp-ux)\b", "server"),
)  # fmt: skip
# What uname(1) says holds the name that its owner gave: a print-server-2 with Linux is no printer.
_HOST_NAME = re.compile(r"^((?:Linux|\w+BSD|SunOS|DragonFly|Darwin) )\S+(?= \d)")
_FOR_ROUTERS = re.compile(r"openwrt|dd-wrt|lede|turris|vyos|vyatta", re.IGNORECASE)
_RADIO, _ETHERNET = 71, frozenset((6, 62, 69, 117))  # IANAifType
_MANY_PORTS = 5  # more than a machine that only uses a network has
_SERVICE_BRIDGE, _SERVICE_ROUTER = 0x02, 0x04
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _NAMED)


def classify(facts: Facts, vendor_class: str | None) -> str:
    """The CI class. `vendor_class` is what the manufacturer's devices are where nothing else tells."""
    if facts.ci_class:
        return facts.ci_class
    known = enterprise(number_of(facts.object_id))
    return (
        ("router" if facts.os_name and _FOR_ROUTERS.match(facts.os_name) else None)
        or _named(facts.description)
        or vendor_class
        or (known.ci_class if known else None)
        or _by_evidence(facts)
        or "unclassified_device"
    )


def _named(description: str | None) -> str | None:
    """The kind that the description names; systems for general use come last, because appliances run on them too."""
    shown = _HOST_NAME.sub(r"\1", (description or "")[:2048], count=1)
    return next((kind for pattern, kind in _PATTERNS if pattern.search(shown)), None)


def _by_evidence(facts: Facts) -> str | None:
    for evidence, kind in (("printer", "printer"), ("ups", "ups")):
        if evidence in facts.evidence:
            return kind
    if any(interface.type == _RADIO for interface in facts.interfaces.values()):
        return "wireless_access_point"
    services = facts.services or 0
    if "forwards" in facts.evidence and services & _SERVICE_ROUTER:
        return "router"
    if "bridge" in facts.evidence or services & _SERVICE_BRIDGE:
        return "switch"
    ports = sum(interface.type in _ETHERNET for interface in facts.interfaces.values())
    return "network_device" if ports >= _MANY_PORTS and not facts.processors else None
