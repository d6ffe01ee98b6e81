"""What a new record has because of where it comes from, whoever opens it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cmdb_server.itsm.record import Record, Task


@dataclass(frozen=True)
class Origin:
    """Values and tasks that follow from a template."""

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    tasks: Sequence[Task] = ()

    def given_to(self, record: Record) -> Record:
        """The record with them."""
        return replace(record, values={**record.values, **self.values}, tasks=tuple(self.tasks))


NOWHERE = Origin()
