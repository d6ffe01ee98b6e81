"""Yamaha: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Yamaha",
    enterprises=(1182,),
    ci_class="router",
    marks=(r"^RTX?\d+\w* Rev|^NVR\d+ Rev|^FWX\d+ Rev|^SWX\d+ Rev",),
    families=(Family(description=r"^(?P<model>[A-Z]+X?\d\S*) Rev\.(?P<version>[\d.]+)", ci_class="router"),),
)
