"""Illustra: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Illustra",
    ci_class="camera",
    marks=(r"^illustra\b",),
    families=(Family(description=r"illustra (?P<model>\S+) .*Illustra\.(?P<version>\S+)", ci_class="camera"),),
)
