"""What is told of the export of another tool: its columns, and what its words mean here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

OWN = "plumbline"
"""The name of our own format: a column for each field."""
STATE = "state"
HOLDER_KIND = "holder_kind"
"""A column that says what has the thing: a person, a place or another thing."""
LOCATION = "location"
"""A column of a place from the site down: Oslo > House 3 > Room 3.07."""
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class ExportFormat:
    """An export: names of columns and words are casefolded.

    It is recognised by all of `signs` and any of `hints`. `columns` say which field each column is; of several for
    one field the first that says something counts. `left_out` are columns that no field takes, each with why.
    `states` and `categories` are what its words mean; other words are asked for. A word in brackets at the end, as in
    Ready to Deploy (deployed), counts where the words before it are not known.
    """

    name: str
    label: str
    described_at: str
    signs: frozenset[str]
    hints: frozenset[str]
    columns: Mapping[str, str]
    left_out: Mapping[str, str]
    states: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    categories: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    places: str = ""

    def field_of(self, column: str) -> str:
        """The field that a column is, "" for none; the group that GLPI puts before it is no part of its name."""
        known = folded(column)
        return self.columns.get(known) or self.columns.get(known.rpartition(" - ")[2], "")

    def why_left_out(self, column: str) -> str:
        """Why no field takes a column, "" where it is not known at all."""
        known = folded(column)
        return self.left_out.get(known) or self.left_out.get(known.rpartition(" - ")[2], "")

    def fits(self, columns: Iterable[str]) -> int:
        """How many columns are known; 0 where it is another format."""
        names = {folded(column) for column in columns}
        names |= {name.rpartition(" - ")[2] for name in names}
        is_it = self.signs <= names and bool(self.hints & names)
        return len(names & (self.columns.keys() | self.left_out.keys())) if is_it else 0


def folded(text: str) -> str:
    """Words as they are compared."""
    return " ".join(text.casefold().split())


# What the trade calls things, in whichever tool.
THINGS = {
    **dict.fromkeys(("notebook", "notebooks", "laptop", "laptops", "portable", "sub notebook"), "notebook"),
    **dict.fromkeys(("convertible",), "notebook"),
    **dict.fromkeys(("desktop", "desktops", "workstation", "pc", "tower", "mini tower"), "desktop"),
    **dict.fromkeys(("low profile desktop", "all in one", "space-saving", "mini pc"), "desktop"),
    **dict.fromkeys(("tablet", "tablets", "detachable"), "tablet"),
    **dict.fromkeys(("phone", "phones", "mobile phone", "mobile phones", "smartphone", "smartphones"), "phone"),
    **dict.fromkeys(("ip phone", "desk phone", "desk phones", "voip phones"), "phone"),
    **dict.fromkeys(("monitor", "monitors", "display", "displays", "screen", "lcd", "led"), "monitor"),
    **dict.fromkeys(("dock", "docks", "docking station", "docking stations"), "dock"),
    **dict.fromkeys(("printer", "printers", "multifunction printer"), "printer"),
    **dict.fromkeys(("server", "servers", "rack mount chassis", "blade", "main server chassis"), "server"),
    **dict.fromkeys(("storage", "nas", "san"), "storage"),
    **dict.fromkeys(("network", "switch", "switches", "router", "routers", "firewall", "access point"), "network"),
    **dict.fromkeys(("ups", "pdu"), "power"),
    **dict.fromkeys(("furniture", "chair", "desk"), "furniture"),
    **dict.fromkeys(("accessory", "accessories", "keyboards", "mouse", "headset"), "accessory"),
    "other": "other",
}  # fmt: skip
