"""WTI: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="WTI",
    enterprises=(2634,),
    ci_class="pdu",
    families=(Family(ci_class="pdu", model=(at("E.2634.3.200.10.1.2"),)),),
)
