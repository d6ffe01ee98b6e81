"""Contract: what is agreed with a supplier about assets and services, and until when somebody has to speak up."""

from cmdb_server.itsm.currencies import CURRENCIES
from cmdb_server.itsm.declare import Choice, Field, RecordType, State, Transition

_FINANCE = "finance"
_KINDS = ("support", "lease", "licence", "carrier", "maintenance", "other")

record_type = RecordType(
    name="contract",
    label="Contract",
    plural="Contracts",
    prefix="CTR",
    states=(
        State("active", "Active"),
        State("cancelled", "Cancelled", is_open=False),
        State("ended", "Ended", is_open=False),
    ),
    transitions=(
        Transition("renew", "Renew", ("active",), "active", needs=("ends_on",), asks=("ends_on", "cost")),
        Transition("cancel", "Give notice", ("active",), "cancelled", asks=("ends_on",), needs_reason=True),
        Transition("end", "End", ("active",), "ended", needs_reason=True),
        Transition("reopen", "Use again", ("cancelled", "ended"), "active", needs_reason=True),
    ),
    common_fields=(
        Field("title", "Name", "line", "What it is called.", is_required=True, on_opening=True),
        Field("description", "Description", "text", "What is agreed.", on_opening=True),
    ),
    own_fields=(
        Field("kind", "Kind", "choice", "What it is about.", tuple(Choice(name, name) for name in _KINDS),
              is_required=True, on_opening=True, default="other", in_lists=True, is_filter=True),
        Field("supplier", "Supplier", "line", "With whom.", on_opening=True, in_lists=True, is_filter=True),
        Field("contract_number", "Contract number", "line", "The number it has there.", on_opening=True,
              is_filter=True),
        Field("starts_on", "Starts on", "date", "Its first day.", on_opening=True),
        Field("ends_on", "Ends on", "date", "The last day of its first term.", on_opening=True,
              not_before="starts_on", in_lists=True, is_filter=True),
        Field("renews_months", "Renewed for (months)", "number",
              "For how long it goes on by itself where nobody gives notice; it ends without.", on_opening=True,
              needs=("ends_on",)),
        Field("notice_months", "Notice (months)", "number", "How many months before its end notice has to be given.",
              on_opening=True, needs=("ends_on",)),
        Field("notice_days", "Notice (days)", "number", "How many days before its end; beside months, so much earlier.",
              on_opening=True, needs=("ends_on",)),
        Field("cost", "Cost per year", "money", "What it costs each year, without tax.", on_opening=True,
              needs=("currency",), group=_FINANCE),
        Field("currency", "Currency", "choice", "The currency of its amounts (ISO 4217).",
              tuple(Choice(code, code) for code in CURRENCIES), on_opening=True, group=_FINANCE),
    ),
    managed_by="assets",
    worked_by="assets",
    opened_by=("worker",),
    has_impact=False,
    files_group=_FINANCE,
)  # fmt: skip
