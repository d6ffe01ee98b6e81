"""SNR: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="SNR",
    enterprises=(40418,),
    ci_class="switch",
    marks=("^SNR-",),
    families=(
        Family(
            description=r"^(?P<model>SNR-\S+) Device",
            ci_class="switch",
            os_version=(at("1.3.6.1.2.1.47.1.1.1.1.10.1"), at("E.40418.7.100.1.3")),
        ),
    ),
)
