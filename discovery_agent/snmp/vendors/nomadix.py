"""Nomadix: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Nomadix",
    enterprises=(3309,),
    ci_class="appliance",
    families=(Family(ci_class="appliance", os_version=(at(DESCRIPTION, r"v?(\d+\.\d+\.\d+)"),)),),
)
