"""Icotera: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Icotera",
    enterprises=(29865,),
    ci_class="router",
    marks=("^ICOTERA",),
    families=(Family(description=r"ICOTERA (?P<model>\S+) (?P<version>\S+)", ci_class="router"),),
)
