"""FS: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="FS",
    enterprises=(52642, 13464, 40989),
    ci_class="switch",
    marks=(r"Fiberstore|FS\.COM|^FS Switch",),
    objects=("E.40989.10.16.20.1",),
    families=(
        Family(
            object_ids=(".1.3.6.1.4.1.52642.2.1",),
            ci_class="switch",
            model=(at("PARENT.1.1.5.1"),),
            serial_number=(at("PARENT.1.1.3.1.10"),),
            os_version=(at("PARENT.1.1.3.1.6"),),
        ),
        Family(
            object_ids=(".1.3.6.1.4.1.13464",),
            ci_class="switch",
            model=(at("E.13464.1.2.1.1.2.15"),),
            serial_number=(at("E.13464.1.2.1.1.2.19"),),
            os_version=(at("E.13464.1.2.1.1.2.2"),),
        ),
        Family(
            evidence="E.40989.10.16.20.1",
            ci_class="network_device",
            model=(at("E.40989.10.16.20.1"),),
            serial_number=(at("E.40989.10.16.20.15"),),
            os_version=(at("E.40989.10.16.20.13"),),
        ),
        Family(description=r"(?P<model>S\d+\S*) Series Software, Version (?P<version>[^\s,]+)", ci_class="switch"),
        Family(description=r"(?P<model>S\d{4}\S*).*?(?P<version>\d+\.\d+\S*)?$", ci_class="switch"),
    ),
)
