"""Carel's pCOWeb cards, which only their kernel gives away."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Carel",
    ci_class="environment_sensor",
    marks=(r"^Linux \S+ 2\.4\.21-rmk1 ",),
    families=(Family(ci_class="environment_sensor"),),
)
