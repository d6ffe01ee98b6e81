"""Gude: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Gude",
    enterprises=(28507,),
    ci_class="pdu",
    marks=("^Expert (?:Sensor Box|Power|PDU|Net Control)",),
    families=(
        Family(description="Expert Sensor Box", ci_class="appliance"),
        Family(
            description="^(?P<model>Expert (?:Power Control|Power Meter|PDU|Net Control|Transfer Switch)[^,]*)",
            ci_class="pdu",
        ),
        Family(description="Sensor|Expert Sensor Box", ci_class="environment_sensor"),
        Family(description="^(?P<model>Expert [^,;]*)"),
    ),
)
