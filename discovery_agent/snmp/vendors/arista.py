"""Arista: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Arista",
    enterprises=(30065,),
    ci_class="switch",
    marks=(r"\bArista\b",),
    families=(
        Family(
            description=(
                r"Arista Networks EOS version (?P<version>\S+)" r" running on an? Arista(?: Networks)? (?P<model>\S+)"
            ),
            ci_class="switch",
            os_name="EOS",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.13.1"),),
        ),
    ),
)
