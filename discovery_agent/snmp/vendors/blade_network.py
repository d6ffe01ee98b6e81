"""Blade Network Technologies: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Blade Network Technologies",
    ci_class="switch",
    marks=(r"^BNT\b|Blade Network Technologies",),
    families=(Family(description=r"(?P<model>RackSwitch \S+)", ci_class="switch"), Family(ci_class="switch")),
)
