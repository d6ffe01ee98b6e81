"""The relationship types, one entry each. The source needs the target; `failure` says how a failure travels to it.

| failure | when the target is down, the source |
| --- | --- |
| down | is down |
| degraded | is degraded |
| by_strength | is down (hard) or degraded (soft), by the attribute `strength` |
| member | is a group that needs k of these targets |
| reachability | is decided by network reachability, not by this relationship alone |
| none | is not affected |
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from graph_schema.declare import AttributeOptions, AttributeSpec
from graph_schema.fact_specs import facts as _attributes
from graph_schema.fact_specs import integer as _integer
from graph_schema.fact_specs import naming as _naming
from graph_schema.fact_specs import secret as _secret
from graph_schema.fact_specs import text as _text
from graph_schema.fact_specs import texts as _texts
from graph_schema.package_types import PACKAGE_TYPES
from graph_schema.values import ValueType, address

REPLICATION, POOL = "replication", "pool"
RACK_FACES = ("front", "rear", "both")
PURPOSES = (REPLICATION, POOL, "cache", "monitoring", "logging")
Failure: TypeAlias = Literal["down", "degraded", "by_strength", "member", "reachability", "none"]


@dataclass(frozen=True)
class RelationshipSpec:
    """Everything that is declared of one relationship type. `discriminator` tells two between the same ends apart.

    `volatile` attributes always move: they are stored, but a section whose other facts are unchanged is not sent again.
    `waits_at_start`: the source waits for the target when all starts from nothing; what is absent with it does not.
    """

    name: str
    doc: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    failure: Failure = "none"
    discriminator: tuple[str, ...] = ()
    attributes: Mapping[str, AttributeSpec] = field(default_factory=dict[str, AttributeSpec])
    volatile: tuple[str, ...] = ()
    waits_at_start: bool = True


_STRENGTH = _text("strength", "hard: required; soft: optional.", "hard", "soft")
_CONFIDENCE = AttributeSpec("confidence", "number", AttributeOptions(doc="How sure the source is, 0 to 1."))
_STRENGTH_REASON = _secret("strength_reason", "Why it is hard or soft, in words; without one hard is assumed.")
AT_START, AT_SET_HOURS = "start", "set_hours"
_TIMING = _text(
    "timing",
    "When it is used, where that is not at any time: start: only while the program starts; set_hours: only at set "
    "hours of the day, for a week and more.",
    AT_START,
    AT_SET_HOURS,
)
_DERIVATION = _text("derivation", "What the dependency was derived from.")

RUNS_ON = RelationshipSpec(
    "RUNS_ON",
    "A program, container or database runs on a device or inside another program.",
    sources=("software_instance", "container", "database"),
    targets=("device", "container", "software_instance"),
    failure="down",
)
HOSTED_ON = RelationshipSpec(
    "HOSTED_ON",
    "A virtual machine lives on a hypervisor or a cluster of them; a container on its engine.",
    sources=("virtual_machine", "container"),
    targets=("server", "cluster", "software_instance"),
    failure="down",
)
PART_OF = RelationshipSpec(
    "PART_OF",
    "A part, filesystem or endpoint belongs to its device and is absent with it.",
    sources=("part", "storage", "endpoint"),
    targets=("device",),
    failure="down",
    waits_at_start=False,
)
STORED_ON = RelationshipSpec(
    "STORED_ON",
    "The bytes of the source lie on the target.",
    sources=("filesystem", "database", "logical_volume"),
    targets=("storage", "disk", "storage_array"),
    failure="down",
)
CONNECTS_TO = RelationshipSpec(
    "CONNECTS_TO",
    "Observed connections to who answers at a port, else its machine. Evidence; failure travels along what is derived.",
    sources=("software_instance",),
    targets=("endpoint", "device", "remote_peer"),
    discriminator=("address", "port", "protocol"),
    attributes=_attributes(
        AttributeSpec("address", "string", AttributeOptions(doc="Address."), ValueType("IP address", address)),
        _integer("port", "Port of the target."),
        _text("protocol", "Transport protocol.", "tcp", "udp"),
        _STRENGTH,
        _STRENGTH_REASON,
        _text(
            "purpose",
            "What for, where known. Of replication a REPLICATES_FROM is derived; of a connection to a member of a "
            "pool nothing, as its program depends on the pool's redundancy_group.",
            *PURPOSES,
        ),
        _secret("configured_in", "The file of the program's configuration that names it."),
        _texts("databases", "Names of databases there that the program's configuration names: it needs them too."),
        _text("first_seen_on", "Day of the first sighting, YYYY-MM-DD."),
        _integer("days", "Days with a sighting; 0 where only the configuration names it."),
        _integer("sightings", "Inventories and samples that saw it."),
        _texts("hours", "Hours of the day (UTC) with a sighting: 02."),
        _TIMING,
    ),
    volatile=("sightings", "hours"),
)
PROVIDED_BY = RelationshipSpec(
    "PROVIDED_BY",
    "An endpoint or database is served by a program (a virtual address: by a redundancy group), a DNS name by the name "
    "servers of its zone.",
    sources=("endpoint", "database", "dns_name"),
    targets=("software_instance", "redundancy_group"),
    failure="down",
)
DEPENDS_ON = RelationshipSpec(
    "DEPENDS_ON",
    "The source needs the target: declared, or derived from connections and configuration.",
    sources=("ci",),
    targets=("ci",),
    failure="by_strength",
    attributes=_attributes(
        _STRENGTH, _STRENGTH_REASON, _CONFIDENCE, _DERIVATION, _integer("port", "Port the dependency uses."), _TIMING
    ),
)
SECURED_BY = RelationshipSpec(
    "SECURED_BY",
    "A certificate is shown at an endpoint, and so by its program. It fails when it expires.",
    sources=("endpoint", "software_instance"),
    targets=("certificate",),
    failure="by_strength",
    attributes=_attributes(
        _STRENGTH,
        _STRENGTH_REASON,
        _text("configured_in", "The file that it lies in, as the program's configuration names it."),
    ),
)
HAS_MEMBER = RelationshipSpec(
    "HAS_MEMBER",
    "A group or cluster consists of its members; its attribute k says how many of them it needs.",
    sources=("redundancy_group", "cluster"),
    targets=("ci",),
    failure="member",
)
CONSISTS_OF = RelationshipSpec(
    "CONSISTS_OF",
    "A service is made of its members; failure travels along what it and they depend on, not along this.",
    sources=("service",),
    targets=("ci",),
    attributes=_attributes(
        _text(
            "role",
            "entry: where it is entered; chosen: by a query or by hand; needed: by another member; "
            "shared: infrastructure of many; service: another service, with members of its own.",
            "entry",
            "chosen",
            "needed",
            "shared",
            "service",
        ),
        _integer("level", "Steps from where the service is entered."),
    ),
)
REPLICATES_FROM = RelationshipSpec(
    "REPLICATES_FROM",
    "A database program copies its data from its primary.",
    sources=("software_instance",),
    targets=("software_instance",),
    failure="degraded",
)
ASSIGNED_TO = RelationshipSpec(
    "ASSIGNED_TO",
    "An address is configured on an interface, or is the virtual address of a group.",
    sources=("ip_address",),
    targets=("network_interface", "redundancy_group"),
    failure="down",
    attributes=_attributes(_integer("prefix_length", "Bits of the network part.")),
)
RESOLVES_TO = RelationshipSpec(
    "RESOLVES_TO",
    "A DNS name stands for an address, as a zone has it; what answers there is needed by those who connect to it.",
    sources=("dns_name",),
    targets=("ip_address",),
)
CONNECTED_TO = RelationshipSpec(
    "CONNECTED_TO",
    "One cable or radio link between two interfaces, stored once.",
    sources=("network_interface",),
    targets=("network_interface",),
    failure="reachability",
    attributes=_attributes(
        _CONFIDENCE,
        _text(
            "link_kind",
            "access: a machine at a port; uplink: between gear; aggregate: several cables as one; member: one of them.",
            *("access", "uplink", "aggregate", "member"),
        ),
        _texts("evidence", "What shows it: lldp, cdp, forwarding (table of a switch), arp, subnet."),
        _naming("explanation", "Why it is believed to be, in words."),
        _naming("through", "What passes the frames on, where it is no single cable: a telephone, an access point."),
        _text("missing_since", "Time since which it is not seen by those who would see it (RFC 3339)."),
    ),
)
IN_SUBNET = RelationshipSpec(
    "IN_SUBNET",
    "An address lies in a subnet.",
    sources=("ip_address",),
    targets=("subnet",),
    failure="reachability",
)
IN_VLAN = RelationshipSpec(
    "IN_VLAN",
    "A port carries the frames of a VLAN, tagged or not.",
    sources=("network_interface",),
    targets=("vlan",),
    failure="reachability",
    attributes=_attributes(
        AttributeSpec("is_tagged", "boolean", AttributeOptions(doc="Whether its frames are tagged."))
    ),
)
ROUTED_BY = RelationshipSpec(
    "ROUTED_BY",
    "A subnet leaves through this interface of its gateway.",
    sources=("subnet",),
    targets=("network_interface",),
    failure="reachability",
)
POWERED_BY = RelationshipSpec(
    "POWERED_BY",
    "A device or power supply draws its power from the target.",
    sources=("device", "power_supply"),
    targets=("power_supply", "pdu", "ups", "redundancy_group"),
    failure="down",
)
HAS_INSTALLED = RelationshipSpec(
    "HAS_INSTALLED",
    "A release of a product is installed, or a component of an application or of a container's image.",
    sources=("device", "software_instance", "container", "application_service"),
    targets=("software_release",),
    attributes=_attributes(
        _text("package_name", "Name as the package manager says, where it differs from the product."),
        _text("package_version", "Version as the package manager says, where it differs."),
        _text("package_type", "Kind of package.", *PACKAGE_TYPES),
        _text("architecture", "Processor architecture the package is built for."),
        _text("source_package", "Name of the source package, where it differs."),
        _text("distribution_version", "Version of the distribution it is a package of, where its holder has none."),
    ),
)
INSTANCE_OF = RelationshipSpec(
    "INSTANCE_OF",
    "A running program is of this release.",
    sources=("software_instance",),
    targets=("software_release",),
)
LOCATED_IN = RelationshipSpec(
    "LOCATED_IN",
    "Where a thing stands; failure travels by an action only (site lost).",
    sources=("device", "rack", "room"),
    targets=("rack", "room", "site"),
    attributes=_attributes(
        _integer("unit", "The lowest rack unit that it takes, counted from the bottom of the rack, from 1.", "U"),
        _integer("height_units", "How many rack units it takes; 1 unless said.", "U"),
        _text("face", "Which side of the rack it takes: both unless said.", *RACK_FACES),
    ),
)
OWNED_BY = RelationshipSpec("OWNED_BY", "Who answers for it.", sources=("ci",), targets=("team", "person"))
SUPPORTED_BY = RelationshipSpec("SUPPORTED_BY", "Who repairs it.", sources=("ci",), targets=("team", "person"))

RELATIONSHIP_TYPES = tuple(entry for entry in list(globals().values()) if isinstance(entry, RelationshipSpec))
NAMING_OTHERS = frozenset(
    name for entry in RELATIONSHIP_TYPES for name, spec in entry.attributes.items() if spec.options.names_others
)
