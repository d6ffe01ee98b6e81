"""Supermicro: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Supermicro",
    enterprises=(10876,),
    ci_class="server",
    marks=(r"\bSupermicro\b|^SBM-|^SSE-",),
    families=(
        Family(
            description="Switch|^SBM-|^SSE-|^MBM-",
            ci_class="switch",
            model=(at(DESCRIPTION, r"\b((?:SBM|SSE|MBM|AOM)-\w+\S*)"),),
        ),
        Family(ci_class="server"),
    ),
)
