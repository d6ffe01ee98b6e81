"""Dataprobe: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Dataprobe",
    enterprises=(1418,),
    ci_class="pdu",
    marks=("iBoot",),
    objects=("E.1418.6.1.1",),
    families=(
        Family(ci_class="pdu", model=(at("E.1418.6.1.4"), at("E.1418.6.1.2")), os_version=(at("E.1418.6.1.1"),)),
    ),
)
