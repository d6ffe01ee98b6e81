"""What people write above their columns, beside the declared names and labels."""

ATTRIBUTES = {
    "name": ("asset name", "ci name", "device name", "machine", "server name", "service name", "title", "bezeichnung"),
    "fqdn": (
        "host",
        "host name",
        "hostname",
        "dns name",
        "domain name",
        "computer name",
        "fully qualified domain name",
    ),
    "manufacturer": ("maker", "vendor", "brand", "make", "hersteller"),
    "model": ("product", "product name", "model name", "type", "modell"),
    "serial_number": ("serial", "serial no", "serial nr", "sn", "s/n", "service tag", "seriennummer"),
    "asset_tag": ("asset", "asset no", "asset number", "asset id", "inventory number", "tag", "inventarnummer"),
    "system_uuid": ("uuid", "bios uuid", "smbios uuid"),
    "ip_addresses": ("ip", "ips", "ip address", "ip addresses", "address", "ipv4"),
    "address": ("ip", "ip address", "ipv4"),
    "mac_address": ("mac", "mac addr"),
    "os_name": ("os", "operating system", "platform", "betriebssystem"),
    "os_version": ("os release", "operating system version"),
    "memory_bytes": ("memory bytes", "ram bytes"),
    "processor_count": ("cpus", "cpu count", "cores", "vcpu", "vcpus"),
    "description": ("comment", "comments", "notes", "remarks", "purpose", "beschreibung"),
    "environment": ("env", "stage", "umgebung"),
    "criticality": ("importance", "priority", "business criticality"),
    "location": ("place", "address of location", "standort"),
    "email": ("e-mail", "mail", "e-mail address", "email address"),
    "height_units": ("height", "units", "u", "he"),
    "cidr": ("subnet", "network", "prefix"),
}
CLASSES = {
    "application_service": ("application", "app"),
    "network_device": ("network equipment",),
    "unclassified_device": ("other device",),
    "virtual_machine": ("vm", "virtual server"),
    "wireless_access_point": ("access point", "ap"),
    "workstation": ("pc", "desktop", "laptop", "notebook", "client computer"),
}
"""What people call classes, beside the declared names and labels."""
CLASS_COLUMNS = ("ci class", "ci type", "class", "type", "kind", "category", "asset type", "device type")
RELATIONS = {
    "OWNED_BY": ("owner", "owned by", "responsible", "contact", "besitzer"),
    "SUPPORTED_BY": ("support", "supported by", "support team", "supporter"),
}
"""Columns that name another CI by the word for its part rather than for its class."""
FACTS = {
    ("LOCATED_IN", "rack"): {
        "unit": (
            "unit",
            "u",
            "u position",
            "rack unit",
            "rack position",
            "position",
            "lowest unit",
            "he",
            "höheneinheit",
        ),
        "height_units": ("height", "height units", "height in u", "u height", "units", "rack units"),
        "face": ("face", "rack face", "side", "rack side", "seite"),
    },
}
"""What people write above columns that say how something is related: by type and class of the other end."""
NESTED = ("rack", "room", "site")
"""Places from the inside out, where the declarations allow several orders."""
