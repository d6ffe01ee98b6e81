"""Assets of Snipe-IT: its custom report and the file that its own importer takes.

Columns: `ReportsController::postCustom`, `resources/lang/en-US/admin/hardware/{table,form}.php` and
`sample_csvs/assets-sample.csv` of github.com/grokability/snipe-it; statuses: snipe-it.readme.io, "Status Labels".
"""

from cmdb_server.assets.export_format import HOLDER_KIND, LOCATION, STATE, THINGS, ExportFormat

_COMPUTED = "follows from other values"
_OF_A_PERSON = "is about the person, not the thing"
_IN_SNIPE = "is kept by Snipe-IT for itself"

export_format = ExportFormat(
    name="snipe_it",
    label="Snipe-IT: assets",
    described_at="https://snipe-it.readme.io/docs/custom-report-templates",
    signs=frozenset(("asset tag",)),
    hints=frozenset(
        ("asset name", "checked out", "checked out to", "model no.", "model number", "company", "purchased",
         "checked out to: username", "checkout date", "default location")
    ),
    columns={
        "asset name": "title", "name": "title", "item name": "title",
        "asset tag": "asset_tag", "serial": "serial_number", "serial number": "serial_number",
        "model": "model", "model name": "model", "manufacturer": "manufacturer", "category": "category",
        "status": STATE,
        "checked out": "holder", "checked out to": "holder", "checked out to: email": "holder",
        "checked out to: username": "holder", "username": "holder",
        "type": HOLDER_KIND, "checkout type": HOLDER_KIND,
        "location": LOCATION, "checked out to: location": LOCATION, "default location": LOCATION,
        "expected checkin date": "due_back", "expected checkin": "due_back",
        "company": "owner", "supplier": "supplier", "order number": "order_number",
        "purchased": "purchased_on", "purchase date": "purchased_on", "cost": "cost", "purchase cost": "cost",
        "warranty expires": "warranty_until", "notes": "description", "asset notes": "description",
    },
    left_out={
        **dict.fromkeys(("value", "diff", "fully depreciated", "current value", "eol", "eol date", "warranty",
                         "monthly depreciation"), _COMPUTED),
        **dict.fromkeys(("employee no.", "manager", "department", "title", "checked out to: first name",
                         "checked out to: last name"), _OF_A_PERSON),
        **dict.fromkeys(("id", "created at", "updated at", "deleted", "last audit", "next audit date", "image",
                         "requestable", "checkout date", "last checkin date", "checkin counter", "checkout counter"),
                        _IN_SNIPE),
        **dict.fromkeys(("model no.", "model number", "model notes"), "is about the model, not the thing"),
    },
    states={
        "deployed": "in_use", "ready to deploy (deployed)": "in_use",
        "deployable": "in_stock", "ready to deploy": "in_stock",
        "archived": "retired", "lost/stolen": "lost", "broken - not fixable": "retired",
    },
    categories=THINGS,
)  # fmt: skip
