"""Dahua: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="Dahua", ci_class="camera", marks=(r"\bDahua\b",), families=(Family(ci_class="camera"),))
