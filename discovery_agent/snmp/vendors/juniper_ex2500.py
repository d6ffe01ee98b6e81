"""Juniper EX2500 switches, which are another maker's and have its enterprise number."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="Juniper", enterprises=(1411,), families=(Family(ci_class="switch"),))
