"""Extreme Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Extreme Networks",
    enterprises=(1916, 2272, 5624, 388),
    ci_class="switch",
    marks=("Extreme ?(?:XOS|Ware|Networks) |Extreme Networks Switch Engine",),
    families=(
        Family(
            description=(
                r"Extreme(?:XOS|Ware).*?\((?P<model>[^)]*(?:\([^)]*\))?[^)]*)" r"\) version (?P<version>[\d.]+)"
            ),
            ci_class="switch",
            os_name="ExtremeXOS",
        ),
        Family(
            description=r"(?P<os>Switch Engine) \((?P<model>[^)]+)\) version (?P<version>[\d.]+)", ci_class="switch"
        ),
        Family(
            description=r"ExtremeWare.*?Version (?P<version>[\d.]+)",
            ci_class="switch",
            os_name="ExtremeWare",
            model=(at(DESCRIPTION, r"^(\w+)"),),
        ),
        Family(
            description=r"^(?P<model>VSP-\S+|\d{4}\w*-?\S*|ERS-\S+) *(?:\((?P<version>[\d.]+)\))?",
            object_ids=(".1.3.6.1.4.1.2272",),
            ci_class="switch",
            os_name="VOSS",
            serial_number=(at("E.2272.1.4.2"),),
            os_version=(at("E.2272.1.1.7"),),
        ),
        Family(
            description=r"(?:Enterasys Networks,? Inc\.? )?(?P<model>[A-Z]\w*\d\S*) Rev (?P<version>\S+)",
            object_ids=(".1.3.6.1.4.1.5624",),
            ci_class="switch",
            manufacturer="Enterasys",
        ),
        Family(description="Enterasys", object_ids=(".1.3.6.1.4.1.5624",), ci_class="switch", manufacturer="Enterasys"),
        Family(
            description=r"^(?P<model>(?:AP|RFS|NX|VX|WING)[-\w]*\d[-\w]*),? Version (?P<version>[\d.]+-\w+)",
            ci_class="wireless_controller",
            os_name="WiNG",
        ),
        Family(
            description=(
                r"(?:ExtremeWireless|Wireless Controller|\bC\d{2,4}\b|V2110)" r".*?(?P<version>\d\d\.\d+\.\d+\S*)"
            ),
            ci_class="wireless_controller",
        ),
        Family(
            description=r"Ethernet Routing Switch (?P<model>\S+).*?SW: *v?(?P<version>[\d.]+)",
            ci_class="switch",
            os_name="BOSS",
        ),
        Family(object_ids=("2",), ci_class="switch"),
    ),
)
