"""TP-Link: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="TP-Link",
    enterprises=(11863, 16972),
    ci_class="switch",
    marks=(r"^JetStream|\bTP-?LINK\b",),
    families=(
        Family(object_ids=(".1.3.6.1.4.1.16972",), ci_class="router"),
        Family(
            description=r"Omada|EAP\d+|access point",
            ci_class="wireless_access_point",
            model=(at(DESCRIPTION, r"(EAP\S+)"),),
        ),
        Family(
            object_ids=("1", "5", "6", "10"),
            ci_class="switch",
            os_name="JetStream",
            model=(at("E.11863.6.1.1.5"), at("1.3.6.1.2.1.16.19.3.0")),
            serial_number=(at("E.11863.6.1.1.8"),),
            os_version=(at("E.11863.6.1.1.6"), at("1.3.6.1.2.1.16.19.2.0")),
        ),
    ),
)
