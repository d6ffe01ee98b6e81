"""Mirth: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="Mirth", ci_class="server", marks=("^Linux mirth",), families=(Family(ci_class="server"),))
