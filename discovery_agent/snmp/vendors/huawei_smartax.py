"""Huawei's access multiplexers."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Huawei",
    ci_class="network_device",
    marks=("Huawei Integrated Access",),
    families=(
        Family(
            description="Integrated Access Software",
            ci_class="network_device",
            model=(at(DESCRIPTION, r"(MA5\d+\S*)"),),
            os_version=(at(DESCRIPTION, r"V\d+R\d+\S*"),),
        ),
    ),
)
