"""AEG: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="AEG", enterprises=(15416,), ci_class="ups", families=(Family(ci_class="ups"),))
