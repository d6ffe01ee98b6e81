"""UPS-MIB (RFC 1628): who made an uninterruptible power supply, which one it is, its software."""

import re

from discovery_agent.snmp.facts import Component, Facts
from discovery_agent.snmp.table import LAST, Table
from discovery_agent.snmp.values import said
from discovery_agent.snmp.walk import Walk

_NO_LETTERS = re.compile(r"[\W_]")
_IDENT = "1.3.6.1.2.1.33.1.1"
_MANUFACTURER, _MODEL, _UPS_VERSION, _AGENT_VERSION = (f"{_IDENT}.{at}" for at in (1, 2, 3, 4))
_BATTERY_STATUS = "1.3.6.1.2.1.33.1.2.1"


def read(walk: Walk, facts: Facts) -> None:
    """Identification, where nothing more exact has told it; the battery as a part."""
    if not (walk.has(_BATTERY_STATUS) or walk.has(_MODEL)):
        return
    facts.evidence.add("ups")
    maker, model = said(walk.scalar(_MANUFACTURER)), said(walk.scalar(_MODEL))
    facts.manufacturer = facts.manufacturer or maker
    facts.model = facts.model or _full_model(model, maker, facts.manufacturer)
    facts.os_version = facts.os_version or said(walk.scalar(_AGENT_VERSION)) or said(walk.scalar(_UPS_VERSION))
    if walk.has(_BATTERY_STATUS):
        facts.components.append(Component(name="Battery", kind="battery"))


def _full_model(model: str | None, maker: str | None, manufacturer: str | None) -> str | None:
    """The model; with its maker's name where the device is known by that of the card in it."""
    if model is None or maker is None or manufacturer is None or _is_named(maker, model):
        return model
    return model if _is_named(manufacturer, maker) or _is_named(maker, manufacturer) else f"{maker} {model}"


def _is_named(name: str, text: str) -> bool:
    """Whether a text begins with a name, whatever stands between its letters."""
    return _NO_LETTERS.sub("", text).casefold().startswith(_NO_LETTERS.sub("", name).casefold())


table = Table(
    name="ups",
    columns=(),
    read=read,
    stage=LAST,
    scalars=(_MANUFACTURER, _MODEL, _UPS_VERSION, _AGENT_VERSION, _BATTERY_STATUS),
)
