"""Thomson and Technicolor: cable modems and DSL routers."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Technicolor",
    enterprises=(2863, 46366),
    ci_class="router",
    marks=("SpeedTouch|^THOMSON|Technicolor", r"^TG\d{3}v?\d?"),
    families=(
        Family(
            description=(
                "VENDOR: *(?P<maker>[^;,]+).*?SW_REV: *(?P<version>[^;]+?) ?;.*?MODEL: *(?P<model>[^>;]+?) ?>>"
            ),
            ci_class="router",
        ),
        Family(description=r"^(?P<model>SpeedTouch|Thomson \S+|TG\d+\S*)", ci_class="router", manufacturer="Thomson"),
    ),
)
