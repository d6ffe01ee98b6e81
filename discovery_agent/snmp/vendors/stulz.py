"""Stulz: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Stulz",
    enterprises=(29462,),
    ci_class="environment_sensor",
    marks=(r"\bStulz\b|WIB8000",),
    families=(Family(ci_class="environment_sensor"),),
)
