"""QNAP: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="QNAP",
    enterprises=(24681, 55062),
    ci_class="storage_array",
    marks=(r"\bQNAP\b|^(?:Linux )?TS-\d\w+", r"^Linux TS-\w+ \d"),
    objects=("E.24681.1.2.12", "E.24681.1.4.1.1.1.1.1.2"),
    families=(
        Family(description=r"^Linux TS-\S+ (?P<version>\d[\d.]+)", ci_class="storage_array"),
        Family(
            ci_class="storage_array",
            os_name="QTS",
            model=(at("E.24681.1.4.1.1.1.1.1.2.1.3"), at("E.24681.1.2.12"), at("E.55062.1.12.3")),
            serial_number=(at("E.24681.1.4.1.1.1.1.1.2.1.4"), at("E.55062.1.12.6")),
            os_version=(at("1.3.6.1.2.1.47.1.1.1.1.9.1"),),
        ),
    ),
)
