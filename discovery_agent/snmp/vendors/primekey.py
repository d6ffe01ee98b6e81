"""PrimeKey: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="PrimeKey",
    enterprises=(22408,),
    ci_class="appliance",
    objects=("E.22408.1",),
    families=(Family(ci_class="appliance", os_version=(at("E.22408.1.4.1.4.1"),)),),
)
