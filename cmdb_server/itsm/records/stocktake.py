"""Stock-take: what is owned in a place is counted, from proof, scans and statements, and signed."""

from cmdb_server.itsm.categories import CATEGORIES
from cmdb_server.itsm.declare import Choice, Field, RecordType, State, Transition

record_type = RecordType(
    name="stocktake",
    label="Stock-take",
    plural="Stock-takes",
    prefix="STK",
    states=(
        State("planned", "Planned"),
        State("counting", "Counting", needs=("frozen_at",)),
        State("signed", "Signed", is_open=False, is_settled=True),
        State("cancelled", "Cancelled", is_open=False),
    ),
    transitions=(
        Transition("start", "Start counting", ("planned",), "counting", needs=("frozen_at",), asks=("frozen_at",)),
        # It is signed with its report, which goes along with no other way.
        Transition("sign", "Sign", ("counting",), "signed", parts=()),
        Transition("cancel", "Cancel", ("planned", "counting"), "cancelled", needs_reason=True),
    ),
    common_fields=(
        Field("title", "Name", "line", "What it is called.", is_required=True, on_opening=True),
        Field("description", "Description", "text", "What is worth knowing about it.", on_opening=True),
    ),
    own_fields=(
        Field("site", "Site", "line", "The site that is counted.", is_required=True, on_opening=True, in_lists=True,
              is_filter=True, is_planned=True),
        Field("room", "Room", "line", "The one room that is counted; the whole site without it.", on_opening=True,
              in_lists=True, is_filter=True, is_planned=True),
        Field("category", "Category", "choice", "The one kind of thing that is counted; everything without it.",
              tuple(Choice(name, name) for name in CATEGORIES), on_opening=True, is_planned=True),
        Field("frozen_at", "Frozen at", "time", "The time as of which the register is counted.", on_opening=True,
              in_lists=True, is_planned=True),
        Field("proof_days", "Proof holds (days)", "number", "How old what discovery saw may be; 14 unless said.",
              is_required=True, on_opening=True, default="14", is_planned=True),
    ),
    managed_by="assets",
    worked_by="assets",
    opened_by=("worker",),
    has_impact=False,
)  # fmt: skip
