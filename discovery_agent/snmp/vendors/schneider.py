"""Schneider Electric: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Schneider Electric",
    enterprises=(3833,),
    ci_class="pdu",
    families=(Family(description=r"(?P<model>(?:PM|ION|EGX|TM|BMX|Com)\S*\d\S*)", ci_class="pdu"),),
)
