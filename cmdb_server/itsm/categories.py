"""Kinds of things that are owned."""

CATEGORIES = (
    *("notebook", "desktop", "tablet", "phone", "monitor", "dock", "printer", "server", "storage", "network", "power"),
    *("furniture", "accessory", "other"),
)
