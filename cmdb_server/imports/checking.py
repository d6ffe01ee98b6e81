"""A chunk of rows as a report, checked by what checks every report; what is refused is a problem of its row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cmdb_server.imports.mapping import SheetMapping, chain_of
from cmdb_server.imports.mapping_check import rules_in_words
from cmdb_server.imports.row_items import RowItems, RowProblem
from cmdb_server.ingest.claim_check import ClaimCheck
from cmdb_server.ingest.items import Item, Refused
from cmdb_server.ingest.keys import is_dependent, is_device, keys_of
from cmdb_server.ingest.scoring import MATCH, rules_of
from cmdb_server.ingest.section_check import SectionCheck
from cmdb_server.ingest.validation import IncomingReport, decode
from graph_schema import Registry
from graph_schema.report import Report, Root, Section, encode


@dataclass(frozen=True)
class Frame:
    """What the reports of a batch have in common; `observed_at` in microseconds."""

    source: str
    network_scope: str
    observed_at: int


@dataclass
class Chunk:
    """Rows that are stored together: one report with one section. `items` are those of usable rows, by ref.

    `notes` is what else there is to say of a row, by its ref.
    """

    number: int
    rows: list[RowItems]
    items: dict[str, Item] = field(default_factory=dict[str, Item])
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    notes: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    @property
    def section(self) -> str:
        """The name of the section."""
        return section_name(self.number)

    def usable(self, refs: Iterable[str]) -> list[RowItems]:
        """The rows of these refs that have no problem."""
        wanted = set(refs)
        return [row for row in self.rows if not row.problems and row.ref in wanted]


class Checker:
    """Checks chunks against the declarations; remembers what many rows say alike."""

    def __init__(self, registry: Registry) -> None:
        """Keep it for the life of a server."""
        self._registry = registry
        self._claims = ClaimCheck(registry)

    def check(self, chunk: Chunk, mappings: Mapping[str, SheetMapping], frame: Frame) -> None:
        """Note on each row what is wrong with it, and what the usable ones say."""
        rows = [row for row in chunk.rows if not row.problems]
        if not rows:
            return
        report = report_of(rows, chunk.number, frame, self._registry)
        section = SectionCheck(self._registry, self._claims, report.root_ref, ()).check(report.sections[0])
        users = _users(rows)
        for refused in section.refused:
            for row in users.get(refused.item, ()):
                row.problems.append(_problem(refused, mappings[row.sheet]))
        for nothing in section.left_out:
            for row in users.get(nothing.item, ()):
                column = _column_of(nothing.field, mappings[row.sheet]) or nothing.field
                note = f"{column} {nothing.value!r} says nothing (a placeholder) and is left out"
                chunk.notes.setdefault(row.ref, []).append(note)
        for row in rows:
            if not row.problems and (item := section.items.get(row.ref)):
                self._note_keys(chunk, row, (item, section.items), frame)

    def _note_keys(self, chunk: Chunk, row: RowItems, said: tuple[Item, Mapping[str, Item]], frame: Frame) -> None:
        item, others = said
        spec = self._registry.ci_class(row.ci_class)
        if not keys_of(spec, item.attributes, frame.network_scope):
            message = f"the row has no value that identifies a {spec.label}"
            row.problems.append(RowProblem("", "", message, f"fill {rules_in_words(spec)}"))
            return
        chunk.keys[row.ref] = planned_keys(self._registry, item, frame.network_scope)
        chunk.items |= {ref: others[ref] for ref in row.cis if ref in others}


def planned_keys(registry: Registry, item: Item, scope: str) -> tuple[str, ...]:
    """What tells an item from the others of its file: its identifiers, with its owner's ref where it has one.

    Of a device only those that are enough for a match: several machines may have one host name.
    """
    spec = registry.ci_class(item.ci_class or "")
    keys = keys_of(spec, item.attributes, scope)
    if is_device(spec):
        rules = rules_of([spec])
        keys = tuple(key for key in keys if rules[key.rule].weight >= MATCH)
    texts = [key.text for key in keys]
    if not is_dependent(spec):
        return tuple(texts)
    owner = next((str(claim.target) for claim in item.claims if claim.type in spec.owner_types), "")
    return tuple(f"{owner}|{text}" for text in texts)


def report_of(rows: Sequence[RowItems], number: int, frame: Frame, registry: Registry) -> IncomingReport:
    """The report of some rows of one chunk, through the same door as every report."""
    section = Section(section_name(number))
    for row in rows:
        section.cis |= row.cis
        section.relationships += row.relationships
    relationships = {repr(entry): entry for entry in section.relationships}
    section.relationships = list(relationships.values())
    root = Root(rows[0].ref, rows[0].ci_class)
    moment = datetime.fromtimestamp(frame.observed_at / 1_000_000, UTC).isoformat()
    report = Report(
        f"{frame.source}/{section.name}", frame.source, moment, root, (section,), network_scope=frame.network_scope
    )
    return decode(encode(report), registry)


def section_name(number: int) -> str:
    """The name of a chunk's section."""
    return f"rows-{number:05}"


def _users(rows: Iterable[RowItems]) -> dict[str, list[RowItems]]:
    """The rows that say something of each ref."""
    found: dict[str, list[RowItems]] = {}
    for row in rows:
        for ref in row.cis:
            found.setdefault(ref, []).append(row)
    return found


def _problem(refused: Refused, mapping: SheetMapping) -> RowProblem:
    """A refusal under the column that the value came from."""
    return RowProblem(
        _column_of(refused.field, mapping) or refused.field, refused.value, refused.message, refused.remedy
    )


def _column_of(name: str, mapping: SheetMapping) -> str:
    own = {entry.attribute: entry.column for entry in mapping.attributes}
    attribute = name.rpartition(".")[2]
    if name == attribute and attribute in own:
        return own[attribute]
    for relation in mapping.relations:
        for entries in (relation.attributes, *(step.attributes for step in chain_of(relation.target))):
            for entry in entries:
                if entry.attribute == attribute and entry.column:
                    return entry.column
    return ""
