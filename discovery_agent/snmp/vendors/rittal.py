"""Rittal: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Rittal",
    enterprises=(2606,),
    ci_class="environment_sensor",
    marks=(r"^Rittal\b",),
    families=(
        Family(
            ci_class="environment_sensor",
            model=(at("E.2606.7.4.1.2.1.2.1"), at("E.2606.7.2.1")),
            serial_number=(at("E.2606.7.2.6"),),
            os_version=(at("E.2606.7.2.4"),),
        ),
        Family(
            description=r"Rittal (?P<model>.+?) SN \S+ HW V\S+ - SW (?P<version>V\S+)", ci_class="environment_sensor"
        ),
    ),
)
