"""Packeteer: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Packeteer",
    enterprises=(2334,),
    ci_class="appliance",
    families=(Family(description="PacketShaper", ci_class="appliance"),),
)
