"""Oracle: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Oracle",
    enterprises=(42, 111),
    ci_class="server",
    marks=(r"\bSun SNMP|\bSunOS\b|Sun Microsystems",),
    families=(
        Family(
            object_ids=("2.200.2",), ci_class="appliance", os_name="ILOM", model=(at("1.3.6.1.2.1.47.1.1.1.1.13.1"),)
        ),
        Family(description="ILOM|Integrated Lights", ci_class="appliance", os_name="ILOM"),
        Family(
            description=r"SunOS (?:\S+) (?P<version>[\d.]+)", ci_class="server", manufacturer="Sun", os_name="SunOS"
        ),
        Family(object_ids=("2.225",), ci_class="storage_array", model=(at("E.42.2.225.1.4.2"),)),
        Family(description="ZFS Storage|Sun Storage|SUN StorEdge|StorEdge|StorageTek", ci_class="storage_array"),
        Family(manufacturer="Sun"),
    ),
)
