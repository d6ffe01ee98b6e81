"""HPE: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="HPE",
    enterprises=(232,),
    ci_class="server",
    objects=("E.232.2.2.4.2",),
    families=(
        Family(
            description=r"Integrated Lights-Out (?:\d+) (?P<version>[\d.]+)",
            ci_class="appliance",
            os_name="iLO",
            serial_number=(at("E.232.2.2.2.1"),),
        ),
        Family(
            object_ids=("9.4",),
            ci_class="appliance",
            os_name="iLO",
            serial_number=(at("E.232.2.2.2.1"),),
            os_version=(at("E.232.9.2.2.2"),),
        ),
        Family(
            object_ids=("165.7",),
            ci_class="pdu",
            model=(at("E.232.165.1.2.2"),),
            serial_number=(at("E.232.165.1.2.7"),),
            os_version=(at("E.232.165.1.2.3"),),
        ),
        Family(
            object_ids=("165.11",),
            ci_class="pdu",
            model=(at("E.232.165.11.1.2.1.3.1"),),
            serial_number=(at("E.232.165.11.1.2.1.8.1"),),
            os_version=(at("E.232.165.11.1.2.1.6.1"),),
        ),
        Family(
            object_ids=("165.3", "165.5"),
            ci_class="ups",
            model=(at("E.232.165.3.1.2"), at("E.232.165.1.2.2")),
            serial_number=(at("E.232.165.1.2.7"),),
            os_version=(at("E.232.165.3.1.3"), at("E.232.165.1.2.3")),
        ),
        Family(
            description="maPDU|PDU",
            ci_class="pdu",
            model=(at("E.232.165.1.2.2"),),
            serial_number=(at("E.232.165.1.2.7"),),
            os_version=(at("E.232.165.1.2.3"),),
        ),
        Family(ci_class="server", model=(at("E.232.2.2.4.2"),), serial_number=(at("E.232.2.2.2.1"),)),
    ),
)
