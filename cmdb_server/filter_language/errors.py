"""What is wrong with a query, where, and what was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from cmdb_server.errors import CmdbError, FieldError

FIELD = "query"
_SHOWN = 100


class QueryError(CmdbError):
    """A query cannot be understood; `position` is the first character at fault, counted from 0."""

    def __init__(self, message: str, value: str, position: int, remedy: str) -> None:
        """`message` continues "query: at character N"."""
        error = FieldError(FIELD, value[:_SHOWN], message, remedy, position, max(len(value), 1))
        super().__init__(f"query: {message} at character {position + 1}; {remedy}", 422, "bad_query", (error,))
        self.position = position


def suggestion(name: str, known: Iterable[str], otherwise: str) -> str:
    """What was probably meant by a name that nobody knows."""
    names = list(known)
    longer = [other for other in names if name and other.startswith(name)]
    found = get_close_matches(name, names, n=3, cutoff=0.6) or longer[:3]
    return f"did you mean {' or '.join(found)}?" if found else otherwise
