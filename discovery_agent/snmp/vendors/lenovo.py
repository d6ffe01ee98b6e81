"""Lenovo: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Lenovo",
    enterprises=(19046,),
    ci_class="server",
    marks=(r"\bLenovo(?! Flex)|SOHO-NAS|LenovoEMC",),
    families=(
        Family(
            object_ids=("11",),
            ci_class="appliance",
            os_name="XCC",
            model=(at("E.19046.11.1.1.5.2.1.5"),),
            serial_number=(at("E.19046.11.1.1.5.2.1.3"),),
            os_version=(at("E.19046.11.1.1.5.1.1.3"),),
        ),
        Family(description=r"Lenovo (?P<model>.*?)[,;].*?(?:version|CNOS) *:?(?P<version>[\d.]+)", ci_class="switch"),
        Family(
            description="Lenovo.*(?:Switch|ThinkSystem NE|RackSwitch)|CNOS",
            ci_class="switch",
            os_version=(at("1.3.6.1.2.1.47.1.1.1.1.10.1"),),
        ),
        Family(description=r"SOHO-NAS|LenovoEMC|Iomega|StorCenter|ThinkSystem DM|DE\d", ci_class="storage_array"),
    ),
)
