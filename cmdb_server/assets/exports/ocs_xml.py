"""Machines and their monitors of OCS Inventory: the XML that its agents write and its web service answers.

Elements: `english/10.Developers/Web-services.md` of github.com/OCSInventory-NG/Wiki, and the sections BIOS, HARDWARE
and MONITORS of an agent's inventory. `ocs_document.py` makes a table with these columns of them.
"""

from cmdb_server.assets.export_format import THINGS, ExportFormat

export_format = ExportFormat(
    name="ocs_xml",
    label="OCS Inventory: XML",
    described_at="https://wiki.ocsinventory-ng.org/10.Developers/Web-services/",
    signs=frozenset(("bios ssn", "hardware name")),
    hints=frozenset(("bios ssn",)),
    columns={
        "hardware name": "title", "bios ssn": "serial_number", "bios smanufacturer": "manufacturer",
        "bios smodel": "model", "bios type": "category", "bios assettag": "asset_tag",
        "hardware userid": "holder", "hardware description": "description",
    },
    left_out={"accountinfo tag": "is a group of machines in OCS; say which field it is if it tells a site or the like"},
    categories=THINGS,
)  # fmt: skip
