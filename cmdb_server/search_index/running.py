"""Programs by the name of their process, those that run no longer too."""

from collections.abc import Callable

from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.entries import ATTRIBUTE_FACET

_PROCESS_NAME = ATTRIBUTE_FACET + "process_name"


def programs(contents: Contents, fits: Callable[[str], bool]) -> dict[str, str]:
    """The process names of programs (uid), of those whose name fits."""
    names = sorted(name for name in contents.bitmaps.values(_PROCESS_NAME) if fits(name))
    having = contents.bitmaps.having
    return {uid: name for name in names for uid in contents.tables.uids(having(_PROCESS_NAME, (name,)))}
