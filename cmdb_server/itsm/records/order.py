"""Order: what is bought from a supplier, line by line, until everything has come."""

from cmdb_server.errors import FieldError
from cmdb_server.itsm.categories import CATEGORIES
from cmdb_server.itsm.currencies import CURRENCIES
from cmdb_server.itsm.declare import Choice, Field, Guard, RecordType, State, Transition
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rows import rows_of

_FINANCE = "finance"
LINES = "lines"


def _has_lines(record: Record) -> FieldError | None:
    """What keeps an order from being placed: without lines, with one twice, or with none of something."""
    lines = rows_of(record, LINES)
    if not lines:
        return FieldError(LINES, "", "is missing", "say what is ordered: line, name, quantity, price")
    names = [line["line"].casefold() for line in lines]
    for turn, (line, name) in enumerate(zip(lines, names, strict=True)):
        if names.index(name) != turn:
            return FieldError(f"{LINES}[{turn}].line", line["line"], "is there twice", "give each line its own number")
        if int(line["quantity"]) == 0:
            return FieldError(f"{LINES}[{turn}].quantity", "0", "is none", "give 1 or more, or leave the line out")
    return None


HAS_LINES = Guard("has_lines", _has_lines)

record_type = RecordType(
    name="order",
    label="Order",
    plural="Orders",
    prefix="ORD",
    states=(
        State("draft", "Draft"),
        State("ordered", "Ordered", needs=("ordered_on", LINES)),
        State("received", "Received", is_open=False),
        State("cancelled", "Cancelled", is_open=False),
    ),
    transitions=(
        Transition("place", "Place", ("draft",), "ordered", needs=("ordered_on",),
                   asks=("ordered_on", "order_number", "expected_on"), guards=(HAS_LINES,)),
        Transition("close", "Close", ("ordered",), "received", needs_reason=True),
        Transition("cancel", "Cancel", ("draft", "ordered"), "cancelled", needs_reason=True),
        Transition("reopen", "More is to come", ("received",), "ordered", needs_reason=True),
    ),
    common_fields=(
        Field("title", "Name", "line", "What it is called.", is_required=True, on_opening=True),
        Field("description", "Description", "text", "What is worth knowing about it.", on_opening=True),
    ),
    own_fields=(
        Field("supplier", "Supplier", "line", "From whom.", is_required=True, on_opening=True, in_lists=True,
              is_filter=True, group=_FINANCE),
        Field("order_number", "Order number", "line", "The number of the purchase order; a supplier has it once.",
              on_opening=True, in_lists=True, is_filter=True, group=_FINANCE),
        Field("ordered_on", "Ordered on", "date", "The day it was placed: what comes was bought then.",
              on_opening=True, in_lists=True, group=_FINANCE),
        Field("expected_on", "Expected on", "date", "When it is to come.", on_opening=True, not_before="ordered_on",
              in_lists=True, is_filter=True),
        Field("currency", "Currency", "choice", "The currency of its prices (ISO 4217).",
              tuple(Choice(code, code) for code in CURRENCIES), is_required=True, on_opening=True, default="EUR",
              group=_FINANCE),
        Field("owner", "Owner", "line", "The legal entity or department that what comes will belong to.",
              on_opening=True),
        Field("cost_centre", "Cost centre", "line", "Who pays for it.", on_opening=True, group=_FINANCE),
        Field("site", "Site", "line", "Where it is delivered.", on_opening=True, in_lists=True, is_filter=True),
        Field("room", "Room", "line", "In which room or stock room it is received.", on_opening=True),
        Field(LINES, "Lines", "rows", "What is ordered.", on_opening=True, group=_FINANCE, columns=(
            Field("line", "Line", "line", "Its number on the order.", is_required=True),
            Field("title", "Name", "line", "What the things are called.", is_required=True),
            Field("category", "Category", "choice", "What kind of thing; other unless said.",
                  tuple(Choice(name, name) for name in CATEGORIES)),
            Field("manufacturer", "Manufacturer", "line", "Who makes it."),
            Field("model", "Model", "line", "Model as the maker names it."),
            Field("quantity", "Quantity", "number", "How many.", is_required=True),
            Field("price", "Price each", "money", "What one costs, without tax."),
            Field("warranty_months", "Warranty (months)", "number", "How long its warranty is, from the order on."),
            Field("expected_on", "Expected on", "date", "When the line is to come, if not with the order."),
        )),
    ),
    managed_by="assets",
    worked_by="assets",
    opened_by=("worker",),
    has_impact=False,
    files_group=_FINANCE,
    keys=(("supplier", "order_number"),),
)  # fmt: skip
