"""Mobotix: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="Mobotix", ci_class="camera", marks=("MOBOTIX",), families=(Family(ci_class="camera"),))
