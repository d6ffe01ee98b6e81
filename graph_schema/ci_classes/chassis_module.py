"""CI class chassis_module."""

from graph_schema.ci_classes.part import Part
from graph_schema.declare import attribute, ci_class
from graph_schema.values import Text


@ci_class()
class ChassisModule(Part):
    """A card, a transceiver, a fan tray or a member of a stack."""

    hardware_version: Text | None = attribute("Revision of the hardware.", default=None)
    firmware_version: Text | None = attribute("Version of its firmware.", default=None)
    software_version: Text | None = attribute("Version of its software.", default=None)
