"""What kind of thing a device is: a vendor rule says so, else its description, else the MIBs that it serves."""

import re

from discovery_agent.snmp.enterprises import enterprise, number_of
from discovery_agent.snmp.facts import Facts

_NAMED = (
    (r"\bapplication switch|load.?balanc|application delivery|\badc\b", "load_balancer"),
    (r"\b(?:ups|uninterruptible)\b", "ups"),
    (r"\b[er]?pdu\b|power distribution unit|(?:smart|switched|rack) cdu\b", "pdu"),
    (r"\bfirewall\b|\bvpn gateway\b|security (?:gateway|appliance)|\bssl.?vpn\b|\bsd-?wan\b|\butm\b", "firewall"),
    (r"wireless (?:lan )?controller|wlan controller|\bmobility controller", "wireless_controller"),
    (r"\baccess point\b|\bwireless ap\b", "wireless_access_point"),
    (r"\brouter\b|\brouting\b", "router"),
    (r"switch\b|\bswitching\b", "switch"),
    (r"\b(?:idrac|irmc|ilo|xclarity controller|onboard administrator)\b", "appliance"),
    (r"\bprint(?:er|ing|[ -]?server)\b|\bmfp\b|(?:laser|office|desk)jet|workcentre", "printer"),
    (r"phaser|versalink|altalink|bizhub|\bineo\b|imagerunner|i-sensys|ecosys|taskalfa|aficio|workforce", "printer"),
    (r"\b(?:ip|network|dome|web) ?cam(?:era)?\b|\bcamera\b", "camera"),
    (r"\b(?:ip|voip|sip)[ -]?phone\b", "ip_phone"),
    (r"microwave|packet radio|radio (?:link|unit)|base station|\bwi-?fi\b|\bwlan\b", "wireless_access_point"),
    (r"wireless (?:bridge|link|ethernet)", "wireless_access_point"),
    (r"\b(?:olt|onu|ont|dslam|epon|gpon|modem|cmts|edfa|roadm|cpe|s?h?dsl|vsat)\b", "network_device"),
    (r"internetwork operating system|routing platform|\bethernet device\b", "network_device"),
    (r"multiplexer|media converter|\boptical\b", "network_device"),
    (r"session border|voip|\bpbx\b|media gateway|console (?:server|manager)|terminal server", "appliance"),
    (r"\bkvm\b|time server|\bntp\b", "appliance"),
    (r"rectifier|power system|\binverter\b|management (?:board|controller|module)", "appliance"),
    (r"\bnas\b|storage (?:array|system)|raid (?:system|array|subsystem)|tape library|autoloader", "storage_array"),
    (r"terastation|diskstation|rackstation|data ontap|\bisilon\b|\b3par\b|\bmsa \d+.* san\b", "storage_array"),
    (r"temperature|humidity|environment(?:al)? monitor|sensor|\bprobe\b|room ?alert", "environment_sensor"),
    (r"^windows|\bhardware:.*windows|\bvmware esx|openvms|alphaserver|sun-fire|\bvcenter\b", "server"),
)  # fmt: skip
# What uname(1) says holds the name that its owner gave: a print-server-2 with Linux is no printer.
_HOST_NAME = re.compile(r"^((?:Linux|\w+BSD|SunOS|DragonFly|Darwin) )\S+(?= \d)")
# Makers whose registered name says that they make network gear; Linux on processors that only it still has.
_OF_NETWORKS = re.compile(
    r"\bnetwork(?:s|ing)?\b|telecom|\bcommunications?\b|\bwireless\b|broadband|\boptical\b", re.IGNORECASE
)
_KERNEL = re.compile(r"\b(?:sunos|freebsd|openbsd|netbsd|dragonfly|linux|aix|darwin|hp-ux)\b", re.IGNORECASE)
_SMALL = re.compile(r"^Linux .*\bmips(?:el|64)?\b")
_FOR_ROUTERS = re.compile(r"openwrt|dd-wrt|lede|turris|vyos|vyatta", re.IGNORECASE)
_RADIO, _ETHERNET = 71, frozenset((6, 62, 69, 117))  # IANAifType
_SHOWN = 2048  # characters of a description
_MANY_PORTS = 5  # more than a machine that only uses a network has
_SERVICE_BRIDGE, _SERVICE_ROUTER = 0x02, 0x04
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _NAMED)


def classify(facts: Facts, vendor_class: str | None) -> str:
    """The CI class. `vendor_class` is what the manufacturer's devices are where nothing else tells."""
    if facts.ci_class:
        return facts.ci_class
    number = number_of(facts.object_id)
    known = enterprise(number)
    is_kernel = bool(_KERNEL.search((facts.description or "")[:_SHOWN]))
    return (
        ("router" if facts.os_name and _FOR_ROUTERS.match(facts.os_name) else None)
        or _named(facts.description)
        or _of_system(facts.description, is_kernel=is_kernel, is_makers=known is not None)
        or vendor_class
        or (known.ci_class if known else None)
        or _by_evidence(facts)
        or ("network_device" if known and _OF_NETWORKS.search(known.name) else None)
        or ("appliance" if is_kernel else "unclassified_device")
    )


def _of_system(description: str | None, *, is_kernel: bool, is_makers: bool) -> str | None:
    """A system for general use is a server, but for one whose agent has a number of its maker: that has one use."""
    if is_kernel and _SMALL.search(description or ""):
        return "network_device"
    return "server" if is_kernel and not is_makers else None


def _named(description: str | None) -> str | None:
    """The kind that the description names; systems for general use come last, because appliances run on them too."""
    shown = _HOST_NAME.sub(r"\1", (description or "")[:_SHOWN], count=1)
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
