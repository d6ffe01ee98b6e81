"""Deliberant: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Deliberant",
    ci_class="wireless_access_point",
    marks=("^Deliberant",),
    families=(Family(ci_class="wireless_access_point"),),
)
