"""Computers, monitors, phones and other things of GLPI: the CSV export of a list.

Columns: the search options of `CommonDBTM`, `Computer`, `Monitor`, `Phone`, `Location` and `Infocom`
(`rawSearchOptions`) of github.com/glpi-project/glpi; the export puts the name of a group before those of others, as in
"Financial and administrative information - Value"; older versions name things in the plural.
"""

from cmdb_server.assets.export_format import LOCATION, STATE, THINGS, ExportFormat

_SEEN = "is what discovery sees itself"
_IN_GLPI = "is kept by GLPI for itself"
_NO_FIELD = "is nothing that an asset here has"

export_format = ExportFormat(
    name="glpi",
    label="GLPI: computers, monitors, phones",
    described_at="https://help.glpi-project.org/documentation/modules/overview/search/export",
    signs=frozenset(("name",)),
    hints=frozenset(("inventory number", "last update", "alternate username", "entity", "entities")),
    columns={
        "name": "title", "inventory number": "asset_tag", "serial number": "serial_number", "serial": "serial_number",
        "manufacturer": "manufacturer", "manufacturers": "manufacturer",
        "model": "model", "models": "model", "type": "category", "types": "category",
        "status": STATE, "statuses": STATE, "states": STATE,
        "location": LOCATION, "locations": LOCATION,
        "user": "holder", "users": "holder", "alternate username": "holder",
        "entity": "owner", "entities": "owner",
        "supplier": "supplier", "suppliers": "supplier", "order number": "order_number",
        "date of purchase": "purchased_on", "value": "cost",
        "warranty expiration date": "warranty_until", "comments": "description", "comment": "description",
        "budget": "cost_centre", "budgets": "cost_centre",
    },
    left_out={
        **dict.fromkeys(("operating system", "processor", "memory", "ip", "mac", "free percentage", "uuid", "size",
                         "last boot date", "network", "networks", "port", "firmware"), _SEEN),
        **dict.fromkeys(("id", "last update", "creation date", "technician in charge", "group in charge", "group",
                         "groups", "update source", "automatic inventory", "last inventory date",
                         "technician in charge of the hardware", "group in charge of the hardware"), _IN_GLPI),
        **dict.fromkeys(("alternate username number", "immobilization number", "delivery form", "invoice number",
                         "startup date", "delivery date", "order date", "start date of warranty", "email alarms",
                         "warranty duration", "warranty information", "warranty extension value",
                         "amortization duration", "amortization type", "amortization coefficient",
                         "date of last physical inventory", "decommission date", "business criticity"), _NO_FIELD),
    },
    # GLPI comes without statuses: everybody names their own. These are such as anybody means the same by.
    states={
        "in use": "in_use", "in stock": "in_stock", "stock": "in_stock", "ordered": "ordered", "retired": "retired",
        "lost": "lost", "stolen": "lost",
    },
    categories=THINGS,
    places=">",
)  # fmt: skip
