"""Eltex: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Eltex",
    enterprises=(35265,),
    ci_class="switch",
    marks=(r"^ELTEX|^MES\d{4}",),
    families=(
        Family(
            description=r"^(?P<model>MES\S+(?: AC| DC)?) ",
            ci_class="switch",
            serial_number=(at("E.2076.81.1.120"), at("E.89.53.14.1.5")),
            os_version=(at("1.3.6.1.2.1.47.1.1.1.1.9.1"), at("E.89.2.4")),
        ),
        Family(description=r"^(?P<model>ESR-\S+)", ci_class="router"),
        Family(description=r"^(?P<model>LTP-\S+|LTE-\S+|WEP-\S+|SMG-\S+|TAU-\S+)"),
    ),
)
