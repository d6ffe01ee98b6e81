"""What a record says of what an asset cost."""

from datetime import date
from decimal import Decimal

from cmdb_server.assets.money import Method, Purchase
from cmdb_server.itsm.record import Record

_METHODS: dict[str, Method] = {"": "", "straight_line": "straight_line", "declining": "declining"}


def purchase_of(record: Record) -> Purchase | None:
    """What was paid for an asset, None where nobody said what or when."""
    cost, bought = record.value("cost"), record.value("purchased_on")
    if not cost or not bought:
        return None
    months = int(record.value("useful_months") or "0")
    method = _METHODS[record.value("depreciation")] if months else ""
    residual = Decimal(record.value("residual") or "0")
    return Purchase(Decimal(cost), record.value("currency"), date.fromisoformat(bought), method, months, residual)
