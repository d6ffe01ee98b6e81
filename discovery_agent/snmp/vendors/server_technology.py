"""Server Technology: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Server Technology",
    enterprises=(1718,),
    ci_class="pdu",
    marks=("^Sentry (?:Smart|Switched|Commander)",),
    families=(
        Family(
            object_ids=("4",),
            ci_class="pdu",
            model=(at("E.1718.4.1.2.2.1.5"),),
            serial_number=(at("E.1718.4.1.2.2.1.4"),),
            os_version=(at("E.1718.4.1.1.1.3", r"(\d\S+)"),),
        ),
        Family(
            object_ids=("3",),
            ci_class="pdu",
            os_name="Sentry",
            model=(at("E.1718.3.2.1.1.7"),),
            serial_number=(at("E.1718.3.2.1.1.6"), at("E.1718.3.1.2")),
            os_version=(at("E.1718.3.1.1", r"Version (\S+)"),),
        ),
        Family(
            object_ids=("4",),
            ci_class="pdu",
            os_name="Sentry",
            model=(at("E.1718.4.1.2.1.1.4"), at("E.1718.4.1.2.1.4")),
            serial_number=(at("E.1718.4.1.2.1.1.3"), at("E.1718.4.1.2.1.3"), at("E.1718.4.1.2.1.5")),
            os_version=(at("E.1718.4.1.1.1.3", r"(?:Version )?(\d\S+)"),),
        ),
    ),
)
