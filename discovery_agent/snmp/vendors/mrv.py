"""MRV: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="MRV",
    enterprises=(629,),
    ci_class="network_device",
    marks=(r"\bMRV\b", "^LambdaDriver"),
    families=(
        Family(
            description=(
                r"(?P<model>OS\d+\S*|LX-\S+|OptiSwitch \S+|LD\S+|EM\d+\S*)"
                r".*?(?:[Vv]er(?:sion)?[:.]? ?)?(?P<version>\d+[._]\d+\S*)?"
            ),
            ci_class="switch",
        ),
    ),
)
