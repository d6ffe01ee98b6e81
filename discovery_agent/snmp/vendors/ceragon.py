"""Ceragon: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Ceragon",
    enterprises=(2281,),
    ci_class="wireless_access_point",
    families=(
        Family(
            ci_class="wireless_access_point",
            serial_number=(at("E.2281.10.1.2.10.1.1.6"),),
            os_version=(at("E.2281.10.4.1.13.1.1.4"),),
        ),
        Family(object_ids=("1.20",), models={"1.20.1": "IP-20G", "1.20.2.2": "IP-20C"}),
    ),
)
