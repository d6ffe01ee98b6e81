"""Terra: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Terra",
    enterprises=(30631,),
    ci_class="appliance",
    marks=(r"^Terra\b",),
    families=(
        Family(ci_class="appliance", os_version=(at("SELF.4.1"),)),
        Family(
            description=r"(?P<model>sd[ib]\d+\S*|st[ai]\d+\S*)\s*$",
            ci_class="appliance",
            os_version=(at("E.30631.1.17.4.1"),),
        ),
    ),
)
