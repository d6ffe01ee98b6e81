"""McAfee's NitroSecurity appliances."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="McAfee", enterprises=(23128,), ci_class="appliance", families=(Family(ci_class="appliance"),))
