"""Avaya: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Avaya",
    enterprises=(45, 6889, 903),
    ci_class="switch",
    marks=("Bay ?Stack|Business Policy Switch|^Scopia|Avaya Inc",),
    families=(
        Family(
            description="Edition|IP ?Office",
            object_ids=(".1.3.6.1.4.1.6889.1.2",),
            ci_class="network_device",
            os_version=(at(DESCRIPTION, r"\) ([\d.]+ build \d+)"),),
        ),
        Family(
            description=(
                r"(?:Ethernet Routing Switch|ERS|BayStack|Business Policy Switch)[ -](?P<model>\S+)"
                r".*?SW: *v?(?P<version>[\d.]+)"
            ),
            ci_class="switch",
            os_name="BOSS",
            serial_number=(at("E.45.1.6.3.3.1.1.7.8.1.0"), at("E.45.1.6.3.1.7"), at("E.45.1.6.3.3.1.1.7")),
            os_version=(at("E.45.1.6.4.2.1.10"), at(DESCRIPTION, r"SW: *v?([\d.]+)")),
        ),
        Family(description="Extreme Networks", manufacturer="Extreme Networks"),
        Family(description=r"(?P<model>Bay ?Stack \S+).*?v(?P<version>[\d.]+)", ci_class="switch"),
        Family(description=r"Passport|ERS-?8|\(c\) Nortel|Nortel", manufacturer="Nortel"),
        Family(description=r"(?P<model>Scopia \S+|Aura \S+|G4\d\d|IP Office \S+)", ci_class="appliance"),
        Family(
            description=r"Avaya (?:IP )?Phone|96\d\d|16\d\d",
            object_ids=(".1.3.6.1.4.1.6889.1.69",),
            ci_class="ip_phone",
        ),
        Family(object_ids=(".1.3.6.1.4.1.6889",), ci_class="appliance"),
        Family(
            object_ids=(".1.3.6.1.4.1.45",),
            ci_class="switch",
            serial_number=(at("E.45.1.6.3.1.7"),),
            os_version=(at("E.45.1.6.4.2.1.10"),),
        ),
    ),
)
