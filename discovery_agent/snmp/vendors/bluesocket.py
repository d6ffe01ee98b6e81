"""Bluesocket: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Bluesocket",
    enterprises=(9967,),
    ci_class="wireless_controller",
    families=(Family(ci_class="wireless_controller"),),
)
