"""OneAccess: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="OneAccess",
    enterprises=(13191,),
    ci_class="router",
    marks=("^ONEOS",),
    families=(
        Family(
            ci_class="router",
            os_name="ONEOS",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.13.1"), at("E.13191.10.3.3.2.2.2.1.8")),
            serial_number=(at("1.3.6.1.2.1.47.1.1.1.1.11.1"), at("E.13191.10.3.3.2.2.2.1.5")),
            os_version=(at("E.13191.10.3.3.2.1.5"), at(DESCRIPTION, r"-(V\S+)")),
        ),
    ),
)
