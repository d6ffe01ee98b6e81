"""Gandi: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="Gandi", ci_class="router", marks=(r"\bpktj\b",), families=(Family(ci_class="router"),))
