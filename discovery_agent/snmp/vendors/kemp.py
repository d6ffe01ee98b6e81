"""Kemp: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Kemp",
    enterprises=(12196,),
    ci_class="load_balancer",
    marks=("LoadMaster",),
    objects=("E.12196.13",),
    families=(
        Family(ci_class="load_balancer", os_name="LoadMaster", os_version=(at("E.12196.13.0.10", r"\d+\.\d+.*"),)),
    ),
)
