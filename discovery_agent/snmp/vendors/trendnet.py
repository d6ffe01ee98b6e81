"""TRENDnet: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="TRENDnet",
    enterprises=(28866,),
    ci_class="switch",
    marks=("TRENDnet|^TEG-|^TPE-",),
    families=(Family(description=r"(?P<model>T[EP]?[EGLK]?\S*-\S+)", ci_class="switch"),),
)
