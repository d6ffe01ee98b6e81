"""Asset: a thing that is owned, from its order to its disposal (ITIL 4, IT asset management; ISO/IEC 19770-1).

The CI that discovery sees in it, where it does, is what the record affects: both have lives of their own.
"""

from cmdb_server.errors import FieldError
from cmdb_server.itsm.categories import CATEGORIES
from cmdb_server.itsm.currencies import CURRENCIES
from cmdb_server.itsm.declare import Choice, Field, Guard, RecordType, State, Transition
from cmdb_server.itsm.record import Record

_IDENTITY, _FINANCE = "identity", "finance"
_PLACE = ("site", "building", "room", "position")
_YES_NO = (Choice("yes", "yes"), Choice("no", "no"))
_OWNED = ("received", "in_stock", "in_use", "in_repair", "lent")


def _is_wiped(record: Record) -> FieldError | None:
    if not record.value("holds_data"):
        return FieldError("holds_data", "", "is missing", "say whether it can hold data: yes or no")
    if record.value("holds_data") == "yes" and not record.value("wipe_certificate"):
        remedy = "give the number of the certificate that its data were destroyed"
        return FieldError("wipe_certificate", "", "is missing", remedy)
    return None


def _wipe_file(record: Record) -> FieldError | None:
    if record.value("holds_data") != "yes":
        return None
    remedy = "bring the certificate itself to the asset first (Files)"
    return FieldError("wipe_certificate", record.value("wipe_certificate"), "is there by its number only", remedy)


WIPED = Guard("wiped", _is_wiped)
_WHAT_IT_IS = (
    Field("asset_tag", "Asset tag", "line", "The number on its label; no two assets have the same.", on_opening=True,
          in_lists=True, is_filter=True, group=_IDENTITY),
    Field("category", "Category", "choice", "What kind of thing it is.",
          tuple(Choice(name, name) for name in CATEGORIES), is_required=True, on_opening=True, default="other",
          in_lists=True, is_filter=True),
    Field("manufacturer", "Manufacturer", "line", "Who made it.", on_opening=True, is_filter=True),
    Field("model", "Model", "line", "Model as the maker names it.", on_opening=True, in_lists=True, is_filter=True),
    Field("serial_number", "Serial number", "line", "As its maker gave it; unique for the maker.", on_opening=True,
          in_lists=True, is_filter=True, group=_IDENTITY),
    Field("parent", "Part of", "record", "The asset that it belongs to: a dock to its notebook, a kit.",
          names_type="asset"),
    Field("description", "Description", "text", "What is worth knowing about it.", on_opening=True),
)  # fmt: skip
_CUSTODY = (
    Field("holder", "Holder", "line", "Who has it: a person by name or address.", on_opening=True, in_lists=True,
          is_filter=True, group=_IDENTITY),
    Field("site", "Site", "line", "Where it is.", on_opening=True, in_lists=True, is_filter=True),
    Field("building", "Building", "line", "Which building there.", on_opening=True),
    Field("room", "Room", "line", "Which room or stock room.", on_opening=True, in_lists=True, is_filter=True),
    Field("position", "Position", "line", "Rack and rack unit, or shelf.", on_opening=True),
    Field("due_back", "Due back", "date", "When what is lent comes back.", is_filter=True),
    Field("repair_with", "Repaired by", "line", "Who repairs it."),
    Field("repair_number", "Repair number", "line", "The number under which they do (RMA)."),
)  # fmt: skip
_MONEY = (
    Field("owner", "Owner", "line", "The legal entity or department that it belongs to.", on_opening=True,
          is_filter=True),
    Field("cost_centre", "Cost centre", "line", "Who pays for it.", on_opening=True, is_filter=True, group=_FINANCE),
    Field("supplier", "Supplier", "line", "Who sold it.", on_opening=True, is_filter=True, group=_FINANCE),
    Field("order_number", "Order number", "line", "The purchase order that it came with.", on_opening=True,
          is_filter=True, group=_FINANCE),
    Field("order", "Order", "record", "The order that it was received from.", names_type="order"),
    Field("order_line", "Line of the order", "line", "Which line of it.", needs=("order",), on_opening=True,
          group=_FINANCE),
    Field("purchased_on", "Purchased on", "date", "The day it was bought; from here on it loses value.",
          on_opening=True, is_filter=True, group=_FINANCE),
    Field("cost", "Cost", "money", "What it cost, without tax.", on_opening=True, needs=("currency",),
          group=_FINANCE),
    Field("currency", "Currency", "choice", "The currency of its amounts (ISO 4217).",
          tuple(Choice(code, code) for code in CURRENCIES), on_opening=True, is_filter=True, group=_FINANCE),
    Field("depreciation", "Depreciation", "choice", "How it loses value.",
          (Choice("straight_line", "straight line"), Choice("declining", "declining balance")),
          needs=("cost", "purchased_on", "useful_months"), on_opening=True, group=_FINANCE),
    Field("useful_months", "Useful life (months)", "number", "How long it is of use.", on_opening=True,
          group=_FINANCE),
    Field("residual", "Residual value", "money", "What it is worth at the end of its useful life; 0 unless said.",
          needs=("cost",), on_opening=True, group=_FINANCE),
    Field("warranty_until", "Warranty until", "date", "The last day of its warranty.", on_opening=True,
          not_before="purchased_on", in_lists=True, is_filter=True),
    Field("lease_until", "Lease until", "date", "The last day of its lease.", on_opening=True,
          not_before="purchased_on", is_filter=True, group=_FINANCE),
    Field("contract", "Contract", "record", "The support or lease contract that covers it.", names_type="contract"),
)  # fmt: skip
# Whether its holder accepts it: follows from handing it over and from what they say.
_ACCEPTANCE = (
    Field("acceptance", "Acceptance", "choice", "Whether who holds it has accepted it.",
          (Choice("waiting", "waiting"), Choice("accepted", "accepted"), Choice("refused", "refused")), parts=(),
          in_lists=True, is_filter=True, is_told=True),
    Field("acceptance_asked", "Acceptance asked", "time", "Since when that is asked.", parts=(), is_told=True),
    Field("acceptance_answered", "Answered", "time", "When they said so.", parts=(), is_told=True),
    Field("acceptance_by", "Signed by", "line", "The name they signed with.", parts=(), is_told=True,
          group=_IDENTITY),
    Field("acceptance_terms", "Terms", "line", "The terms that they are asked to accept.", parts=(), is_told=True),
    Field("acceptance_fingerprint", "Fingerprint of the terms", "line", "The SHA-256 of the text.", parts=(),
          is_told=True),
    Field("acceptance_reason", "Why refused", "text", "Why they do not accept it.", parts=(), is_told=True,
          group=_IDENTITY),
)  # fmt: skip
_END = (
    Field("holds_data", "Can hold data", "choice", "Whether somebody's data may be left on it.", _YES_NO),
    Field("disposal", "Disposal", "choice", "How it left.",
          tuple(Choice(name, name) for name in ("sold", "recycled", "destroyed", "donated", "returned to the lessor"))),
    Field("wipe_certificate", "Wipe certificate", "line", "The number of the proof that its data were destroyed."),
)  # fmt: skip

record_type = RecordType(
    name="asset",
    label="Asset",
    plural="Assets",
    prefix="AST",
    states=(
        State("ordered", "Ordered", clears=("due_back",)),
        State("received", "Received", clears=("due_back",)),
        State("in_stock", "In stock", needs_one_of=("site", "room"), clears=("holder", "due_back")),
        State("in_use", "In use", needs_one_of=("holder", "room", "site"), clears=("due_back",)),
        State("in_repair", "In repair", needs=("repair_with",)),
        State("lent", "Lent", needs=("holder", "due_back")),
        State("lost", "Lost", is_open=False),
        State("retired", "Retired", clears=("holder", "due_back")),
        State("disposed", "Disposed", is_open=False, clears=("holder", "due_back", *_PLACE)),
    ),
    transitions=(
        Transition("receive", "Receive", ("ordered",), "received",
                   asks=("asset_tag", "serial_number", "site", "room")),
        Transition("stock", "Put in stock", ("ordered", "received"), "in_stock", needs=("asset_tag",),
                   asks=("asset_tag", "serial_number", *_PLACE)),
        Transition("assign", "Assign", ("received", "in_stock"), "in_use", needs=("asset_tag",),
                   asks=("holder", "asset_tag", *_PLACE)),
        Transition("transfer", "Transfer", ("in_use",), "in_use", asks=("holder", *_PLACE, "cost_centre"),
                   needs_reason=True),
        Transition("lend", "Lend", ("received", "in_stock", "in_use"), "lent",
                   needs=("asset_tag", "holder", "due_back"), asks=("holder", "due_back", "asset_tag")),
        Transition("extend", "Extend the loan", ("lent",), "lent", needs=("due_back",), asks=("due_back",),
                   needs_reason=True),
        Transition("return", "Take back", ("in_use", "lent"), "in_stock", asks=_PLACE),
        Transition("repair", "Send to repair", ("received", "in_stock", "in_use", "lent"), "in_repair",
                   needs=("repair_with",), asks=("repair_with", "repair_number"), needs_reason=True),
        Transition("repaired", "Back from repair", ("in_repair",), "in_stock", asks=("serial_number", *_PLACE)),
        Transition("lose", "Report lost", _OWNED, "lost", needs_reason=True),
        Transition("find", "Found", ("lost",), "in_stock", asks=_PLACE),
        Transition("retire", "Retire", (*_OWNED, "lost"), "retired", needs_reason=True),
        Transition("restore", "Use again", ("retired",), "in_stock", asks=_PLACE, needs_reason=True),
        Transition("dispose", "Dispose", ("retired",), "disposed", needs=("disposal",),
                   asks=("disposal", "holds_data", "wipe_certificate"), guards=(WIPED,), file_missing=_wipe_file),
        Transition("cancel", "Cancel the order", ("ordered",), "disposed", needs_reason=True),
    ),
    common_fields=(
        Field("title", "Name", "line", "What it is called.", is_required=True, on_opening=True),
    ),
    own_fields=(*_WHAT_IT_IS, *_CUSTODY, *_ACCEPTANCE, *_MONEY, *_END),
    managed_by="assets",
    worked_by="assets",
    opened_by=("worker",),
    has_impact=False,
    files_group=_FINANCE,
    keys=(("asset_tag",), ("manufacturer", "serial_number")),
)  # fmt: skip
