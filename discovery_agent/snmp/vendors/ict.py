"""ICT: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="ICT",
    enterprises=(39145,),
    ci_class="appliance",
    marks=("^ICT (?:Modular|Digital|Distribution|Platinum)",),
    families=(
        Family(ci_class="appliance", model=(at("SELF.1"),), os_version=(at("SELF.4"),)),
        Family(
            ci_class="appliance",
            model=(at("E.39145.13.1"), at("E.39145.11.1"), at("E.39145.10.1")),
            os_version=(at("E.39145.13.4"), at("E.39145.11.4"), at("E.39145.10.4")),
        ),
    ),
)
