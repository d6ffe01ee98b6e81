"""Westermo: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Westermo",
    enterprises=(16177,),
    ci_class="switch",
    marks=("Westermo",),
    families=(
        Family(description="Westermo", ci_class="switch", model=(at("1.3.6.1.2.1.47.1.1.1.1.13"),)),
        Family(
            description=r"Westermo (?P<model>\S+)(?:.*?primary: ?v?(?P<version>[\d.]+))?",
            ci_class="switch",
            os_name="WeOS",
            os_version=(at(DESCRIPTION, r"(?:firmware|WeOS) v?([\d.]+)"),),
        ),
    ),
)
