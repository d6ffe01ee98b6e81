"""Comet System: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Comet System",
    enterprises=(22626,),
    ci_class="environment_sensor",
    families=(
        Family(
            description=(
                r"(?P<model>Web Sensor \S+|[TH]\d{4}) ?.*?(?:fw|" r"firmware)?[- ]*(?P<version>\d+[-.]\d+[-.]\S+)"
            ),
            ci_class="environment_sensor",
            os_version=(at(DESCRIPTION, r"fw (\S+)"),),
        ),
    ),
)
