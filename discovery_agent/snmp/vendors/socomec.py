"""Socomec: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Socomec",
    enterprises=(4555,),
    ci_class="ups",
    marks=("Socomec|Net Vision v",),
    families=(
        Family(
            object_ids=("2.30",),
            ci_class="pdu",
            model=(at("E.4555.2.30.1.2"),),
            serial_number=(at("E.4555.2.30.1.3"),),
            os_version=(at("E.4555.2.30.1.5", ".+"),),
        ),
        Family(
            ci_class="ups",
            model=(at("E.4555.1.1.1.1.1.1"), at("E.4555.1.1.7.1.1.1")),
            serial_number=(at("E.4555.1.1.1.1.1.3"), at("E.4555.1.1.7.1.1.2")),
            os_version=(at("E.4555.1.1.1.1.1.5"), at("E.4555.1.1.7.1.1.4")),
        ),
    ),
)
