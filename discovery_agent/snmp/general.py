"""What many manufacturers' devices share because the same firm made them or their software: it has no one's name."""

from discovery_agent.snmp.vendor import Family, Vendor, at

GENERAL = Vendor(
    name="",
    families=(
        Family(  # Accton's switches, of which others sell many: below each product's own number
            evidence="PARENT.1.1.3.1.10",
            model=(at("PARENT.1.1.5.1"),),
            serial_number=(at("PARENT.1.1.3.1.10"),),
            os_version=(at("PARENT.1.1.3.1.6"),),
        ),
        Family(
            evidence="SELF.1.1.3.1.10",
            model=(at("SELF.1.1.5.1"),),
            serial_number=(at("SELF.1.1.3.1.10"),),
            os_version=(at("SELF.1.1.3.1.6"),),
        ),
        Family(  # RADLAN-Physicaldescription-MIB of Marvell's software
            evidence="1.3.6.1.4.1.89.53.14.1.5",
            serial_number=(at("1.3.6.1.4.1.89.53.14.1.5"),),
            os_version=(at("1.3.6.1.4.1.89.53.14.1.2"),),
        ),
        Family(  # FCMGMT-MIB: arrays, libraries and switches of Fibre Channel
            evidence="1.3.6.1.3.94.1.6.1.8",
            model=(at("1.3.6.1.3.94.1.6.1.7"),),
            serial_number=(at("1.3.6.1.3.94.1.6.1.8"),),
        ),
        Family(  # IEEE802dot11-MIB: access points and radios
            evidence="1.2.840.10036.3.1.2.1.3",
            model=(at("1.2.840.10036.3.1.2.1.3"),),
            os_version=(at("1.2.840.10036.3.1.2.1.4", r"v?(\d+\.\d[\w.]*)"),),
        ),
        Family(  # RMON probeConfig, which some devices fill though they serve nothing else of it
            evidence="1.3.6.1.2.1.16.19.2",
            os_version=(at("1.3.6.1.2.1.16.19.2", r".*\d+\.\d+.*"),),
        ),
    ),
)
