"""Siemens: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Siemens",
    enterprises=(15004, 4329, 4196),
    ci_class="switch",
    marks=("RUGGEDCOM|SCALANCE|SIMATIC",),
    families=(
        Family(
            object_ids=(".1.3.6.1.4.1.4329",),
            ci_class="switch",
            model=(at(DESCRIPTION, r"(SCALANCE \S+?)(?:,|\s|$)"),),
            serial_number=(at("E.4329.6.3.2.1.1.3"),),
            os_version=(at("E.4329.6.3.2.1.1.5"),),
        ),
        Family(
            description=r"^(?P<model>R[SMX]\w+\S*)",
            object_ids=(".1.3.6.1.4.1.15004",),
            ci_class="switch",
            manufacturer="Siemens",
            os_name="ROS",
            serial_number=(at("E.15004.4.2.3.1"),),
            os_version=(at("E.15004.4.2.3.3"),),
        ),
        Family(
            description=r"Siemens.*?(?P<model>SCALANCE \S+)",
            ci_class="switch",
            os_version=(at(DESCRIPTION, r"V(\d[\d.]+)"),),
        ),
        Family(description="SIMATIC", ci_class="appliance"),
    ),
)
