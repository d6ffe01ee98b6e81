"""Custom fields in the graph, and the record types with those in force."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic

from msgspec.structs import replace

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.custom.field import CustomField, with_fields, wrong
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.rule_book import RuleBook, Versioned

KEY = "record_fields"
# What another server saves holds here after this time at the latest.
_FRESH_SECONDS = 5.0


class FieldSheet(Versioned, frozen=True):
    """The custom fields of all record types."""

    fields: tuple[CustomField, ...] = ()


class FieldsRefusedError(CmdbError):
    """Fields that cannot be."""

    def __init__(self, error: FieldError) -> None:
        """422, with the field that is wrong."""
        message = f"{error.field} {error.value!r} {error.message}; {error.remedy}"
        super().__init__(message, 422, "fields_refused", (error,))


class FieldsChangedError(CmdbError):
    """Somebody else has saved other fields."""

    def __init__(self, version: int) -> None:
        """412, naming the present version."""
        message = f"the fields of records were changed meanwhile (version {version}); read them again"
        super().__init__(message, 412, "fields_changed")


class CustomFields:
    """Reads and saves custom fields; safe to use from several threads and processes."""

    def __init__(self, store: GraphStore, types: Mapping[str, RecordType], clock: Callable[[], int]) -> None:
        """`types` are the declared record types; `clock` in microseconds."""
        self._book, self._types = RuleBook(store, KEY, FieldSheet(), clock), types

    def current(self) -> FieldSheet:
        """The fields in force, as the graph has them."""
        return self._book.current()

    def save(self, wanted: Sequence[CustomField], who: str, version: int | None) -> FieldSheet:
        """Let other fields hold; `version` is that of those that were edited, None for any.

        Raises FieldsRefusedError, FieldsChangedError.
        """
        before = self.current()
        if error := wrong(wanted, before.fields, self._types):
            raise FieldsRefusedError(error)
        # Saved against what was checked: nothing that somebody adds meanwhile is lost.
        since = before.version if version is None else version
        return self._book.save(FieldSheet(fields=tuple(wanted)), who, since, FieldsChangedError)


class LiveTypes(Mapping[str, RecordType]):
    """The record types by name, each with the custom fields in force."""

    def __init__(self, declared: Mapping[str, RecordType], custom: CustomFields) -> None:
        """`declared` are those of the product."""
        self._declared, self._custom = declared, custom
        self._version: int = 0
        self._made = self._for_programs = declared
        self._read_at = 0.0

    def __getitem__(self, name: str) -> RecordType:
        """The type of a name."""
        return self._current()[name]

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._declared)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._declared)

    def for_programs(self, name: str) -> RecordType:
        """The type of a name with fields that no state needs: a program cannot know what people are asked for."""
        self._current()
        return self._for_programs[name]

    def forget(self) -> None:
        """Read the custom fields anew before the next use: they were changed."""
        self._read_at = 0.0

    def _current(self) -> Mapping[str, RecordType]:
        if not self._read_at or monotonic() - self._read_at > _FRESH_SECONDS:
            sheet = self._custom.current()
            if sheet.version != self._version:
                self._made = self._with(sheet.fields)
                self._for_programs = self._with([replace(one, needed_in=()) for one in sheet.fields])
                self._version = sheet.version
            self._read_at = monotonic()
        return self._made

    def _with(self, fields: Sequence[CustomField]) -> Mapping[str, RecordType]:
        return {name: with_fields(kind, fields) for name, kind in self._declared.items()}
