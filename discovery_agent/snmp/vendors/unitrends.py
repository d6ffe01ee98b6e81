"""Unitrends: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Unitrends", ci_class="server", marks=(r"^Linux \S*unitrends",), families=(Family(ci_class="server"),)
)
