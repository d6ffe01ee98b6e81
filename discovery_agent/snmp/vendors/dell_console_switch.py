"""Dell's console switches, which Avocent made and which have its number."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="Dell", marks=(r"^\W*\d{4}DS\b",), families=(Family(ci_class="appliance"),))
