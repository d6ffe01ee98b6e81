"""Evertz: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="Evertz", enterprises=(6827,), ci_class="appliance", families=(Family(ci_class="appliance"),))
