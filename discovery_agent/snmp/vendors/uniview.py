"""Uniview: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="Uniview", ci_class="camera", marks=(r"\bUniview\b",), families=(Family(ci_class="camera"),))
