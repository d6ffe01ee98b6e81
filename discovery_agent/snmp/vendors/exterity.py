"""Exterity: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Exterity",
    enterprises=(28194,),
    ci_class="appliance",
    families=(Family(description=r"(?P<model>avr-hd|av\w+) \[(?P<version>[^\]]+)\]", ci_class="appliance"),),
)
