"""DragonWave: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="DragonWave",
    enterprises=(7262,),
    ci_class="wireless_access_point",
    families=(
        Family(
            object_ids=("2",),
            ci_class="wireless_access_point",
            model=(at("SELF.1.6.1.3"),),
            serial_number=(at("SELF.1.6.1.2"),),
            os_version=(at("SELF.1.6.2.1"),),
        ),
        Family(
            object_ids=("2.3",),
            ci_class="wireless_access_point",
            model=(at("E.7262.2.3.1.6.1.3"),),
            serial_number=(at("E.7262.2.3.1.6.1.2"),),
            os_version=(at("E.7262.2.3.1.6.2.1"),),
        ),
        Family(object_ids=("2.2",), ci_class="wireless_access_point", serial_number=(at("E.7262.2.2.1.6.1.2"),)),
        Family(
            object_ids=("2.5", "4.5"),
            ci_class="wireless_access_point",
            serial_number=(at("E.7262.4.5.2.4.1.3"),),
            os_version=(at("E.7262.4.5.2.4.2.1.1.3"),),
        ),
    ),
)
