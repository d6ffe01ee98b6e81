"""ALGCOM: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="ALGCOM", enterprises=(49136,), ci_class="ups", families=(Family(ci_class="ups"),))
