"""SIAE: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="SIAE",
    enterprises=(3373,),
    ci_class="wireless_access_point",
    marks=("SIAE Microelettronica",),
    families=(
        Family(
            description=r"^(?P<model>\S+) - SIAE",
            ci_class="wireless_access_point",
            model_form="{} ({})",
            model_with=(at("SELF.6.2.1.11", r"G\w+"),),  # its part number tells its band and its form
            serial_number=(at("SELF.6.2.1.13"),),
        ),
        Family(ci_class="wireless_access_point", os_version=(at("SELF.7.2"),)),
        Family(ci_class="wireless_access_point", os_version=(at("E.3373.1103.7.2"),)),
    ),
)
