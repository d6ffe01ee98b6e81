"""What is kept of a batch, and what became of its rows."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from cmdb_server.imports.mapping import Mapping
from cmdb_server.imports.row_items import RowProblem
from cmdb_server.imports.tables import Reading
from cmdb_server.permissions.grants import EVERYTHING, Grants

State: TypeAlias = Literal[
    "uploaded", "previewing", "previewed", "committing", "committed", "cancelled", "undoing", "undone"
]
WORKING: tuple[State, ...] = ("previewing", "committing", "undoing")
OnConflict: TypeAlias = Literal["refuse", "skip", "undo"]
Outcome: TypeAlias = Literal["create", "update", "unchanged", "conflict", "reject"]
OUTCOMES: tuple[Outcome, ...] = ("create", "update", "unchanged", "conflict", "reject")


@dataclass(frozen=True)
class RowChange:
    """What storing a row changes: an attribute or a relationship, before and after."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class RowOutcome:
    """What becomes of a row when it is stored; `uid` is the CI that it is of, "" while there is none.

    A row in conflict is storable where only some of its values are outvoted: they are kept as what the file says.
    """

    sheet: str
    number: int
    ref: str
    outcome: Outcome
    ci_class: str = ""
    uid: str = ""
    name: str = ""
    changes: list[RowChange] = field(default_factory=list[RowChange])
    problems: list[RowProblem] = field(default_factory=list[RowProblem])
    notes: list[str] = field(default_factory=list[str])
    is_storable: bool = False


@dataclass(frozen=True)
class Batch:
    """One file on its way into the graph; times in microseconds.

    `revision` counts the mappings tried. `done` of `chunks` are finished in the present state; `stored` rows are in the
    graph; an undo leaves the CIs `kept` as they are. `actor` began the present state; it goes on with the rights that
    they had then (`grants`).
    """

    uid: str
    file_name: str
    size_bytes: int
    kind: str
    created_at: int
    created_by: str
    updated_at: int
    state: State = "uploaded"
    reading: Reading = field(default_factory=Reading)
    mapping: Mapping = field(default_factory=Mapping)
    mapping_name: str = ""
    revision: int = 0
    rows: int = 0
    chunks: int = 0
    done: int = 0
    counts: dict[str, int] = field(default_factory=dict[str, int])
    stored: int = 0
    takes_conflicts: bool = False
    kept: list[str] = field(default_factory=list[str])
    observed_at: int = 0
    actor: str = ""
    grants: Grants = EVERYTHING

    @property
    def source(self) -> str:
        """The data source that the batch is."""
        return f"import:{self.uid}"

    @property
    def is_undoable(self) -> bool:
        """Whether something of it is stored that can be taken back."""
        return self.stored > 0 and self.state in ("committed", "cancelled", "undone")

    @property
    def is_discardable(self) -> bool:
        """Whether nothing of it was ever stored, nor is it at work: it can be forgotten."""
        return not self.observed_at and self.state not in WORKING


@dataclass(frozen=True)
class ChunkState:
    """How far a chunk is (previewed, stored, undone), its rows by outcome, and how many of them were stored."""

    number: int
    state: str
    counts: dict[str, int]
    stored: int = 0
