"""Riedo Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Riedo Networks",
    enterprises=(21695,),
    ci_class="pdu",
    families=(
        Family(description=r"(?P<model>E3METER \S+ \d+) #(?P<serial>\w+) \(H\d+, F(?P<version>[\d.]+)", ci_class="pdu"),
    ),
)
