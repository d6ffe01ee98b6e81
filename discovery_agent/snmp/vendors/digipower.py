"""Digipower: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Digipower",
    enterprises=(17420,),
    ci_class="pdu",
    families=(Family(ci_class="pdu", model=(at("E.17420.1.2.9.1.19"),), os_version=(at("E.17420.1.2.4"),)),),
)
