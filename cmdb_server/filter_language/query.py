"""A question in the filter language: what lists, exports, baselines and rules store is its text."""

from dataclasses import dataclass

from cmdb_server.filter_language.checking import checked
from cmdb_server.filter_language.conditions import Comparison, Condition, IsClass, Related, everywhere
from cmdb_server.filter_language.fields import CLASS, STATUS
from cmdb_server.filter_language.parsing import conditions_of
from cmdb_server.filter_language.spelling import spelt
from graph_schema import Registry


@dataclass(frozen=True)
class Query:
    """A checked question; `str()` is its text in the one spelling that everybody stores."""

    condition: Condition

    def __str__(self) -> str:
        return spelt(self.condition)

    @property
    def asks_for_status(self) -> bool:
        """Whether it says itself which statuses it wants; otherwise retired CIs are left out."""
        return STATUS in self.fields

    @property
    def fields(self) -> frozenset[str]:
        """The names of the fields that it reads, `class` among them where it asks for one."""
        conditions = tuple(everywhere(self.condition))
        compared = {entry.field.text for entry in conditions if isinstance(entry, Comparison)}
        return frozenset(compared | {CLASS for entry in conditions if isinstance(entry, IsClass)})

    @property
    def relationship_types(self) -> frozenset[str]:
        """The relationship types that it follows."""
        return frozenset(entry.type.text for entry in everywhere(self.condition) if isinstance(entry, Related))


def parse(text: str, registry: Registry) -> Query:
    """The question that a text asks. Raises QueryError with the place, the value and what was probably meant."""
    return Query(checked(conditions_of(text), registry))
