"""CI class environment_sensor."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import ci_class


@ci_class()
class EnvironmentSensor(Device):
    """Measures temperature, humidity and the like."""
