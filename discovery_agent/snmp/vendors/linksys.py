"""Linksys: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Linksys",
    enterprises=(3955,),
    ci_class="switch",
    marks=(r"^LGS\d+", r"\bLinksys\b"),
    families=(
        Family(description=r"^(?P<model>LGS\S+|SRW\S+|SLM\S+|SPS\S+|WAP\S+)", ci_class="switch"),
        Family(description=r"(?P<model>LAPAC\S+|LAPN\S+)", ci_class="wireless_access_point"),
    ),
)
