"""Barracuda: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Barracuda",
    enterprises=(20632, 10704),
    ci_class="firewall",
    marks=("Barracuda",),
    objects=("E.20632.2.2", "E.10704.1.2"),
    families=(
        Family(description="Load Balancer", ci_class="load_balancer"),
        Family(description="NG Firewall|CloudGen|Spam|Web Filter|Email", ci_class="firewall"),
        Family(description="Message Archiver|Backup", ci_class="appliance"),
    ),
)
