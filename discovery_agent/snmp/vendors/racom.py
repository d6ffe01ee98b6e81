"""RACOM: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="RACOM",
    enterprises=(33555,),
    ci_class="wireless_access_point",
    families=(
        Family(
            ci_class="wireless_access_point",
            model=(at("SELF.1.1"),),
            serial_number=(at("SELF.1.2"),),
            os_version=(at("SELF.2.2"),),
        ),
        Family(
            ci_class="wireless_access_point",
            model=(at("E.33555.4.1.1.1"), at("E.33555.2.1.1.1")),
            serial_number=(at("E.33555.4.1.1.2"), at("E.33555.2.1.1.2")),
            os_version=(at("E.33555.4.1.2.2"), at("E.33555.2.1.2.2")),
        ),
    ),
)
