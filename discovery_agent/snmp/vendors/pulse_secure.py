"""Pulse Secure: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Pulse Secure",
    enterprises=(12532,),
    ci_class="firewall",
    marks=("Pulse Secure,|Juniper Networks,Inc,(?:VA|SA|MAG|IC|PSA)",),
    families=(
        Family(
            description=(
                r"(?:Pulse Secure|Juniper Networks|Ivanti)[^,]*,(?:LLC|Inc\.?|[^,]*),(?P<model>[\w-]+)"
                r",(?P<version>\d\S*)"
            ),
            ci_class="firewall",
        ),
    ),
)
