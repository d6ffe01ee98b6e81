"""Gamatronic: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="Gamatronic", enterprises=(6050,), ci_class="ups", families=(Family(ci_class="ups"),))
