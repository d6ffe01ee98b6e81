"""Zebra: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Zebra",
    enterprises=(10642,),
    ci_class="printer",
    marks=("^Zebra|ZebraNet",),
    families=(
        Family(
            description=r"(?:Zebra Technologies )?(?P<model>Z\S+|GK\S+|GX\S+|QL\S+|\S*ZPL)",
            model=(at("E.10642.1.1"), at("E.683.6.2.3.2.1.15.1")),
            serial_number=(at("E.10642.1.9"),),
            os_version=(at("E.10642.1.2"),),
        ),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
