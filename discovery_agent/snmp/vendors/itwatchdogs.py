"""ITWatchDogs: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="ITWatchDogs",
    enterprises=(901, 17373),
    ci_class="environment_sensor",
    objects=("E.17373",),
    families=(
        Family(
            ci_class="environment_sensor",
            model=(at("E.17373.4.1.1.1"), at("E.17373.3.1.1")),
            os_version=(at("E.17373.4.1.1.2"), at("E.17373.3.1.2")),
        ),
    ),
)
