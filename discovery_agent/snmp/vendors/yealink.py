"""Yealink: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Yealink",
    enterprises=(37459,),
    ci_class="ip_phone",
    marks=("Yealink",),
    families=(Family(description=r"(?P<model>(?:SIP-)?[TCW]\d\d\S*)", ci_class="ip_phone"),),
)
