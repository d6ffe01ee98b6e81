"""Machines of OCS Inventory: the CSV export of its list of all computers.

Columns: `ms_all_computers.php` and `plugins/language/english/english.txt` of
github.com/OCSInventory-NG/OCSInventory-ocsreports.
"""

from cmdb_server.assets.export_format import THINGS, ExportFormat

_SEEN = "is what discovery sees itself"
_TAG = "is a group of machines in OCS; say which field it is if it tells a site, a cost centre or an asset tag"

export_format = ExportFormat(
    name="ocs",
    label="OCS Inventory: computers",
    described_at="https://wiki.ocsinventory-ng.org/06.Management-console/Management-console/",
    signs=frozenset(("last inventory",)),
    hints=frozenset(("computer", "name", "computer name")),
    columns={
        "computer": "title", "name": "title", "computer name": "title",
        "serial number": "serial_number", "manufacturer": "manufacturer", "model": "model", "type": "category",
        "assettag": "asset_tag", "user": "holder", "description": "description", "owner": "owner",
    },
    left_out={
        **dict.fromkeys(("account info: tag", "tag"), _TAG),
        **dict.fromkeys(("last inventory", "last come", "operating system", "os version", "os name", "service pack",
                         "ram (mb)", "cpu (mhz)", "domain", "userdomain", "cpu type", "cpu number", "swap", "quality",
                         "fidelity", "user agent", "bios manufacturer", "bios version", "bios date", "ip address",
                         "mac address", "mask", "gateway", "network number", "video card", "architecture", "id",
                         "company", "uuid"), _SEEN),
    },
    categories=THINGS,
)  # fmt: skip
