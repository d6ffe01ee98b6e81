"""ATEN: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="ATEN",
    enterprises=(21317,),
    ci_class="pdu",
    marks=(r"\bATEN\b",),
    families=(
        Family(description=r"PDU|PE\d", ci_class="pdu", model=(at(DESCRIPTION, r"(P[EG]\d\S*)"),)),
        Family(ci_class="appliance"),
    ),
)
