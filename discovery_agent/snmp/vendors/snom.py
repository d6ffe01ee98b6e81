"""Snom: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Snom",
    enterprises=(7526,),
    ci_class="ip_phone",
    marks=("^snom",),
    families=(Family(description=r"(?P<model>snom\S+)", ci_class="ip_phone"),),
)
