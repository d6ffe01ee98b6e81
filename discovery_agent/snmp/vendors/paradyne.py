"""Paradyne: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Vendor

vendor = Vendor(name="Paradyne", enterprises=(1795, 3278), ci_class="network_device")
