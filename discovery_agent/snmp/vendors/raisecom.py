"""Raisecom: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Raisecom",
    enterprises=(8886,),
    ci_class="switch",
    marks=(r"Raisecom|\bISCOM",),
    families=(
        Family(
            ci_class="switch",
            model=(at("E.8886.60.131.1.1.6"),),
            serial_number=(at("E.8886.60.131.1.1.4"),),
            os_version=(at("E.8886.60.131.1.1.1"),),
        ),
        Family(
            description=(
                r"(?P<model>(?:ISCOM|RAX|RC|MSG|iTN)\S+).*?(?:Version|ROAP Version|ROS_|ROS)"
                r" ?:? ?(?P<version>\d\S*)"
            ),
            ci_class="switch",
            serial_number=(at("E.8886.6.1.1.1.14"), at("E.8886.6.1.1.1.19")),
            os_version=(at("E.8886.6.1.1.1.4"),),
        ),
        Family(ci_class="switch", serial_number=(at("E.8886.6.1.1.1.14"),)),
    ),
)
