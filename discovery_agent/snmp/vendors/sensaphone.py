"""Sensaphone: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Sensaphone",
    enterprises=(8338,),
    ci_class="environment_sensor",
    marks=("Sensaphone",),
    families=(Family(description=r"(?P<model>IMS-\d+\S*)", ci_class="environment_sensor"),),
)
