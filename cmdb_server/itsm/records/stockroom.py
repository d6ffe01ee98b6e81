"""Stock room: where spare assets lie, and how many of which model should."""

from cmdb_server.itsm.categories import CATEGORIES
from cmdb_server.itsm.declare import Choice, Field, RecordType, State, Transition

LEVELS = "levels"

record_type = RecordType(
    name="stockroom",
    label="Stock room",
    plural="Stock rooms",
    prefix="STR",
    states=(State("open", "In use"), State("closed", "Closed", is_open=False)),
    transitions=(
        Transition("close", "Close", ("open",), "closed", needs_reason=True),
        Transition("reopen", "Use again", ("closed",), "open"),
    ),
    common_fields=(
        Field("title", "Name", "line", "What it is called.", is_required=True, on_opening=True),
        Field("description", "Description", "text", "Who has the key, when it is open.", on_opening=True),
    ),
    own_fields=(
        Field("site", "Site", "line", "The site that it is on, as assets have it.", is_required=True, on_opening=True,
              in_lists=True, is_filter=True),
        Field("room", "Room", "line", "The room, as assets have it.", is_required=True, on_opening=True,
              in_lists=True, is_filter=True),
        Field(LEVELS, "Minimum levels", "rows", "How many of what should lie there at least.", on_opening=True,
              columns=(
                  Field("model", "Model", "line", "The model as assets have it; every one of the category without."),
                  Field("category", "Category", "choice", "What kind of thing; every kind without it.",
                        tuple(Choice(name, name) for name in CATEGORIES)),
                  Field("minimum", "Minimum", "number", "How many at least.", is_required=True),
                  Field("order_up_to", "Order up to", "number", "How many there should be after ordering."),
              )),
    ),
    managed_by="assets",
    worked_by="assets",
    opened_by=("worker",),
    has_impact=False,
    keys=(("site", "room"),),
)  # fmt: skip
