"""MICROSENS: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="MICROSENS", enterprises=(3181,), ci_class="switch", families=(Family(ci_class="switch"),))
