"""EUROstor: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="EUROstor",
    enterprises=(14752,),
    ci_class="storage_array",
    families=(
        Family(
            ci_class="storage_array",
            model=(at("E.14752.1.3.1.2"), at("E.14752.1.3.1.1")),  # the array, the controller in it
            serial_number=(at("E.14752.1.3.1.3"),),
            os_version=(at("E.14752.1.3.1.4"),),
        ),
    ),
)
