"""Raritan: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Raritan",
    enterprises=(13742,),
    ci_class="pdu",
    marks=(r"^PX2? \d|Raritan",),
    families=(
        Family(
            object_ids=("6",),
            ci_class="pdu",
            model=(at("E.13742.6.3.2.1.1.3"),),
            serial_number=(at("E.13742.6.3.2.1.1.4"),),
            os_version=(at("E.13742.6.3.2.3.1.6.1.1"), at("E.13742.6.3.2.3.1.6")),
        ),
        Family(
            object_ids=("4",),
            ci_class="pdu",
            model=(at("E.13742.4.1.1.12"),),
            serial_number=(at("E.13742.4.1.1.2"),),
            os_version=(at("E.13742.4.1.1.1"),),
        ),
        Family(description="EMX", ci_class="environment_sensor"),
        Family(description="KX|Dominion", ci_class="appliance", model=(at(DESCRIPTION, r"(DKX\S*|Dominion \S+)"),)),
    ),
)
