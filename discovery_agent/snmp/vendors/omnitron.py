"""Omnitron: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="Omnitron", enterprises=(7342,), ci_class="switch", families=(Family(ci_class="switch"),))
