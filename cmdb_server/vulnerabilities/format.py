"""What a format of tables is, and which one a document is of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import msgspec

from cmdb_server.vulnerabilities import formats
from cmdb_server.vulnerabilities.entry import EntryError, Vulnerability
from cmdb_server.vulnerabilities.lifecycle import Lifecycle
from graph_schema.loading import load_all

Found: TypeAlias = Vulnerability | Lifecycle | EntryError


@dataclass(frozen=True)
class Format:
    """A format: whether a document is of it, and what it tells; `read` takes the name of its file too.

    `read` answers an EntryError, or raises it, for what is none.
    """

    name: str
    fits: Callable[[object], bool]
    read: Callable[[object, str], Iterable[Found]]


@cache
def known_formats() -> tuple[Format, ...]:
    """The formats in the folder."""
    return tuple(load_all(formats, Format))


def entries(document: object, file: str) -> tuple[str, list[Found]]:
    """The name of a document's format and what it tells; no name and an error for one that is of none."""
    found = next((one for one in known_formats() if one.fits(document)), None)
    if found is None:
        names = ", ".join(one.name for one in known_formats())
        return "", [EntryError("document", f"is of no format that is read: {names}")]
    try:
        return found.name, [_of_table(one, found.name) for one in found.read(document, file)]
    except EntryError as error:
        return found.name, [error]


def _of_table(one: Found, name: str) -> Found:
    return msgspec.structs.replace(one, table=name) if isinstance(one, Vulnerability) else one
