"""Harmonic: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="Harmonic", enterprises=(1563,), ci_class="appliance", families=(Family(ci_class="appliance"),))
