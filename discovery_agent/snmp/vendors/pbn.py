"""PBN: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="PBN",
    enterprises=(11606,),
    ci_class="network_device",
    marks=("Pacific Broadband",),
    families=(
        Family(
            description=(
                r"^Pacific Broadband Networks.*?[\r\n ](?P<model>\S+)"
                r" Series Software, Version (?P<version>.+?), RELEASE.*?Serial num: *(?P<serial>\w+)"
            ),
            ci_class="network_device",
            os_version=(at(DESCRIPTION, "Series Software, Version (.+?), RELEASE"),),
        ),
    ),
)
