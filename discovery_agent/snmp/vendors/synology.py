"""Synology: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Synology",
    enterprises=(6574,),
    ci_class="storage_array",
    objects=("E.6574.1.5.1",),
    families=(
        Family(
            ci_class="storage_array",
            os_name="DSM",
            model=(at("E.6574.1.5.1"),),
            serial_number=(at("E.6574.1.5.2"),),
            os_version=(at("E.6574.1.5.3", r"(?:DSM|SRM|BSM|DSM UC)? *(\d[\w.-]+)"),),
        ),
    ),
)
