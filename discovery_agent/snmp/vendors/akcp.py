"""AKCP: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="AKCP",
    enterprises=(3854,),
    ci_class="environment_sensor",
    marks=("^SensorProbe|^securityProbe|^SPX ",),
    families=(
        Family(
            description=r"(?P<model>(?:sensorProbe|securityProbe|SPX|SP)\S*) *(?:\S+ )?v? *(?P<version>\d[\w.]+)",
            ci_class="environment_sensor",
            model=(at("E.3854.1.1.8"), at("E.3854.1.1.1")),
        ),
        Family(ci_class="environment_sensor", model=(at("E.3854.1.1.8"),)),
    ),
)
